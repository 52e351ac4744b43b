/** Bytes in a known encoding turned into text, with the places that could not be read. */
import type { Encoding } from './encoding-names.ts';
import { decodeAs, unitOf } from './encodings.ts';
import { hasOrphan, isShifted } from './shifted-line.ts';

export interface Decoded {
  /** Without byte order marks and what programs once put at the end of a file; U+FFFD stands where a character could not be read. */
  readonly text: string;
  /**
   * The lines (from 1) of what could not be read: one for each place. In an encoding of two bytes a character a wrong byte shifts
   * all that follows, so that there the rest of the line is one place.
   */
  readonly damagedLines: readonly number[];
}

const MARK = '\ufeff';
const WRONG = /\ufffd+/g;
/** DOS editors ended a text with Ctrl-Z, and some players end it with NUL. */
const END = /[\0\x1a]+$/; // eslint-disable-line no-control-regex

export const withoutEnd = (text: string): string => text.replace(END, '');

export function decode(bytes: Uint8Array, encoding: Encoding): Decoded {
  const whole = withoutEnd(decodeAs(bytes, encoding)).toWellFormed();
  const text = whole.startsWith(MARK) ? whole.slice(1) : whole;
  const damagedLines =
    unitOf(encoding) === 'double' ? damagedOfTwoBytes(bytes, text, encoding) : wrongLines(text);
  return { text, damagedLines };
}

/** @returns the line of each run of U+FFFD */
function wrongLines(text: string): number[] {
  const found: number[] = [];
  if (!text.includes('\ufffd')) return found;
  let [line, from] = [1, 0];
  for (const { index } of text.matchAll(WRONG)) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    found.push(line);
  }
  return found;
}

/** @returns the lines in which something is wrong, or has shifted, which makes other characters and may make no wrong ones */
function damagedOfTwoBytes(bytes: Uint8Array, text: string, encoding: Encoding): number[] {
  const LINE_FEED = 0x0a; // never a half of a character
  const found = new Set(wrongLines(text));
  let [line, start] = [1, 0];
  for (const said of text.split('\n')) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const isDamaged =
      hasOrphan(said, encoding) || isShifted(bytes.subarray(start, end), said, encoding);
    if (isDamaged) found.add(line);
    line += 1;
    start = end + 1;
  }
  return [...found].sort((a, b) => a - b);
}
