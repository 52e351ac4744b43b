/** The line breaks of all systems and programs: CRLF, LF, CR, U+2028, U+2029, U+0085, vertical tab and form feed are one each. */
import type { Line } from './song.ts';

const BREAK = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/;
const BREAKS = new RegExp(BREAK, 'g');
/** Without any of these, line feeds are all there is, which are found several times as fast. */
const OTHER_BREAK = /[\r\u2028\u2029\u0085\v\f]/;

/** @returns the lines of a text, from 1; a break at its end begins no further line */
export function linesOf(text: string): Line[] {
  const lines = text.split(OTHER_BREAK.test(text) ? BREAK : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ at: index + 1, text: line }));
}

/** @returns a text as it stands, but that each of its line breaks is a line feed */
export const withLineFeeds = (text: string): string => text.replace(BREAKS, '\n');
