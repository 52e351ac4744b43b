/** Bytes in a known encoding turned into text, with the places that could not be read. */
import { decodeAs, unitOf, type Encoding } from './encodings.ts';

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
  return { text, damagedLines: damagedLines(text, encoding) };
}

function damagedLines(text: string, encoding: Encoding): number[] {
  const found: number[] = [];
  if (!text.includes('\ufffd')) return found;
  let [line, from] = [1, 0];
  for (const { index } of text.matchAll(WRONG)) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    if (unitOf(encoding) !== 'double' || found.at(-1) !== line) found.push(line);
  }
  return found;
}
