/** The words of the perplexity chart, in the person's language. */
import { count, figure, mark } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';
import type { Wording } from './perplexity-chart.ts';

export const wording: Wording = {
  axis: () => t('train.chartAxis'),
  tick: mark,
  point: (epoch) => t('train.chartPoint', { epoch: count(epoch) }),
  value: (perplexity, isHeldOut) =>
    isHeldOut === undefined
      ? figure(perplexity)
      : `${t(isHeldOut ? 'train.chartValidation' : 'train.chartTraining')} ${figure(perplexity)}`,
};
