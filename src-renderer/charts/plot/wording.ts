/** The words of the charts of a run, in the person's language. */
import { clock, count, exact, figure, mark } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import type { PlotWording } from './plot-chart.ts';

export const wording: PlotWording = {
  across: (over) => t(`charts.over.${over}`),
  tick: (value) => (Number.isInteger(value) ? mark(value) : short(value)),
  time: clockWith,
};

/** `0:42`, and with one digit `0:42.5`. */
function clockWith(seconds: number, digits: number): string {
  const parts = Math.round(seconds * 10 ** digits);
  const [whole, rest] = [Math.floor(parts / 10 ** digits), parts % 10 ** digits];
  return digits === 0 ? clock(whole) : `${clock(whole)}.${String(rest).padStart(digits, '0')}`;
}

/** As many digits as a mark needs: 0.05, 2.5. */
const short = (value: number): string =>
  Math.abs(value) < 0.001 ? figure(value) : String(Number(value.toPrecision(4)));

export const countingLabel = (value: number): string =>
  t('counting.level', { value: figure(value) });

export const guessingLabel = (value: number, isEntropy: boolean): string =>
  isEntropy
    ? t('charts.guessingEntropy', { value: figure(value) })
    : t('train.chartBaseline', { value: count(value) });

export const thresholdLabel = (value: number): string => `θ = ${exact(value)}`;
