/** The samples of a run by the moments at which they were written: after an epoch, or when it ended within one. */
import { diffChars } from 'diff';
import type { Sample } from '../../../src-main/contract/training.ts';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';

type Moment = Pick<Sample, 'epoch' | 'step'>;

export interface Period extends Moment {
  readonly samples: readonly Sample[];
}

/** @returns its place among the epochs: what was written at such an end stands behind the epoch that it came after */
export const placeOf = ({ epoch, step }: Moment): number =>
  step === undefined ? epoch : epoch + 0.5;

/** @returns when it was written, for a heading */
export const whenWritten = ({ epoch, step }: Moment): string =>
  step !== undefined && epoch === 0
    ? t('train.samplesInFirst')
    : t(step === undefined ? 'train.samplesAt' : 'train.samplesAtEnd', { epoch: count(epoch) });

/** @param samples in the order in which they were written */
export function periodsOf(samples: readonly Sample[]): Period[] {
  const periods: (Moment & { samples: Sample[] })[] = [];
  for (const sample of samples) {
    const last = periods.at(-1);
    if (last && placeOf(last) === placeOf(sample)) last.samples.push(sample);
    else periods.push({ epoch: sample.epoch, step: sample.step, samples: [sample] });
  }
  return periods;
}

/** @param at an epoch, which need not be whole. @returns the place of the period that is nearest; −1 where there is none */
export function nearestPeriod(periods: readonly Period[], at: number): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(periods[middle]!) < at) low = middle + 1;
    else high = middle;
  }
  if (low === periods.length) return low - 1;
  if (low === 0) return 0;
  return at - placeOf(periods[low - 1]!) <= placeOf(periods[low]!) - at ? low - 1 : low;
}

/** @returns what a prefix was continued with in each period that has it */
export const periodsWith = (periods: readonly Period[], prefix: string): Period[] =>
  periods.flatMap((period) => {
    const samples = period.samples.filter((one) => one.prefix === prefix);
    return samples.length > 0 ? [{ ...period, samples }] : [];
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
