/** The most probable next characters after a text. */
import { z } from 'zod';
import { linesRequest } from './lines.ts';
import { writingRequest } from './piece.ts';
import { samplingSettings } from './sampling.ts';

export const nextRanges = { top: { min: 1, max: 100_000, whole: true } } as const;

const { modelId, prefix } = writingRequest.shape;

/**
 * What is wished of the lines of which the next character is one. Where the model's line breaks are spaces, a space ends a line. The first
 * line of the form that is open is the one that the prefix ends in; those above it are locked, and stand in the prefix as well.
 */
export const nextFit = linesRequest.pick({ form: true, noCopy: true, readings: true });
export type NextFit = z.infer<typeof nextFit>;

export const nextRequest = samplingSettings.extend({
  modelId,
  prefix,
  top: z.int().min(nextRanges.top.min).max(nextRanges.top.max),
  fit: nextFit.optional(),
});
export type NextRequest = z.infer<typeof nextRequest>;

export const nextResult = z.object({
  prefix: z.string(),
  leftOut: z.array(z.string()),
  /** Of what would be drawn without the wishes, the share that they leave: 1 where there are none, 0 where nothing may come. */
  share: z.number(),
  /** Those that may come under the wishes before those that may not, and of each the most probable first. */
  characters: z.array(
    z.object({
      character: z.string(),
      /** Under the model itself. */
      probability: z.number(),
      /** As it would be drawn. */
      drawn: z.number(),
      /** Whether a line that is as it is wished may go on so. */
      allowed: z.boolean(),
    }),
  ),
});
export type NextResult = z.infer<typeof nextResult>;
