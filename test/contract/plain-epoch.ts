/** What the report of an epoch has besides its figures, where nothing is held out and the settings are the book's. */
import type { EpochReport } from '../../src-main/contract/training.ts';

export const plainEpoch = {
  ...{ validationPerplexity: null, learningRate: 100, clippingThreshold: 0.01 },
} satisfies Partial<EpochReport>;
