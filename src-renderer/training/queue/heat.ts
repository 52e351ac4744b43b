/** The runs of a sweep over two settings as a map: a cell a pair of values, the mean of its seeds. */
import type { QueueEntry } from '../../../src-main/contract/runs/queue.ts';

export interface HeatCell {
  /** The geometric mean of its runs that are good; null where none is. */
  readonly perplexity: number | null;
  /** Runs that it is of, and those that have diverged. */
  readonly count: number;
  readonly diverged: number;
  /** 0 for the highest perplexity of the map to 1 for the lowest, on a logarithmic scale. */
  readonly share: number;
}

export interface HeatMap {
  readonly rows: { readonly field: string; readonly values: readonly (number | string)[] };
  readonly columns: HeatMap['rows'];
  readonly cells: readonly (readonly HeatCell[])[];
}

/** @returns what runs are compared by: the perplexity on what is held out, where something is; infinity where it is senseless */
export const comparedOf = ({ result }: Pick<QueueEntry, 'result'>): number =>
  result?.validationPerplexity ?? result?.perplexity ?? Infinity;

/** @returns undefined unless two settings beside the seed were gone through */
export function heatOf(
  fields: readonly string[],
  done: readonly QueueEntry[],
): HeatMap | undefined {
  const [row, column, ...others] = fields.filter((field) => field !== 'seed');
  if (row === undefined || column === undefined || others.length > 0) return undefined;
  const valuesOf = (field: string) =>
    [...new Set(done.map(({ values }) => values[field]!))].sort((a, b) =>
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : String(a).localeCompare(String(b), 'en', { numeric: true }),
    );
  const [rows, columns] = [valuesOf(row), valuesOf(column)];
  const plain = rows.map((r) =>
    columns.map((c) => {
      const here = done.filter(({ values }) => values[row] === r && values[column] === c);
      const good = here.map(comparedOf).filter(Number.isFinite);
      const mean = good.reduce((sum, one) => sum + Math.log(one), 0) / good.length;
      return {
        perplexity: good.length === 0 ? null : Math.exp(mean),
        ...{ count: good.length, diverged: here.length - good.length },
      };
    }),
  );
  const logs = plain
    .flat()
    .flatMap((cell) => cell.perplexity ?? [])
    .map(Math.log);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const shareOf = (perplexity: number | null): number =>
    perplexity === null ? 0 : high === low ? 1 : (high - Math.log(perplexity)) / (high - low);
  return {
    rows: { field: row, values: rows },
    columns: { field: column, values: columns },
    cells: plain.map((cells) =>
      cells.map((cell) => ({ ...cell, share: shareOf(cell.perplexity) })),
    ),
  };
}
