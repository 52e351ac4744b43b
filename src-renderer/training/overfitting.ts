/** Where what is held out and what is learnt part: from there on a model learns its text by heart. */
import type { EpochReport } from '../../src-main/contract/training.ts';

/** So much above its lowest is more than the noise from one epoch to the next. */
const WORSE = 1.05;

export interface BestEpoch {
  readonly epoch: number;
  readonly validationPerplexity: number;
}

/** @returns the epoch that was best on what is held out, where the run has since become worse there and better on what it learns */
export function overfittedSince(epochs: readonly EpochReport[]): BestEpoch | null {
  const last = epochs.at(-1);
  if (!last || last.validationPerplexity === null) return null;
  let best = last;
  for (const report of epochs)
    if (
      report.validationPerplexity !== null &&
      report.validationPerplexity < best.validationPerplexity!
    )
      best = report;
  const { epoch, perplexity, validationPerplexity } = best;
  const parts =
    last.perplexity < perplexity && last.validationPerplexity > WORSE * validationPerplexity!;
  return parts ? { epoch, validationPerplexity: validationPerplexity! } : null;
}
