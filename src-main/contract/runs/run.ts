/** A run as the table of all runs tells it: its model, or the record that stands in the place of one. */
import { z } from 'zod';
import { modelInfo } from '../model.ts';

export const runInfo = modelInfo.extend({
  /** Without one, it is a record alone: it cannot be written with, or be gone on with. */
  hasModel: z.boolean(),
});
export type RunInfo = z.infer<typeof runInfo>;

/** What all runs are exported as. */
export const runsExport = z.enum(['csv', 'jsonl']);
export type RunsExport = z.infer<typeof runsExport>;
