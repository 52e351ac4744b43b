/** How numbers are said: those with a sign, and how many times as much something is. */
import { messages } from '../text/messages.svelte.ts';

export const signed = (value: number): string =>
  value.toLocaleString(messages.language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });

export const times = (value: number): string =>
  value.toLocaleString(messages.language, { maximumSignificantDigits: 2 });
