/** The line breaks of all systems and programs: CRLF, LF, CR, U+2028, U+2029, U+0085, vertical tab and form feed are one each. */
import type { Line } from './song.ts';

const BREAK = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/;
const BREAKS = new RegExp(BREAK, 'g');
/** Without any of these, all breaks are line feeds, or all are those of Windows, which are found several times as fast. */
const OTHER_THAN_LF = /[\r\u2028\u2029\u0085\v\f]/;
const OTHER_THAN_CRLF = /\r(?!\n)|(?<!\r)\n|[\u2028\u2029\u0085\v\f]/;

/** @returns the lines of a text, from 1; a break at its end begins no further line */
export function linesOf(text: string): Line[] {
  const lines = text.split(breakIn(text));
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ at: index + 1, text: line }));
}

function breakIn(text: string): string | RegExp {
  if (!OTHER_THAN_LF.test(text)) return '\n';
  return OTHER_THAN_CRLF.test(text) ? BREAK : '\r\n';
}

/** @returns a text as it stands, but that each of its line breaks is a line feed */
export const withLineFeeds = (text: string): string => text.replace(BREAKS, '\n');
