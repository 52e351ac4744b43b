/** The programs that engines execute: one training step, the scoring of a stretch of text, one character of writing. */
import type { TrainingSettings } from '../contract/settings.ts';
import { gradientsInTime, lossAndGradients, type Shape } from './bptt.ts';
import * as cell from './cells/rnn.ts';
import type { Program, TensorSpec } from './tensors/engine.ts';
import * as crossEntropy from './loss.ts';
import { clippedSgd } from './optimiser.ts';
import * as output from './output-layer.ts';
import {
  forEachParameter,
  parameterShapes,
  type Dimensions,
  type ParameterMap,
  type ParameterName,
} from './parameters.ts';

const floats = (...shape: number[]): TensorSpec => ({ shape, type: 'float32' });
const ids = (length: number): TensorSpec => ({ shape: [length], type: 'int32' });

export function parameterSpecs(dimensions: Dimensions): ParameterMap<TensorSpec> {
  const shapes = parameterShapes(dimensions);
  return forEachParameter((name) => floats(...shapes[name]));
}

export type StepInput = ParameterName | 'x' | 'y' | 'state';
export type StepOutput = ParameterName | 'loss' | 'norm' | 'state';

/** Forward, back-propagation through time, clipping and update in one: parameters and state in, parameters and state out. */
export function trainingStep(
  shape: Shape,
  settings: Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>,
): Program<StepInput, StepOutput> {
  const N = shape.timeSteps * shape.batchSize;
  return {
    inputs: {
      ...parameterSpecs(shape),
      x: ids(N),
      y: ids(N),
      state: floats(shape.batchSize, shape.hiddenSize),
    },
    build: (ops, inputs) => {
      const { loss, gradients, nextState } = lossAndGradients(ops, inputs, inputs, shape);
      const { norm, parameters } = clippedSgd(ops, inputs, gradients, settings);
      return { ...parameters, loss, norm, state: nextState };
    },
  };
}

/** The cross-entropy of every character of a stretch of one text, and the state after it. */
export function scoringStep(
  dimensions: Dimensions,
  timeSteps: number,
): Program<StepInput, 'losses' | 'state'> {
  return {
    inputs: {
      ...parameterSpecs(dimensions),
      x: ids(timeSteps),
      y: ids(timeSteps),
      state: floats(1, dimensions.hiddenSize),
    },
    build: (ops, inputs) => {
      const states = cell.forward(ops, inputs, inputs.x, inputs.state, timeSteps);
      const O = output.forward(ops, inputs, ops.concatRows(states.slice(1)));
      return { losses: crossEntropy.forward(ops, O, inputs.y).losses, state: states.at(-1)! };
    },
  };
}

/** What the model makes of every character of a stretch of one text: the logarithms of its probabilities of what comes next [T, V], and its states [T, H]. */
export function readingStep(
  dimensions: Dimensions,
  timeSteps: number,
): Program<ParameterName | 'x' | 'state', 'logProbabilities' | 'states'> {
  const { y: _, ...inputs } = scoringStep(dimensions, timeSteps).inputs;
  return {
    inputs,
    build: (ops, inputs) => {
      const states = cell.forward(ops, inputs, inputs.x, inputs.state, timeSteps);
      const H = ops.concatRows(states.slice(1));
      const logProbabilities = ops.logSoftmax(output.forward(ops, inputs, H));
      return { logProbabilities, states: H };
    },
  };
}

/** How the gradient of a batch comes back through time, see `gradientsInTime`. */
export function gradientsInTimeStep(shape: Shape): Program<StepInput, 'ofAll' | 'ofLast'> {
  const { inputs } = trainingStep(shape, { learningRate: 0, clippingThreshold: 0 });
  return { inputs, build: (ops, inputs) => gradientsInTime(ops, inputs, inputs, shape) };
}

/** One character of each stream in, the logits of the next out, and the states after it. */
export function decodingStep(
  dimensions: Dimensions,
  streams = 1,
): Program<ParameterName | 'x' | 'state', 'logits' | 'state'> {
  return {
    inputs: {
      ...parameterSpecs(dimensions),
      x: ids(streams),
      state: floats(streams, dimensions.hiddenSize),
    },
    build: (ops, inputs) => {
      const state = cell.forward(ops, inputs, inputs.x, inputs.state, 1)[1]!;
      return { logits: output.forward(ops, inputs, state), state };
    },
  };
}

/**
 * One character in each of many streams, which may change places first: `from` says for each the one that it goes on from. Out come the
 * logarithms of the model's probabilities, the probabilities at a temperature above 0, and the states.
 */
export function manyStreamsStep(
  dimensions: Dimensions,
  streams: number,
): Program<
  ParameterName | 'x' | 'from' | 'state' | 'temperature',
  'logProbabilities' | 'probabilities' | 'state'
> {
  const step = decodingStep(dimensions, streams);
  return {
    inputs: { ...step.inputs, from: ids(streams), temperature: floats() },
    build: (ops, { from, temperature, ...inputs }) => {
      const { logits, state } = step.build(ops, {
        ...inputs,
        state: ops.gatherRows(inputs.state, from),
      });
      const logProbabilities = ops.logSoftmax(logits);
      const probabilities = ops.exp(ops.logSoftmax(ops.div(logProbabilities, temperature)));
      return { logProbabilities, probabilities, state };
    },
  };
}
