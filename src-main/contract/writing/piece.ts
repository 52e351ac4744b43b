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
  seed: number('seed'),
});
export type WritingRequest = z.infer<typeof writingRequest>;

export const writingResult = z.object({
  prefix: z.string(),
  continuation: z.string(),
  /** Prefix characters that the vocabulary does not have, and so were left out, each once. */
  leftOut: z.array(z.string()),
  cancelled: z.boolean(),
  charactersPerSecond: z.number(),
});
export type WritingResult = z.infer<typeof writingResult>;
