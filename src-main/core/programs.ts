/** The programs that engines execute: one training step, the scoring of a stretch of text, one character of writing. */
import type { TrainingSettings } from '../contract/settings.ts';
import { stateParts, stateSize } from '../contract/architecture.ts';
import { momentsOf, type Moment } from '../contract/optimisers/optimisers.ts';
import { gradientsInTime, lossAndGradients, outputParameters, type Shape } from './bptt.ts';
import { hiddenStates, type CellShape, type State } from './cells/cell.ts';
import * as layers from './layers/layers.ts';
import { maskWidths } from './layers/masks.ts';
import type { Ops } from './tensors/ops.ts';
import type { Program, TensorSpec } from './tensors/engine.ts';
import * as crossEntropy from './loss.ts';
import { clip } from './optimisers/clipping.ts';
import type { OptimiserSettings, StepNumber, Updated } from './optimisers/optimiser.ts';
import { optimisers } from './optimisers/optimisers.ts';
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
  return forEachParameter(architecture, (name) => floats(...shapes[name]));
}

/** The states as they are kept between two runs of a program: of each text one row, in which the parts of the tuple of each layer lie side by side. */
export const stateSpec = (architecture: Architecture, texts: number): TensorSpec =>
  floats(texts, stateSize(architecture));

function asTuples<T>(ops: Ops<T>, state: T, architecture: Architecture): layers.LayerStates<T> {
  const { cell, hiddenSize } = architecture;
  const all = stateSize(architecture) / hiddenSize;
  const parts = ops.splitColumns(state, new Array<number>(all).fill(hiddenSize));
  const ofOne = stateParts(cell).length;
  return Array.from(
    { length: architecture.layers },
    (_, layer) => parts.slice(layer * ofOne, (layer + 1) * ofOne) as unknown as State<T>,
  );
}
const asRows = <T>(ops: Ops<T>, states: layers.LayerStates<T>): T =>
  ops.concatColumns(states.flat());

export type StepInput = ParameterName | 'x' | 'y' | 'state';
/** Of a step that reads more than its batch, the rows that it predicts; of others there is no such input. */
export type BatchInput = StepInput | 'predicted';
/** Of dropout, where a step has it. */
export type MaskName = `mask_${number}`;

/** @returns K·T·B */
const readIn = ({ batches = 1, timeSteps, batchSize }: Shape): number =>
  batches * timeSteps * batchSize;

/** @returns the masks of a training step, from the lowest place on; none without dropout */
export function maskSpecs(shape: Shape): [MaskName, TensorSpec][] {
  if (!shape.dropout) return [];
  const N = readIn(shape);
  return maskWidths(shape).map((width, place) => [`mask_${place}`, floats(N, width)]);
}

/** What is kept of the gradients of a parameter. */
export type MomentName = `${Moment}_${ParameterName}`;
/** Of the moments and the numbers of a step, those that its optimiser has; of the masks, one for each place with dropout. */
export type UpdateInput = BatchInput | MomentName | StepNumber | MaskName;
/** Of moments the same ones; what was cut off, where clipping is by value. */
export type UpdateOutput = ParameterName | MomentName | 'loss' | 'norm' | 'cut' | 'state';

/** What makes the program of a training step another one. */
export type StepSettings = OptimiserSettings &
  Pick<TrainingSettings, 'optimiser' | 'clip' | 'clippingThreshold'>;

/** What is kept of the gradients, by the names that it has in a program: in the order of `momentsOf`, and of each in that of the parameters. */
export function momentSpecs(
  architecture: Architecture,
  { optimiser }: Pick<StepSettings, 'optimiser'>,
): Partial<Record<MomentName, TensorSpec>> {
  const specs = Object.entries(parameterSpecs(architecture)) as [ParameterName, TensorSpec][];
  return Object.fromEntries(
    momentsOf(optimiser).flatMap((moment) =>
      specs.map(([name, spec]) => [`${moment}_${name}`, spec]),
    ),
  );
}

function batchSpecs(shape: Shape): Record<BatchInput, TensorSpec> {
  const { batches = 1, timeSteps, batchSize } = shape;
  const predictions = timeSteps * batchSize;
  const specs: Record<StepInput, TensorSpec> = {
    ...parameterSpecs(shape),
    x: ids(readIn(shape)),
    y: ids(predictions),
    state: stateSpec(shape, batchSize),
  };
  return { ...specs, ...(batches > 1 && { predicted: ids(predictions) }) } as typeof specs &
    Record<'predicted', TensorSpec>;
}

