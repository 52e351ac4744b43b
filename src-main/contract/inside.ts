/** A look inside a model: what it makes of a text, what its units follow there, and how its weights and gradients are spread. */
import { z } from 'zod';
import { MAX_LAYERS, type Activation } from './architecture.ts';
import { bytes } from './arrays.ts';

/** A longer text is cut: its picture has a column for each character. */
export const MAX_LOOKED_AT = 400;
/** Of what may come next. */
export const LIKELY = 10;

/** What a unit goes with: the character that was read last, the one before that, how far the line has come, how surprising the last one was. */
export const followed = z.enum(['character', 'before', 'place', 'surprise', 'nothing']);

export const histogram = z.object({
  /** Of the parameter in the book, such as `W_xh`. */
  name: z.string(),
  /** Of the parameter, such as [1075, 256]. */
  shape: z.array(z.int()),
  /** Of a bin: a power of two, so that those of two moments can be laid over each other. */
  width: z.number(),
  /** Weights in each bin, from −32 widths to 32. */
  counts: z.array(z.int()),
  mean: z.number(),
  deviation: z.number(),
});
export type Histogram = z.infer<typeof histogram>;

export const gradientInTime = z.object({
  /** Norms at each time step of the batch at hand, the first step first. */
  ofAll: z.array(z.number()),
  /** Of that part which comes from the last time step alone. */
  ofLast: z.array(z.number()),
});

/** A byte has so many steps on either side of zero, and so many on one. */
const SIGNED_STEPS = 127;
const STEPS = 255;

/** What the states of a picture lie between: −1 and 1 of tanh; of ReLU, which has no end, 0 and the largest of them. */
export const stateRange = z.object({ isSigned: z.boolean(), greatest: z.number() });
export type StateRange = z.infer<typeof stateRange>;

/** @returns what they lie between; a state beyond all numbers, which a run that explodes may have, is as the largest number */
export function rangeOf(states: Float32Array, activation: Activation): StateRange {
  if (activation === 'tanh') return { isSigned: true, greatest: 1 };
  const greatest = states.reduce((most, h) => (h > most ? Math.min(h, MAX_FLOAT) : most), 0);
  return { isSigned: false, greatest };
}
const MAX_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** @returns a byte each, signed where they are; what is no number is as 0, and nothing above 0 is */
export const statesInBytes = (
  states: Float32Array,
  { isSigned, greatest }: StateRange,
): Uint8Array =>
  isSigned
    ? new Uint8Array(Int8Array.from(states, (h) => Math.round(h * SIGNED_STEPS)).buffer)
    : Uint8Array.from(states, (h) => (h > 0 ? Math.ceil(Math.min(1, h / greatest) * STEPS) : 0));

/** @returns the state in one of these bytes */
export const stateOfByte = (byte: number, { isSigned, greatest }: StateRange): number =>
  isSigned ? (byte > SIGNED_STEPS ? byte - 256 : byte) / SIGNED_STEPS : (byte / STEPS) * greatest;

export const insideRequest = z.object({
  /** Left out for the run under way. */
  modelId: z.string().optional(),
  text: z.string().max(20_000),
  /** Whose hidden states are drawn, from 1 on; the highest where it is left out, or where there are not so many. */
  layer: z.int().min(1).max(MAX_LAYERS).optional(),
});
export type InsideRequest = z.infer<typeof insideRequest>;
/** What is read, and of which layer the states are drawn. */
export type LookedAt = Omit<InsideRequest, 'modelId'>;

/** What a run's moments make of a text, one after the other. */
export const insideMoments = z.object({
  characters: z.array(z.string()),
  moments: z.array(
    z.object({
      epoch: z.int(),
      step: z.int(),
      /** −ln p of each character but the first. */
      surprises: z.array(z.number()),
      histograms: z.array(histogram),
    }),
  ),
});
export type InsideMoments = z.infer<typeof insideMoments>;

export const insideResult = z.object({
  /** The text as it was read, by its N characters. */
  characters: z.array(z.string()),
  /** Characters that the vocabulary does not have. */
  leftOut: z.array(z.string()),
  /** How many were cut off behind. */
  cut: z.int(),
  /** Finished epochs of the run, and steps of the next one, when it was looked at. */
  epochs: z.int(),
  steps: z.int(),
  /** −ln p of each character but the first. */
  surprises: z.array(z.number()),
  /** What is most probable to come after each character [N, K]. */
  likely: z.array(z.array(z.object({ character: z.string(), probability: z.number() }))),
  /** The hidden state after each character [N, H], as `statesInBytes` writes it. */
  states: bytes,
  stateRange,
  hiddenSize: z.int(),
  /** Whose states these are, of so many. */
  ...{ layer: z.int(), layers: z.int() },
  /** Those together that follow the same, with Pearson's correlation over this text. */
  units: z.array(
    z.object({ unit: z.int(), what: followed, character: z.string().nullable(), r: z.number() }),
  ),
  /** What goes with something by less than that, on either side of zero, goes with nothing. */
  least: z.number(),
  histograms: z.array(histogram),
  /** Null for a model at rest, and before the first step. */
  gradient: gradientInTime.nullable(),
});
export type InsideResult = z.infer<typeof insideResult>;
