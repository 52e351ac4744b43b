/** What the perplexity chart of a run shows, in words, for those who cannot see it. */
import type { EpochReport } from '../../src-main/contract/training.ts';
import { count, figure } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';

/** @param goneOnAt the last epoch before the run was gone on with; 0 for one from its beginning */
export function perplexityInWords(
  epochs: readonly EpochReport[],
  baseline: number,
  goneOnAt: number,
): string {
  const first = epochs[0];
  const last = epochs.at(-1);
  if (!first || !last) return t('train.chartEmpty');
  const lowest = epochs.reduce((least, { perplexity }) => Math.min(least, perplexity), Infinity);
  const curve = t('train.chartAlt', {
    count: epochs.length,
    first: figure(first.perplexity),
    last: figure(last.perplexity),
    lowest: figure(lowest),
    baseline: count(baseline),
  });
  if (goneOnAt === 0) return curve;
  return passage(curve, t('train.chartAltGoneOn', { epoch: count(goneOnAt) }));
}
