/** A run as the table of all runs tells it: its model, or the record that stands in the place of one. */
import { z } from 'zod';
import { modelInfo } from '../model.ts';
import { trainingSettings } from '../settings.ts';
import { epochReport, sample, settingsChanges } from '../training.ts';

export const runInfo = modelInfo.extend({
  /** Without one, it is a record alone: it cannot be written with, or be gone on with. */
  hasModel: z.boolean(),
});
export type RunInfo = z.infer<typeof runInfo>;

/** A run as it went, and what it was made with. */
export const runHistory = z.object({
  epochs: z.array(epochReport),
  samples: z.array(sample),
  /** Steps of an epoch, as its settings and its text make it. */
  stepsPerEpoch: z.int(),
  samplesInAll: z.int(),
  changes: settingsChanges,
  settings: trainingSettings,
  engineVersion: z.string(),
  /** See `STEP_VERSION`. */
  stepVersion: z.int(),
  /** SHA-256 of the whole text in UTF-8, in hexadecimal. */
  corpusHash: z.string(),
});

/** What all runs are exported as. */
export const runsExport = z.enum(['csv', 'jsonl']);
export type RunsExport = z.infer<typeof runsExport>;
