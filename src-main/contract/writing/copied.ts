/** What of a text stands word for word in what a model has learnt. */
import { z } from 'zod';
import { MAX_DRAFT_TEXT } from './draft.ts';
import { copiedRun, linesRanges } from './lines.ts';
import { writingRequest } from './piece.ts';

const { min, max } = linesRanges.noCopy;

export const copiedRequest = z.object({
  modelId: writingRequest.shape.modelId,
  text: z.string().max(MAX_DRAFT_TEXT),
  /** Han characters or words in a row from which on a run counts; left out: 6 characters, or 5 words where the model writes none. */
  units: z.int().min(min).max(max).optional(),
  /** Also what stands in any corpus of the library. */
  everywhere: z.boolean().optional(),
});
export type CopiedRequest = z.infer<typeof copiedRequest>;

export const copiedResult = z.object({
  /** Units from which on a run has counted. */
  shortest: z.int(),
  /** In order; they may overlap. `corpus` is one of the library, where it stands there. Null where this cannot be told, since the model has no text with it. */
  runs: z
    .array(copiedRun.extend({ corpus: z.object({ id: z.string(), name: z.string() }).optional() }))
    .nullable(),
});
export type CopiedResult = z.infer<typeof copiedResult>;
