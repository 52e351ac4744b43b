/** Where a text stands in a line, upper and lower case alike. */

export interface Occurrence {
  /** In UTF-16 units. */
  readonly start: number;
  readonly length: number;
}

/** @returns the places of a text in a line, in order; none of an empty one */
export function occurrencesOf(query: string, line: string): Occurrence[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  return [...line.matchAll(pattern)].map(({ 0: { length }, index: start }) => ({ start, length }));
}

/** A piece of a line, and whether it is such a place. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly isFound: boolean;
}

/** @returns a line in pieces: what is found, and what lies between; without the empty ones */
export function piecesOf(line: string, found: readonly Occurrence[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (end: number, isFound: boolean): void => {
    if (end > at) pieces.push({ text: line.slice(at, end), start: at, isFound });
    at = Math.max(at, end);
  };
  for (const { start, length } of found) {
    add(start, false);
    add(start + length, true);
  }
  add(line.length, false);
  return pieces;
}
