/** What the book says of a setting: where it stands, its formula, and the shapes at the numbers of the form. */
import { exact } from '../../text/format.ts';

export interface Lesson {
  /** Of the chapter; null for what it does not have. */
  readonly section: string | null;
  /** In the chapter's own letters. */
  readonly formulas: readonly string[];
  /** The same with the numbers of the form. */
  readonly shapes: readonly string[];
}

/** @returns a number that comes of others, with as many digits as are read */
export const rounded = (value: number): string => exact(Number(value.toPrecision(6)));
