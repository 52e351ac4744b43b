/** A piece of writing that is asked of a model. */
import { z } from 'zod';
import { ranges } from '../settings.ts';
import { samplingRanges, samplingSettings } from './sampling.ts';

/** The longest prefix, in UTF-16 units. */
export const MAX_PREFIX_LENGTH = 10_000;

/** Range of each number, both ends included. */
export const writingRanges = {
  length: { min: 1, max: 20_000, whole: true },
  temperature: samplingRanges.temperature,
  seed: ranges.seed,
} as const;
/** Units in a row that may be copied: Han characters, or words. */
export const noCopyRange = { min: 1, max: 64, whole: true } as const;
export type WritingNumber = keyof typeof writingRanges;

const number = (field: WritingNumber) => {
  const { min, max, whole } = writingRanges[field];
  const base = whole ? z.int() : z.number();
  return base.min(min).max(max);
};

export const writingRequest = samplingSettings.extend({
  /** Made by the caller; names the piece in `writing` events and in `writing.cancel`. */
  id: z.string().min(1).max(64),
  modelId: z.string(),
  prefix: z.string().max(MAX_PREFIX_LENGTH),
  /** Characters to add to the prefix. */
  length: number('length'),
  /** So many units in a row may stand in the text that the model has learnt; null or left out: any number. */
  noCopy: z.int().min(noCopyRange.min).max(noCopyRange.max).nullable().optional(),
  seed: number('seed'),
});
export type WritingRequest = z.infer<typeof writingRequest>;

export const writingResult = z.object({
  prefix: z.string(),
  /** Shorter than it was wished where it was called off, or where all that could come next would be copied. */
  continuation: z.string(),
  /** Prefix characters that the vocabulary does not have, and so were left out, each once. */
  leftOut: z.array(z.string()),
  cancelled: z.boolean(),
  charactersPerSecond: z.number(),
});
export type WritingResult = z.infer<typeof writingResult>;
