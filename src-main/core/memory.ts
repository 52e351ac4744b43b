/** How much memory a training run takes, foretold from its shape. */
import { parameterCount, type CellName } from '../contract/architecture.ts';
import type { EngineName } from '../contract/engine.ts';
import { momentsOf, type OptimiserName } from '../contract/optimisers/optimisers.ts';
import type { Sampling } from '../contract/settings.ts';
import type { Shape } from './bptt.ts';
import type { Architecture } from './parameters.ts';
import { batchesPerEpoch, MOST_STEPS_BACK } from './sampler.ts';

/** What is learnt, and in what pieces. */
export interface RunShape extends Shape {
  /** Of the text that is learnt: each has an id. */
  readonly characters: number;
  /** Of the text that is held out; left out where nothing is. */
  readonly heldOutCharacters?: number;
  readonly sampling: Sampling;
  /** The book's, unless another is named. */
  readonly optimiser?: OptimiserName;
}

const MIB = 2 ** 20;
const FLOAT = 4; // bytes
/** Of an id, and of a place in the order of the examples: the text comes in pieces, which are small beside it. */
const INTEGER = 4; // bytes

/**
 * What each engine holds at the peak of a step: the bytes that it takes however small the shape, those for every time step, which is
 * some operations more, and of every kind of array how many there are at once. Measured, as `npm run bench -- footprint` does it:
 * 25 % off at most over three orders of magnitude.
 *
 * Logits are [T·B, V]: their log-softmax, its exponential, the gradient; TensorFlow keeps all of a step's tensors to its end. States are
 * [T·B, H]: inputs, states, gates, slopes and gradients, of which each cell has its number. Parameters are there before and after the step, as gradients and their squares, as
 * those of the best epoch, and as copies for a save and for the samples. ONNX Runtime adds the rows of `dW_x` up eight
 * at a time, and the sums of those by a product with [Q, P]: Q at most the U distinct characters of the step, P about T·B/8; and what a
 * layer leaves for the way back is less than what the one at hand takes. Deep networks, an embedding, dropout, moments and epochs that are
 * not detached were measured at H 256 and 512 with one and three layers: 16 % off at most.
 */
interface Footprint {
  readonly base: number;
  readonly perStep: number;
  readonly logits: number;
  readonly sums: number;
  readonly states: Readonly<Record<CellName, number>>;
  /** Of the states of a layer, the share that each further one has besides. */
  readonly deeper: number;
  readonly vectors: number;
  readonly masks: number;
  readonly parameters: number;
  /** Of the first moment of the optimiser, and of a second: before and after the step, on its way from the gradient, and as a copy for a save. */
  readonly moments: readonly [first: number, second: number];
}
const ONNX: Footprint = {
  ...{ base: 115 * MIB, perStep: 0.05 * MIB },
  ...{ logits: 2.2, sums: 1 / 8, states: { rnn: 5.7, gru: 20, lstm: 26 }, parameters: 11.2 },
  ...{ deeper: 1 / 2, vectors: 2, masks: 2.2, moments: [4, 1.2] },
};
/** With the driver: as measured with one that is a program. */
const GRAPHICS = 300 * MIB;
const FOOTPRINT: Record<EngineName, Footprint> = {
  onnx: ONNX,
  // What a step holds is the machine's memory where the graphics processor shares that; where it has its own, it is asked for too much here.
  webgpu: { ...ONNX, base: ONNX.base + GRAPHICS },
  tensorflow: {
    ...{ base: 330 * MIB, perStep: 0.1 * MIB },
    ...{ logits: 5, sums: 0, states: { rnn: 17.2, gru: 61, lstm: 80 }, parameters: 11.2 },
    ...{ deeper: 1, vectors: 5, masks: 5, moments: [9, 9] },
  },
};

/** Bytes of each character of both parts, while what counting alone reaches is worked out: as `countingPerplexities` tells, and its id. */
const COUNTED = 45 + INTEGER;
const countingMemory = (characters: number, heldOut: number): number =>
  heldOut > 0 ? COUNTED * (characters + heldOut) : 0;

/** @returns bytes: the largest resident size of the compute process of such a run, with its samples and saves */
export function trainingMemory(engine: EngineName, shape: RunShape): number {
  const { vocabularySize: V, hiddenSize: H, timeSteps: T, batchSize: B } = shape;
  const {
    cell,
    layers,
    embeddingSize: E,
    dropout = 0,
    batches = 1,
    characters,
    heldOutCharacters = 0,
    sampling,
  } = shape;
  const N = T * B; // predictions
  const read = batches * N;
  const integers = characters + (sampling === 'random' ? characters / T : 0);
  const { base, perStep, logits, sums, states, deeper, vectors, masks, parameters, moments } =
    FOOTPRINT[engine];
  const ofMoments = moments.slice(0, momentCount(shape)).reduce((a, b) => a + b, 0);
  const numbers =
    logits * N * V +
    sums * distinctOf(read, V, characters) * read +
    states[cell] * (1 + deeper * (layers - 1)) * read * H +
    vectors * read * E +
    (dropout > 0 ? masks * read * (layers * H + E) : 0) +
    (parameters + ofMoments) * parameterCount(shape);
  const counting = countingMemory(characters, heldOutCharacters);
  return base + perStep * batches * T + INTEGER * integers + FLOAT * numbers + counting;
}

