/** Where an axis is marked: at round numbers, of a linear one, of a logarithmic one, and of time. */
import type { Range } from './decimation.ts';

const ROUND = [1, 2, 5, 10];
/** Seconds between two marks that people count by. */
const OF_TIME = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600];

/** @returns the least of 1, 2, 5, 10, 20 … times a power of ten that is no less */
export function roundStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** @returns seconds between two marks of an axis of time */
export const timeStep = (least: number): number =>
  least <= 1
    ? roundStep(least)
    : (OF_TIME.find((one) => one >= least) ?? roundStep(least / 3600) * 3600);

/** @returns round numbers within a range, at most so many */
export function linearMarks(
  { min, max }: Range,
  most: number,
  step = roundStep((max - min) / Math.max(1, most)),
): number[] {
  const marks: number[] = [];
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index++)
    marks.push(Number((index * step).toPrecision(12)));
  return marks;
}

/** @returns 1, 2 and 5 of every decade within a range, or what of it there is room for; at least two */
export function logarithmicMarks({ min, max }: Range, most: number): number[] {
  const all: number[] = [];
  const last = Math.min(308, Math.ceil(Math.log10(max)));
  // Below these decades numbers lose their digits, and at last are none.
  for (let decade = Math.max(-300, Math.floor(Math.log10(min))); decade <= last; decade++)
    for (const one of [1, 2, 5]) {
      const mark = Number(`${one}e${decade}`);
      if (mark >= min * (1 - 1e-9) && mark <= max * (1 + 1e-9)) all.push(mark);
    }
  // Within less than a decade, a linear step says more.
  if (all.length < 2) return linearMarks({ min, max }, Math.max(2, most));
  if (all.length <= most) return all;
  const decades = all.filter((mark) => /^1(\.0+)?e/.test(mark.toExponential()));
  if (decades.length < 2)
    return all.filter((_, index) => index % Math.ceil(all.length / most) === 0);
  const every = Math.ceil(decades.length / Math.max(2, most));
  return decades.filter((_, index) => index % every === 0);
}
