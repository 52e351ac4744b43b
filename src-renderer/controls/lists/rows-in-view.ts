/** Which rows of a long list are drawn: those that are seen, a few around them, and the one that has the cursor. */

/** px beyond either edge, so that a turn of the wheel finds them drawn. */
const AROUND = 320;

export interface View {
  /** How far it is scrolled, its height, and the height of a row; in px. */
  readonly top: number;
  readonly height: number;
  readonly row: number;
}

export interface DrawnRow {
  readonly index: number;
  /** Height of the rows above it that are not drawn, in px. */
  readonly gap: number;
}

/** @param cursor is drawn wherever it is, or the focus would be lost with it */
export function rowsInView({ top, height, row }: View, count: number, cursor: number): DrawnRow[] {
  const first = Math.max(0, Math.floor((top - AROUND) / row));
  const last = Math.min(count - 1, Math.floor((top + height + AROUND) / row));
  const indexes: number[] = [];
  for (let index = first; index <= last; index++) indexes.push(index);
  if (cursor >= 0 && cursor < count && (cursor < first || cursor > last)) indexes.push(cursor);
  indexes.sort((a, b) => a - b);
  return indexes.map((index, place) => ({
    index,
    gap: (index - (place === 0 ? 0 : indexes[place - 1]! + 1)) * row,
  }));
}

/** @returns the height below the last row that is drawn, in px */
export const heightBelow = (rows: readonly DrawnRow[], count: number, row: number): number =>
  Math.max(0, count - 1 - (rows.at(-1)?.index ?? -1)) * row;

/** @returns where to scroll so that a row is seen whole: nowhere when it is. */
export function scrollFor({ top, height, row }: View, index: number): number {
  if (index * row < top) return index * row;
  return Math.max(top, (index + 1) * row - height);
}
