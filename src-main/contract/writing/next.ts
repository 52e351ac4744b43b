/** The most probable next characters after a text. */
import { z } from 'zod';
import { linesRequest } from './lines.ts';
import { writingRequest } from './piece.ts';
import { samplingSettings } from './sampling.ts';

export const nextRanges = { top: { min: 1, max: 100_000, whole: true } } as const;

const { id, modelId, prefix, noCopy } = writingRequest.shape;

/**
 * What is wished of the lines of which the next character is one. Where the model's line breaks are spaces, a space ends a line. The first
 * line of the form that is open is the one that the prefix ends in; those above it are locked, and stand in the prefix as well.
 */
export const nextFit = linesRequest.pick({ form: true, readings: true });
export type NextFit = z.infer<typeof nextFit>;

export const nextRequest = samplingSettings.extend({
  /** Names the question in `writing.cancel`; left out where nobody calls it off. */
  id: id.optional(),
  modelId,
  prefix,
  top: z.int().min(nextRanges.top.min).max(nextRanges.top.max),
  noCopy,
  fit: nextFit.optional(),
});
export type NextRequest = z.infer<typeof nextRequest>;

export const nextResult = z.object({
  prefix: z.string(),
  leftOut: z.array(z.string()),
  /** Of what would be drawn otherwise, the share that the wishes and avoiding copies leave: 1 where there are none, 0 where nothing may come. */
  share: z.number(),
  /** The most probable first; where something is wished of lines, those that may come before those that may not. */
  characters: z.array(
    z.object({
      character: z.string(),
      /** Under the model itself. */
      probability: z.number(),
      /** As it would be drawn. */
      drawn: z.number(),
      /** Whether it is no copy that is to be avoided, and a line that is as it is wished may go on so. */
      allowed: z.boolean(),
    }),
  ),
  /** It was called off; there are no characters then. */
  cancelled: z.boolean(),
});
export type NextResult = z.infer<typeof nextResult>;
