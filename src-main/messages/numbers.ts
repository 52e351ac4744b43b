/** Numbers as they stand in the sentences of the command line and the system: all of their digits, or as few as are read. */
import type { Language } from '../contract/preferences.ts';

/** Digits that tell every double from the next. */
const ALL = 17;
/** From here on a power of ten is told: a run that diverges comes near the largest number there is, of 309 digits. */
const LARGE = 1e7;

/** @returns a number as it was asked for, however small it is */
export const exact = (value: number, language: Language): string =>
  value.toLocaleString(language, { maximumSignificantDigits: ALL });

/** @returns a perplexity: one beyond all numbers is reported as the largest one */
export function perplexityFigure(
  value: number,
  language: Language,
  maximumFractionDigits: number,
): string {
  if (value >= Number.MAX_VALUE) return '∞';
  if (value >= LARGE) return value.toExponential(1).replace('+', '');
  return value.toLocaleString(language, { maximumFractionDigits });
}
