/** Rows of text as a table whose columns stand below each other in a terminal, Chinese characters included. */
import { displayWidth, padToWidth } from './display-width.ts';

const GAP = '  ';

/** @param rows with the same number of cells each. @returns the lines */
export function tableOf(rows: readonly (readonly string[])[]): string[] {
  // A line break within a name would break the table.
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/gu, ' ')));
  const widths = cells[0]?.map((_, column) =>
    Math.max(...cells.map((row) => displayWidth(row[column]!))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => padToWidth(cell, widths![column]!))
      .join(GAP)
      .trimEnd(),
  );
}
