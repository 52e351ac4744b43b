/** What the perplexity chart of a run shows, in words, for those who cannot see it. */
import { count, figure } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';
import type { RunCurves } from './series/run-curves.ts';

/**
 * @param counted what counting alone reaches on what is held out; null where that is not known, or nothing is
 * @param goneOnAt the last epoch before the run was gone on with; 0 for one from its beginning
 */
export function perplexityInWords(
  { first, last, length, lowest }: RunCurves,
  baseline: number,
  counted: number | null,
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
  return passage(
    curve,
    counted === null ? '' : t('counting.chartAlt', { perplexity: figure(counted) }),
    goneOnAt === 0 ? '' : t('train.chartAltGoneOn', { epoch: count(goneOnAt) }),
  );
}
