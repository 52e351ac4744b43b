/** What the perplexity chart of a run shows, in words, for those who cannot see it. */
import { count, figure } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';
import type { RunCurves } from './series/run-curves.ts';

/** @param goneOnAt the last epoch before the run was gone on with; 0 for one from its beginning */
export function perplexityInWords(
  { first, last, length, lowest }: RunCurves,
  baseline: number,
  goneOnAt: number,
): string {
  if (!first || !last || !lowest) return t('train.chartEmpty');
  const curve = t('train.chartAlt', {
    count: length,
    first: figure(first.perplexity),
    last: figure(last.perplexity),
    lowest: figure(lowest.perplexity),
    baseline: count(baseline),
  });
  if (goneOnAt === 0) return curve;
  return passage(curve, t('train.chartAltGoneOn', { epoch: count(goneOnAt) }));
}
