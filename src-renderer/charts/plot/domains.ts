/** How far the axes of a chart reach: wide enough for what is seen, and so that they seldom move while a run goes on. */
import { highestMark, lastEpoch } from './axes.ts';
import { placeOfEpoch, type Across } from '../series/across.ts';
import type { Point, Range } from '../series/decimation.ts';
import { linearMarks, logarithmicMarks, roundStep } from '../series/marks.ts';
import type { RunCurves } from '../series/run-curves.ts';

interface Extent {
  readonly curves: RunCurves;
  readonly stepsPerEpoch: number;
  /** Epochs that the run is to have; those that it has, where it rests. */
  readonly total: number;
}

/** Of a logarithmic axis: what is smaller is as good as nothing. */
const LEAST = 1e-290;

/** @returns all that there is to see of some runs, over what they are drawn over */
export function wholeOf(runs: readonly Extent[], over: Across): Range {
  let max = 0;
  for (const { curves, stepsPerEpoch, total } of runs) {
    const { columns } = curves;
    const epochs = columns.length;
    const last = lastEpoch(total, columns.of('epoch').at(-1) ?? 0);
    // By time a run that goes on has the same share of the axis as by epochs.
    const place =
      over === 'time' && epochs > 0
        ? (placeOfEpoch(columns, 'time', stepsPerEpoch, epochs) / epochs) * Math.max(last, epochs)
        : placeOfEpoch(columns, over, stepsPerEpoch, last);
    max = Math.max(max, place);
  }
  const isOne = over === 'epoch' && runs.every(({ total }) => total <= 1); // stands in the middle
  return {
    min: over === 'epoch' && !isOne ? 1 : 0,
    max: Math.max(max, over === 'epoch' ? 2 : 1e-3),
  };
}

/** @returns the least and the greatest of some points, up to a most; null where there is none */
export function spread(points: Iterable<readonly Point[]>, most = Infinity): Range | null {
  let [min, max] = [Infinity, -Infinity];
  for (const some of points)
    for (const { y } of some) {
      if (y < min) min = y;
      if (y > max && y <= most) max = y;
    }
  return min <= max ? { min, max } : null;
}

/**
 * @param least where it begins: a perplexity of 1 or more, or 0
 * @returns the upright axis of a whole chart, to the mark above what is highest
 */
export function wholeUpright(seen: Range | null, log: boolean, least: number): Range {
  if (log && least > 0) return { min: least, max: highestMark(seen ? [seen.max] : []) };
  if (log) {
    const { min, max } = seen ?? { min: 0.1, max: 1 };
    const low = Math.max(min, LEAST);
    return { min: markBelow(low), max: Math.max(markAbove(max), markBelow(low) * 10) };
  }
  const max = seen && seen.max > least ? seen.max : least + 1;
  const step = roundStep((max - least) / 5);
  return {
    min: least,
    max: Math.min(Number.MAX_VALUE, least + Math.ceil(((max - least) / step) * 1.02) * step),
  };
}

/** @returns the upright axis of a part: what of the curves is seen there, with some room */
export function closeUpright({ min, max }: Range, log: boolean): Range {
  if (log) {
    const low = Math.max(min, LEAST);
    const room = Math.max(1.02, (max / low) ** 0.06);
    return { min: low / room, max: Math.min(max * room, Number.MAX_VALUE) };
  }
  const room = (max - min) * 0.06 || Math.abs(max) * 0.02 || 1;
  return { min: min - room, max: max + room };
}

/** @returns the mark of a logarithmic axis next below a value */
export const markBelow = (value: number): number =>
  logarithmicMarks({ min: value / 10, max: value }, 9).findLast((mark) => mark < value) ??
  value / 2;
const markAbove = (value: number): number =>
  logarithmicMarks({ min: value, max: value * 10 }, 9).find((mark) => mark > value) ?? value * 2;

/** @returns the marks of an upright axis with room for so many */
export const uprightMarks = (axis: Range & { readonly log: boolean }, most: number): number[] =>
  axis.log ? logarithmicMarks(axis, most) : linearMarks(axis, most);
