/** The programs that engines execute: one training step, the scoring of a stretch of text, one character of writing. */
import type { TrainingSettings } from '../contract/settings.ts';
import { stateSize } from '../contract/architecture.ts';
import { gradientsInTime, hiddenStates, lossAndGradients, type Shape } from './bptt.ts';
import type { CellShape, State } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import type { Ops } from './tensors/ops.ts';
import type { Program, TensorSpec } from './tensors/engine.ts';
import * as crossEntropy from './loss.ts';
import { clippedSgd } from './optimiser.ts';
import * as output from './output-layer.ts';
import {
  forEachParameter,
  parameterShapes,
  type Architecture,
  type ParameterMap,
  type ParameterName,
} from './parameters.ts';

const floats = (...shape: number[]): TensorSpec => ({ shape, type: 'float32' });
const ids = (length: number): TensorSpec => ({ shape: [length], type: 'int32' });

export function parameterSpecs(architecture: Architecture): ParameterMap<TensorSpec> {
  const shapes = parameterShapes(architecture);
  return forEachParameter((name) => floats(...shapes[name]));
}

/** A state as it is kept between two runs of a program: of each text one row, in which the parts of the cell's tuple lie side by side. */
export const stateSpec = (architecture: Architecture, texts: number): TensorSpec =>
  floats(texts, stateSize(architecture));

function asTuple<T>(ops: Ops<T>, state: T, architecture: Architecture): State<T> {
  const { hiddenSize } = architecture;
  const parts = stateSize(architecture) / hiddenSize;
  return ops.splitColumns(state, new Array<number>(parts).fill(hiddenSize)) as [T, ...T[]];
}
const asRows = <T>(ops: Ops<T>, state: State<T>): T => ops.concatColumns(state);

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
      state: stateSpec(shape, shape.batchSize),
    },
    build: (ops, inputs) => {
      const batch = { ...inputs, state: asTuple(ops, inputs.state, shape) };
      const { loss, gradients, nextState } = lossAndGradients(ops, inputs, batch, shape);
      const { norm, parameters } = clippedSgd(ops, inputs, gradients, settings);
      return { ...parameters, loss, norm, state: asRows(ops, nextState) };
    },
  };
}

/** Goes forward over time steps of one text or of several. @returns the hidden states [T·B, H], and the state after them */
function read<T>(
  ops: Ops<T>,
  inputs: ParameterMap<T> & { readonly x: T; readonly state: T },
  shape: CellShape,
): { H: T; state: T } {
  const before = asTuple(ops, inputs.state, shape);
  const passed = cells[shape.cell].forward(ops, inputs, inputs.x, before, shape);
  return { H: hiddenStates(ops, passed), state: asRows(ops, passed.states.at(-1)!) };
}

/** The cross-entropy of every character of a stretch of one text, and the state after it. */
export function scoringStep(
  architecture: Architecture,
  timeSteps: number,
): Program<StepInput, 'losses' | 'state'> {
  return {
    inputs: {
      ...parameterSpecs(architecture),
      x: ids(timeSteps),
      y: ids(timeSteps),
      state: stateSpec(architecture, 1),
    },
    build: (ops, inputs) => {
      const { H, state } = read(ops, inputs, { ...architecture, timeSteps });
      const O = output.forward(ops, inputs, H);
      return { losses: crossEntropy.forward(ops, O, inputs.y).losses, state };
    },
  };
}

/** What the model makes of every character of a stretch of one text: the logarithms of its probabilities of what comes next [T, V], and its states [T, H]. */
export function readingStep(
  architecture: Architecture,
  timeSteps: number,
): Program<ParameterName | 'x' | 'state', 'logProbabilities' | 'states' | 'state'> {
  const { y: _, ...inputs } = scoringStep(architecture, timeSteps).inputs;
  return {
    inputs,
    build: (ops, inputs) => {
      const { H, state } = read(ops, inputs, { ...architecture, timeSteps });
      const logProbabilities = ops.logSoftmax(output.forward(ops, inputs, H));
      return { logProbabilities, states: H, state };
    },
  };
}

/** How the gradient of a batch comes back through time, see `gradientsInTime`. */
export function gradientsInTimeStep(shape: Shape): Program<StepInput, 'ofAll' | 'ofLast'> {
  const { inputs } = trainingStep(shape, { learningRate: 0, clippingThreshold: 0 });
  return {
    inputs,
    build: (ops, inputs) => {
      const batch = { ...inputs, state: asTuple(ops, inputs.state, shape) };
      return gradientsInTime(ops, inputs, batch, shape);
    },
  };
}

/** One character of each stream in, the logits of the next out, and the states after it. */
export function decodingStep(
  architecture: Architecture,
  streams = 1,
): Program<ParameterName | 'x' | 'state', 'logits' | 'state'> {
  return {
    inputs: {
      ...parameterSpecs(architecture),
      x: ids(streams),
      state: stateSpec(architecture, streams),
    },
    build: (ops, inputs) => {
      const { H, state } = read(ops, inputs, { ...architecture, timeSteps: 1 });
      return { logits: output.forward(ops, inputs, H), state };
    },
  };
}

/**
 * One character in each of many streams, which may change places first: `from` says for each the one that it goes on from. Out come the
 * logarithms of the model's probabilities, the probabilities at a temperature above 0, and the states.
 */
export function manyStreamsStep(
  architecture: Architecture,
  streams: number,
): Program<
  ParameterName | 'x' | 'from' | 'state' | 'temperature',
  'logProbabilities' | 'probabilities' | 'state'
> {
  const step = decodingStep(architecture, streams);
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
