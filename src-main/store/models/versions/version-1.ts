/** Version 1 of a model file: manifest and weights alone, with the history in the manifest and nothing to go on with. */
import { z } from 'zod';
import { ranges } from '../../../contract/settings.ts';
import { sample, type EpochReport, type Sample } from '../../../contract/training.ts';
import { summaryOf } from '../model-summary.ts';
import { version2 } from './version-2.ts';
import { epochOfVersion4, migrateEpoch } from './version-4.ts';

export const version1 = z.object({
  format: z.literal('verseloom-model'),
  ...version2.pick({
    ...{ name: true, cell: true, settings: true, vocabulary: true, vocabularyOrder: true },
    ...{ corpus: true, outcome: true, createdAt: true, savedAt: true },
  }).shape,
  history: z
    .array(epochOfVersion4)
    .max(ranges.epochs.max)
    .refine((epochs) => epochs.every(({ epoch }, i) => epoch === i + 1)),
  samples: z.array(sample),
  engine: version2.shape.engine.extend({ threads: z.int() }),
});

/** @returns the same model as version 2 tells of it */
export function migrateVersion1({ history, samples, ...kept }: z.infer<typeof version1>): {
  manifest: z.infer<typeof version2>;
  epochs: EpochReport[];
  samples: Sample[];
} {
  const epochs = history.map((epoch) => migrateEpoch(epoch, kept.settings));
  const manifest = {
    ...kept,
    version: 2,
    ...{ tags: [], favourite: false, best: null, parent: null },
    ...summaryOf(epochs),
  };
  return { manifest, epochs, samples };
}
