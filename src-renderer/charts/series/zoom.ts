/** The part of a chart's lower axis that is looked at: closer, further, and along. */
import type { Range } from './decimation.ts';

/** Of the whole: what is closer shows nothing that could be told apart. */
const CLOSEST = 1e-6;

const spanOf = ({ min, max }: Range): number => max - min;

/** @returns the range, moved into the whole and no wider; null for all of it */
export function within(range: Range, whole: Range): Range | null {
  const span = Math.min(spanOf(range), spanOf(whole));
  if (!(span > 0) || span >= spanOf(whole) * (1 - 1e-9)) return null;
  const min = Math.max(whole.min, Math.min(range.min, whole.max - span));
  return { min, max: min + span };
}

/**
 * @param factor below 1 comes closer
 * @param around stays where it is
 * @param least that is shown, such as two epochs
 */
export function zoomed(
  range: Range,
  whole: Range,
  factor: number,
  around: number,
  least = spanOf(whole) * CLOSEST,
): Range | null {
  const span = Math.min(spanOf(whole), Math.max(least, spanOf(range) * factor));
  const share = spanOf(range) > 0 ? (around - range.min) / spanOf(range) : 0.5;
  const min = around - share * span;
  return within({ min, max: min + span }, whole);
}

/** @param by in the units of the axis; positive shows what comes later */
export const panned = (range: Range, whole: Range, by: number): Range | null =>
  within({ min: range.min + by, max: range.max + by }, whole);