/** Forward, back-propagation through time, clipping and update in one: parameters, what is kept of the gradients, and state in, the same out. */
export function trainingStep(
  shape: Shape,
  settings: StepSettings,
): Program<UpdateInput, UpdateOutput> {
  const optimiser = optimisers[settings.optimiser];
  const moments = momentsOf(settings.optimiser);
  const numbers = Object.keys(optimiser.numbers(settings, 0, 1)) as StepNumber[];
  const masks = maskSpecs(shape);
  const inputs = {
    ...batchSpecs(shape),
    ...momentSpecs(shape, settings),
    ...Object.fromEntries(masks),
    ...Object.fromEntries(numbers.map((name) => [name, floats()])),
  } as Record<UpdateInput, TensorSpec>;
  return {
    inputs,
    build: <T>(ops: Ops<T>, inputs: Readonly<Record<UpdateInput, T>>) => {
      const batch = {
        ...{ ...inputs, states: asTuples(ops, inputs.state, shape) },
        masks: masks.map(([name]) => inputs[name]!),
      };
      const { loss, gradients, nextStates } = lossAndGradients(ops, inputs, batch, shape);
      const names = Object.keys(gradients) as ParameterName[];
      const clipped = clip(
        ops,
        names.map((name) => gradients[name]),
        settings,
      );
      const { norm, cut, scale } = clipped;
      const update = optimiser.update(ops, settings, { numbers: inputs, scale });
      const outputs: Partial<Record<UpdateOutput, T>> = {};
      for (const [i, name] of names.entries()) {
        const kept: Partial<Record<Moment, T>> = Object.fromEntries(
          moments.map((moment) => [moment, inputs[`${moment}_${name}`]]),
        );
        const before: Updated<T> = { ...kept, W: inputs[name] };
        const after = update(before, clipped.gradients[i]!);
        outputs[name] = after.W;
        for (const moment of moments) outputs[`${moment}_${name}`] = after[moment]!;
      }
      const state = asRows(ops, nextStates);
      return { ...outputs, loss, norm, ...(cut && { cut }), state } as Record<UpdateOutput, T>;
    },
  };
}

/** Goes forward over time steps of one text or of several. @returns the layers after it, the logits [T·B, V], and the states after them */
function read<T>(
  ops: Ops<T>,
  inputs: ParameterMap<T> & { readonly x: T; readonly state: T },
  shape: CellShape,
): { passed: layers.PassedLayers<T>; O: T; state: T } {
  const before = asTuples(ops, inputs.state, shape);
  const passed = layers.forward(ops, inputs, inputs.x, before, shape);
  const after = passed.layers.map(({ states }) => states.at(-1)!);
  const O = output.forward(ops, outputParameters(inputs, shape), passed.H);
  return { passed, O, state: asRows(ops, after) };
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
      const { O, state } = read(ops, inputs, { ...architecture, timeSteps });
      return { losses: crossEntropy.forward(ops, O, inputs.y).losses, state };
    },
  };
}

/** What the model makes of every character of a stretch of one text: the logarithms of its probabilities of what comes next [T, V], and the hidden states of all layers side by side, the lowest first [T, L·H]. */
export function readingStep(
  architecture: Architecture,
  timeSteps: number,
): Program<ParameterName | 'x' | 'state', 'logProbabilities' | 'states' | 'state'> {
  const { y: _, ...inputs } = scoringStep(architecture, timeSteps).inputs;
  return {
    inputs,
    build: (ops, inputs) => {
      const { passed, O, state } = read(ops, inputs, { ...architecture, timeSteps });
      const states = ops.concatColumns(passed.layers.map((layer) => hiddenStates(ops, layer)));
      return { logProbabilities: ops.logSoftmax(O), states, state };
    },
  };
}

/** How the gradient of a batch comes back through time, see `gradientsInTime`. */
export function gradientsInTimeStep(shape: Shape): Program<BatchInput, 'ofAll' | 'ofLast'> {
  return {
    inputs: batchSpecs(shape),
    build: (ops, inputs) => {
      const batch = { ...inputs, states: asTuples(ops, inputs.state, shape) };
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
      const { O, state } = read(ops, inputs, { ...architecture, timeSteps: 1 });
      return { logits: O, state };
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
