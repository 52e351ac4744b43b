/** The most probable next characters after a text. */
import { z } from 'zod';
import { writingRequest } from './piece.ts';
import { samplingSettings } from './sampling.ts';

export const nextRanges = { top: { min: 1, max: 100_000, whole: true } } as const;

const { modelId, prefix } = writingRequest.shape;

export const nextRequest = samplingSettings.extend({
  modelId,
  prefix,
  top: z.int().min(nextRanges.top.min).max(nextRanges.top.max),
});
export type NextRequest = z.infer<typeof nextRequest>;

export const nextResult = z.object({
  prefix: z.string(),
  leftOut: z.array(z.string()),
  /** The most probable first: under the model itself, and as they would be drawn. */
  characters: z.array(
    z.object({ character: z.string(), probability: z.number(), drawn: z.number() }),
  ),
});
export type NextResult = z.infer<typeof nextResult>;
