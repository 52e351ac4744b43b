/** What the tests of the kinds ask of a text: which kind it is, and the lines that its reader makes of it. */
import { kindOf, readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import type { Lines, TextKind } from '../../../src-main/corpus/song.ts';

export interface Read extends Lines {
  readonly kind: TextKind;
  readonly texts: readonly string[];
}

export function readAsFound(text: string): Read {
  const kind = kindOf(text);
  const read = readText(text, kind);
  return { ...read, kind, texts: read.lines.map((line) => line.text) };
}

/** @returns its words, without blank lines and spaces around them */
export const wordsIn = (text: string): readonly string[] =>
  readAsFound(text)
    .texts.map((line) => line.trim())
    .filter((line) => line !== '');

/** Against a hang alone: what is linear takes a tenth of it on a slow machine that does other things besides. */
export const HANG_MS = 20_000;
const SIZE = 5_000_000;

/** @returns some text of 5 MB, all in one line where the part has no break */
export const five = (part: string): string => part.repeat(Math.ceil(SIZE / part.length));

/** Likewise a million characters, which what is not linear hangs on just as well. */
export const million = (part: string): string => five(part).slice(0, 1_000_000);

/** @returns milliseconds that it takes to recognise and to read a text */
export function timeOf(text: string): number {
  const begin = performance.now();
  readText(text, kindOf(text));
  return performance.now() - begin;
}

/** @returns milliseconds that the reader of a kind takes */
export function readingTime(text: string, kind: TextKind): number {
  const begin = performance.now();
  readText(text, kind);
  return performance.now() - begin;
}
