/** Which lines of a page belong together: those between two empty ones, or labels. */
import type { Text } from '@codemirror/state';
import { labelOf } from '../../../src-main/contract/writing/label.ts';

/** A longer line is prose, and is not measured. */
export const LONGEST_LINE = 999; // UTF-16 units
/** Lines of one stanza at the most; what is longer is cut into pieces, so that a key never costs more than one of them. */
const LONGEST = 200;

export interface Stanza {
  /** Numbers of its first and last line. */
  readonly first: number;
  readonly last: number;
}

/** Whether a line is of no stanza. */
export const isBetween = (line: string): boolean =>
  line.trim() === '' || labelOf(line) !== undefined;

/** @param line the number of one that is of a stanza */
export function stanzaAt(doc: Text, line: number): Stanza {
  const isWithin = (number: number): boolean =>
    number >= 1 && number <= doc.lines && !isBetween(doc.line(number).text);
  let first = line;
  while (isWithin(first - 1) && line - first < LONGEST) first -= 1;
  // Its beginning is far off: a piece begins at a number that all lines of it find.
  if (isWithin(first - 1)) first = line - ((line - 1) % LONGEST);
  let last = line;
  while (isWithin(last + 1) && last - first < LONGEST - 1) last += 1;
  return { first, last };
}
