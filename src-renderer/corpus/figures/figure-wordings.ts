/** The words in the pictures of a corpus. */
import type { CorpusFigures } from '../../../src-main/contract/corpus/figures.ts';
import { signOf } from '../../../src-main/contract/corpus/song-text.ts';
import type { FigureWording } from '../../charts/figure-chart.ts';
import { count, mark } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';

export const frequencyWording = (figures: () => CorpusFigures): FigureWording => ({
  xAxis: () => t('corpus.figures.rank'),
  yAxis: () => t('corpus.figures.times'),
  tick: mark,
  title: ({ x }, place) =>
    t('corpus.figures.rankOf', {
      character: signOf(figures().frequencies[place]?.character ?? ''),
      rank: count(x),
    }),
  value: ({ y }) => t('corpus.figures.timesOf', { count: y, times: count(y) }),
});

/** @param last the length that stands for all that are longer, where there is such a one */
export const lengthWording = (last: () => number): FigureWording => ({
  xAxis: () => t('corpus.figures.length'),
  yAxis: () => t('corpus.figures.linesAxis'),
  tick: mark,
  title: ({ x }) =>
    x === last()
      ? t('corpus.figures.lengthMore', { count: x, length: count(x) })
      : t('corpus.figures.lengthOf', { count: x, length: count(x) }),
  value: ({ y }) => t('corpus.figures.linesOf', { count: y, lines: count(y) }),
});
