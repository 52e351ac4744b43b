/** What a manifest tells of a run's epochs, so that a library need not read them all. */
import { CURVE_POINTS, type Manifest } from '../../contract/model.ts';
import type { EpochReport } from '../../contract/training.ts';

/**
 * @param epochs of the run, from the first on
 * @param divergence of a run whose weights are not those of its last epoch
 */
export function summaryOf(
  epochs: readonly EpochReport[],
  divergence: Manifest['divergence'] = null,
): Pick<Manifest, 'epochs' | 'perplexity' | 'curve'> {
  const good = divergence ? epochs.slice(0, divergence.kept) : epochs;
  const points = Math.min(good.length, CURVE_POINTS);
  // The first and the last are always among them.
  const step = points > 1 ? (good.length - 1) / (points - 1) : 0;
  return {
    epochs: epochs.length,
    perplexity: good.at(-1)?.perplexity ?? null,
    curve: Array.from({ length: points }, (_, i) => good[Math.round(i * step)]!.perplexity),
  };
}
