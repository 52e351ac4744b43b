/** Version 1 of a model file: manifest and weights alone, with the history in the manifest and nothing to go on with. */
import { z } from 'zod';
import { engineName } from '../contract/engine.ts';
import type { Manifest } from '../contract/model.ts';
import { trainingSettings } from '../contract/settings.ts';
import { epochReport, sample, type EpochReport, type Sample } from '../contract/training.ts';
import { summaryOf } from './model-summary.ts';

export const version1 = z.object({
  format: z.literal('verseloom-model'),
  name: z.string(),
  cell: z.literal('rnn'),
  settings: trainingSettings,
  vocabulary: z.array(z.string()).min(1),
  vocabularyOrder: z.literal('first appearance'),
  corpus: z.object({
    name: z.string(),
    characters: z.int(),
    learntCharacters: z.int(),
    hash: z.string(),
  }),
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  history: z.array(epochReport).refine((epochs) => epochs.every(({ epoch }, i) => epoch === i + 1)),
  samples: z.array(sample),
  engine: z.object({ name: engineName, version: z.string(), threads: z.int() }),
  createdAt: z.string(),
  savedAt: z.string(),
});

/** @returns the same model as version 2 tells of it */
export function migrateVersion1({ history: epochs, samples, ...kept }: z.infer<typeof version1>): {
  manifest: Manifest;
  epochs: EpochReport[];
  samples: Sample[];
} {
  const manifest = {
    ...kept,
    version: 2,
    ...{ tags: [], favourite: false, best: null, parent: null },
    ...summaryOf(epochs),
  };
  return { manifest, epochs, samples };
}
