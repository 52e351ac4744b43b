/** Where what is held out and what is learnt part: from there on a model learns its text by heart. */
import type { RunCurves } from '../charts/series/run-curves.ts';

/** So much above its lowest is more than the noise from one epoch to the next. */
const WORSE = 1.05;

export interface BestEpoch {
  readonly epoch: number;
  readonly validationPerplexity: number;
}

/** @returns the epoch that was best on what is held out, where the run has since become worse there and better on what it learns */
export function overfittedSince({ last, bestHeldOut }: RunCurves): BestEpoch | null {
  if (!last || last.validationPerplexity === null || !bestHeldOut) return null;
  const { epoch, perplexity, validationPerplexity } = bestHeldOut;
  const parts =
    last.perplexity < perplexity && last.validationPerplexity > WORSE * validationPerplexity!;
  return parts ? { epoch, validationPerplexity: validationPerplexity! } : null;
}
