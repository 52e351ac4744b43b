/** What a manifest tells of a run's epochs, so that a library need not read them all. */
import { CURVE_POINTS, type Manifest } from '../../contract/model.ts';
import type { EpochReport } from '../../contract/training.ts';

/** @param epochs of the run, from the first on */
export function summaryOf(
  epochs: readonly EpochReport[],
): Pick<Manifest, 'epochs' | 'perplexity' | 'curve'> {
  const points = Math.min(epochs.length, CURVE_POINTS);
  // The first and the last are always among them.
  const step = points > 1 ? (epochs.length - 1) / (points - 1) : 0;
  return {
    epochs: epochs.length,
    perplexity: epochs.at(-1)?.perplexity ?? null,
    curve: Array.from({ length: points }, (_, i) => epochs[Math.round(i * step)]!.perplexity),
  };
}
