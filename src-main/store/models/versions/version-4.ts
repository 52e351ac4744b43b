/** Version 4 of a model file: as today's, but that nothing was validated, and that a run whose weights had exploded went on. */
import type { z } from 'zod';
import { manifest as version5, type Manifest } from '../../../contract/model.ts';
import { trainingSettings, type TrainingSettings } from '../../../contract/settings.ts';
import { epochReport, type EpochReport } from '../../../contract/training.ts';

export const version4 = version5
  .omit({ divergence: true })
  .extend({ settings: trainingSettings.omit({ letExplode: true }) });

/** What these versions knew of an epoch. */
export const epochOfVersion4 = epochReport.omit({
  ...{ validationPerplexity: true, learningRate: true, clippingThreshold: true },
});

/** @returns the same model as version 5 tells of it */
export const migrateVersion4 = (told: z.infer<typeof version4>): Manifest => ({
  ...told,
  version: 5,
  settings: { ...told.settings, letExplode: false },
  divergence: null,
});

/** @param settings of the run, which were the same in all of its epochs */
export const migrateEpoch = (
  epoch: z.infer<typeof epochOfVersion4>,
  { learningRate, clippingThreshold }: Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>,
): EpochReport => ({ ...epoch, validationPerplexity: null, learningRate, clippingThreshold });