const momentCount = ({ optimiser = 'sgd' }: RunShape): number => momentsOf(optimiser).length;

/** How the distinct characters of a part of a text grow with its length, as they do in Chinese lyrics; Heaps' law has such a power. */
const GROWTH = 1 / 3;

/** @returns about how many of the V characters of a text are in N of its characters */
const distinctOf = (N: number, V: number, characters: number): number =>
  Math.min(N, V * Math.min(1, N / Math.max(1, characters)) ** GROWTH);

/** Bytes that a process with the engine holds when it has done nothing yet; after a run it rests with somewhat more. */
const RESTING: Record<EngineName, number> = {
  ...{ onnx: 73 * MIB, tensorflow: 290 * MIB, webgpu: 73 * MIB + GRAPHICS },
};
export const restingMemory = (engine: EngineName): number => RESTING[engine];

/**
 * The same of a process that writes beside the run: its least, with what it loads to read lines; of the parameters, which are made
 * programs for one stream and for many; and of the logits of the streams of a search, [256, V], with what is sorted and masked of them.
 */
const WRITING: Record<EngineName, { base: number; parameters: number; logits: number }> = {
  onnx: { base: 120 * MIB, parameters: 4.8, logits: 15 },
  tensorflow: { base: 305 * MIB, parameters: 4.4, logits: 35 },
  webgpu: { base: 120 * MIB + GRAPHICS, parameters: 4.8, logits: 15 },
};
const STREAMS = 256;
/** Bytes of each character of the text that the model has learnt: its index, which tells what is copied. */
const INDEXED = 20;

type WritingShape = Architecture & Pick<RunShape, 'characters'>;

/** @returns bytes: the largest resident size of a compute process that writes with such a model, and looks for lines of a form */
export const writingMemory = (engine: EngineName, shape: WritingShape): number =>
  WRITING[engine].base + openModelMemory(engine, shape);

/** @returns bytes: what such a model takes up in a process that is there */
export function openModelMemory(engine: EngineName, shape: WritingShape): number {
  const { parameters, logits } = WRITING[engine];
  const numbers = parameters * parameterCount(shape) + logits * STREAMS * shape.vocabularySize;
  return FLOAT * numbers + INDEXED * shape.characters;
}

/** Of all parameters, in the host: one that is being saved, as it came and as it is written, and the best one; of each moment, the first two. */
const COPIES_IN_HOST = 3;
const COPIES_OF_MOMENT = 2;

/** @returns bytes: what the whole machine needs for a run that is about to begin */
export const runMemory = (engine: EngineName, shape: RunShape): number =>
  trainingMemory(engine, shape) +
  (COPIES_IN_HOST + COPIES_OF_MOMENT * momentCount(shape)) * FLOAT * parameterCount(shape);

/** What can be made smaller where a run takes too much, the one that changes what is learnt least first. */
const reducible = ['batchSize', 'timeSteps', 'layers', 'hiddenSize', 'embeddingSize'] as const;
export type Reducible = (typeof reducible)[number];
/** What a run has from the model that it begins with. */
export const inheritedSizes = [
  'layers',
  'hiddenSize',
  'embeddingSize',
] as const satisfies readonly Reducible[];

export interface Remedy {
  readonly field: Reducible;
  /** The largest with which the run fits. */
  readonly max: number;
}

/** Tied weights stay tied, and a state that is not detached is not. */
function lowered(whole: RunShape, field: Reducible, value: number): RunShape {
  const shape = { ...whole, [field]: value };
  const { batches = 1, tied, characters, batchSize, timeSteps } = shape;
  return {
    ...shape,
    ...(field === 'hiddenSize' && tied && { embeddingSize: value }),
    ...(batches > 1 && {
      batches: batchesPerEpoch('consecutive', characters, batchSize, timeSteps),
    }),
  };
}

const isTooLong = ({ batches = 1, timeSteps }: RunShape): boolean =>
  batches * timeSteps > MOST_STEPS_BACK;

/**
 * @param bytes what there is
 * @param fixed what cannot be chosen, such as the hidden units of a model that is gone on from
 * @returns the first setting that alone makes the run fit; undefined when none does
 */
export function remedyFor(
  engine: EngineName,
  shape: RunShape,
  bytes: number,
  fixed: readonly Reducible[] = [],
): Remedy | undefined {
  for (const field of reducible) {
    if (fixed.includes(field) || (field === 'embeddingSize' && shape.tied)) continue;
    const fits = (value: number): boolean => {
      const smaller = lowered(shape, field, value);
      return !isTooLong(smaller) && runMemory(engine, smaller) <= bytes;
    };
    if (fits(shape[field]) || !fits(1)) continue;
    let [max, tooMuch] = [1, shape[field]];
    while (tooMuch - max > 1) {
      const middle = Math.floor((max + tooMuch) / 2);
      if (fits(middle)) max = middle;
      else tooMuch = middle;
    }
    return { field, max };
  }
  return undefined;
}
