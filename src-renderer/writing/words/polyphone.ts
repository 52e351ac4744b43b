/** The character at the cursor, where it can be read in several ways. It knows readings, and is loaded with them. */
import type { EditorState } from '@codemirror/state';
import {
  choicesAt,
  isHan,
  readingsOf,
  readText,
} from '../../../src-main/language/chinese/readings.ts';
import { written, type Syllable } from '../../../src-main/language/chinese/syllable.ts';
import { readingsIn } from '../page/readings.ts';

export interface Polyphone {
  readonly character: string;
  readonly from: number;
  readonly to: number;
  /** All its readings, the commonest first. */
  readonly readings: readonly PolyphoneReading[];
  /** The one that it has now, pinyin with the tone as a number. */
  readonly reading: string;
  /** The one that it has in its line where nobody says otherwise. */
  readonly byItself: string;
}
export interface PolyphoneReading {
  /** Pinyin with the tone as a number. */
  readonly name: string;
  /** Such as `zhòng`. */
  readonly said: string;
}

const nameOf = ({ pinyin, tone }: Syllable): string => `${pinyin}${tone}`;

/** @returns the one before the cursor, or else behind it; of a selection, the one that is selected */
export function polyphoneAt(state: EditorState): Polyphone | undefined {
  const { from, to, empty } = state.selection.main;
  const line = state.doc.lineAt(from);
  if (to > line.to) return undefined;
  const [before, behind] = [
    line.text.slice(0, from - line.from),
    line.text.slice(from - line.from),
  ];
  const last = [...before].at(-1) ?? '';
  const first = [...behind][0] ?? '';
  if (!empty) return first.length === to - from ? polyphone(state, from, first) : undefined;
  return polyphone(state, from - last.length, last) ?? polyphone(state, from, first);
}

function polyphone(state: EditorState, from: number, character: string): Polyphone | undefined {
  if (!isHan(character)) return undefined;
  const known = readingsOf(character);
  if (known.length < 2) return undefined;
  const line = state.doc.lineAt(from);
  const at = [...line.text.slice(0, from - line.from)].length;
  const byItself = readText(line.text)[at];
  const set = readingsIn(state, line.from, line.to);
  const now = readText(line.text, choicesAt(line.text, set))[at];
  if (!byItself || !now) return undefined;
  const syllables = [...known, byItself, now];
  const readings = new Map(
    syllables.map((one) => [nameOf(one), { name: nameOf(one), said: written(one) }]),
  );
  return {
    ...{ character, from, to: from + character.length, readings: [...readings.values()] },
    ...{ reading: nameOf(now), byItself: nameOf(byItself) },
  };
}
