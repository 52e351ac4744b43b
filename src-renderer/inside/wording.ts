/** How numbers are said: those with a sign, states, and how many times as much something is. */
import type { StateRange } from '../../src-main/contract/inside.ts';
import { figure } from '../text/format.ts';
import { messages, t } from '../text/messages.svelte.ts';

export const signed = (value: number): string =>
  value
    .toLocaleString(messages.language, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: 'exceptZero',
    })
    .replace('-', '−');

export const times = (value: number): string =>
  value.toLocaleString(messages.language, { maximumSignificantDigits: 2 });

/** @returns a state as it is said: with its sign where it can have one */
export const activityIn = (state: number, { isSigned }: StateRange): string =>
  isSigned ? signed(state) : state === 0 ? '0' : figure(state);

/** @returns what the colours of states mean */
export function legendOf({ isSigned, greatest }: StateRange): string {
  if (isSigned) return t('inside.legend');
  return greatest > 0
    ? t('inside.legendAbove', { greatest: figure(greatest) })
    : t('inside.legendNone');
}
