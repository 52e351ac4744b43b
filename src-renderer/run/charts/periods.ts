/** The samples of a run by the epochs after which they were written. */
import { diffChars } from 'diff';
import type { Sample } from '../../../src-main/contract/training.ts';

export interface Period {
  readonly epoch: number;
  readonly samples: readonly Sample[];
}

/** @param samples in the order in which they were written */
export function periodsOf(samples: readonly Sample[]): Period[] {
  const periods: { epoch: number; samples: Sample[] }[] = [];
  for (const sample of samples) {
    const last = periods.at(-1);
    if (last?.epoch === sample.epoch) last.samples.push(sample);
    else periods.push({ epoch: sample.epoch, samples: [sample] });
  }
  return periods;
}

/** @returns the place of the period whose epoch is nearest; −1 where there is none */
export function nearestPeriod(periods: readonly Period[], epoch: number): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (periods[middle]!.epoch < epoch) low = middle + 1;
    else high = middle;
  }
  if (low === periods.length) return low - 1;
  if (low === 0) return 0;
  return epoch - periods[low - 1]!.epoch <= periods[low]!.epoch - epoch ? low - 1 : low;
}

/** @returns what a prefix was continued with in each period that has it */
export const periodsWith = (periods: readonly Period[], prefix: string): Period[] =>
  periods.flatMap(({ epoch, samples }) => {
    const found = samples.filter((one) => one.prefix === prefix);
    return found.length > 0 ? [{ epoch, samples: found }] : [];
  });

export interface Piece {
  readonly text: string;
  /** It did not stand there before. */
  readonly isNew: boolean;
}

/** @returns a text in pieces, those of which that are new marked, and how many of its characters these have */
export function changedPieces(before: string, after: string): { pieces: Piece[]; count: number } {
  const pieces = diffChars(before, after).flatMap(({ value, added, removed }): Piece[] =>
    removed ? [] : [{ text: value, isNew: added }],
  );
  const count = pieces.reduce((sum, { text, isNew }) => sum + (isNew ? [...text].length : 0), 0);
  return { pieces, count };
}
