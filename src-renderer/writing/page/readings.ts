/** How characters of a page are read where the person has decided it: this follows every change, and comes back with what is undone. */
import { invertedEffects, isolateHistory } from '@codemirror/commands';
import {
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type TransactionSpec,
} from '@codemirror/state';
import type { DraftReading } from '../../../src-main/contract/writing/draft.ts';

/** Of the character between two places. */
export interface SetReading {
  readonly from: number;
  readonly to: number;
  /** Null: as it is read by itself. */
  readonly reading: string | null;
}

class Read extends RangeValue {
  override readonly startSide = 1;
  override readonly endSide = -1;
  readonly reading: string;
  constructor(reading: string) {
    super();
    this.reading = reading;
  }
  override eq(other: RangeValue): boolean {
    return other instanceof Read && other.reading === this.reading;
  }
}

/** Says how a character is read, by its places after the change that comes with it. */
export const read = StateEffect.define<SetReading>({
  map({ from, to, reading }, changes) {
    const [start, end] = [changes.mapPos(from, 1), changes.mapPos(to, -1)];
    return start < end ? { from: start, to: end, reading } : undefined;
  },
});

const readings = StateField.define<RangeSet<Read>>({
  create: () => RangeSet.empty,
  update(before, transaction) {
    let now = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(read)) continue;
      const { from, to, reading } = effect.value;
      now = now.update({
        filter: (start, end) => end <= from || start >= to,
        add: reading === null ? [] : [new Read(reading).range(from, to)],
      });
    }
    return now;
  },
});

/** What was set of a character that goes comes back with it. */
const back = invertedEffects.of(({ startState, changes, effects }) => {
  const before = startState.field(readings);
  const undone: StateEffect<SetReading>[] = [];
  const putBack = (from: number, to: number): void =>
    before.between(from, to, (start, end, { reading }) => {
      if (start < to && end > from) undone.push(read.of({ from: start, to: end, reading }));
    });
  changes.iterChangedRanges(putBack);
  if (changes.empty)
    for (const effect of effects) {
      if (!effect.is(read)) continue;
      const { from, to } = effect.value;
      undone.push(read.of({ from, to, reading: null }));
      putBack(from, to);
    }
  return undone;
});

/** @param set in the order of the text */
export const withReadings = (text: string, set: readonly DraftReading[]): Extension => [
  readings.init(() =>
    RangeSet.of(
      set
        .filter(({ at }) => at < text.length)
        .map(({ at, reading }) => new Read(reading).range(at, at + characterAt(text, at).length)),
      true,
    ),
  ),
  back,
];

/** @returns the character that begins there; '' at the end */
export const characterAt = (text: string, at: number): string =>
  at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : '';

/** @returns those of a part of the text, by their places in that part */
export function readingsIn(
  state: EditorState,
  from = 0,
  to = state.doc.length,
): readonly DraftReading[] {
  const found: DraftReading[] = [];
  state.field(readings).between(from, to, (start, end, { reading }) => {
    if (start >= from && end <= to) found.push({ at: start - from, reading });
  });
  return found;
}

/** Whether another reading has been set. */
export const isReadOtherwise = (before: EditorState, now: EditorState): boolean =>
  before.field(readings) !== now.field(readings);

/** @returns what has a character read so, a step of its own for undo */
export const reading = (set: SetReading): TransactionSpec => ({
  effects: read.of(set),
  annotations: isolateHistory.of('full'),
});
