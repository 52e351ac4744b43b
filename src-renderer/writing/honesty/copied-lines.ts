/** Which lines of a page are from the corpus: “13 of 24 lines”. */
import type { EditorState, Text } from '@codemirror/state';
import { countUnits } from '../../../src-main/contract/writing/copied-units.ts';
import { labelOf } from '../../../src-main/contract/writing/label.ts';
import { copiesIn, type Copy, type Stretch } from '../page/copies.ts';

export interface CopiedLines {
  readonly copied: number;
  /** Lines that are sung: no label, and not without anything that counts. */
  readonly all: number;
}

const COUNTS = /[\p{L}\p{M}\p{N}]/u;
const LONGEST_LABEL = 60; // UTF-16 units

/**
 * A line is from the corpus where a run has so many units in it, or where all of it is underlined: a short line in the midst of a
 * run that goes on over its ends.
 * @param shortest units of a run that counts
 */
export function copiedLines(state: EditorState, shortest: number): CopiedLines {
  let [all, at] = [0, 0];
  const { doc } = state;
  for (const line of doc.iterLines()) if (isSung(line)) all += 1;
  const byLine = Map.groupBy(copiesIn(state), ({ from }) => doc.lineAt(from).from);
  for (const [start, copies] of byLine) {
    const line = doc.lineAt(start);
    if (copies.some(({ units }) => units >= shortest) || isWhole(line.text, start, copies)) at += 1;
  }
  return { copied: at, all };
}

const isSung = (line: string): boolean =>
  COUNTS.test(line) && (line.length > LONGEST_LABEL || labelOf(line) === undefined);

function isWhole(line: string, start: number, copies: readonly Copy[]): boolean {
  let [rest, at] = ['', 0];
  for (const { from, to } of copies) {
    rest += line.slice(at, Math.max(at, from - start));
    at = Math.max(at, to - start);
  }
  return !COUNTS.test(rest + line.slice(at));
}

/**
 * @param run as it was found, which may go on over the ends of lines
 * @returns what of it stands in each line, from its first unit to its last; nothing in labels
 */
export function inLines(doc: Text, { from, to }: Stretch, said: string): Copy[] {
  const copies: Copy[] = [];
  for (let at = from; at < to;) {
    const line = doc.lineAt(at);
    const end = Math.min(line.to, to);
    const text = doc.sliceString(at, end);
    if (COUNTS.test(text) && labelOf(line.text) === undefined) {
      const start = at + text.search(COUNTS);
      const last = at + text.length - [...text].reverse().join('').search(COUNTS);
      copies.push({ from: start, to: last, units: countUnits(text), said });
    }
    at = line.to + 1;
  }
  return copies;
}
