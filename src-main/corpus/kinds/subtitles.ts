/** SRT and WebVTT: blocks of a time and of the lines that are shown then. Libraries read them, and lose the number of each line. */
import { decodeHTML } from 'entities';
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { millisecondsOf, NOTES } from './stamps.ts';

const STAMP = String.raw`\d{1,3} ?: ?\d{1,2}(?: ?: ?\d{1,2})?(?: ?[.,:;] ?\d{1,3})?`;
/** `00:01,000 --> 00:02,000`, and as YouTube has it: `0:00:01.000,0:00:02.000`. */
const TIMING = new RegExp(
  String.raw`^\s*(${STAMP})\s*-{1,2}\s?[>＞]\s*${STAMP}|^\s*(\d{1,2}:\d\d:\d\d\.\d{3}),\d{1,2}:\d\d:\d\d\.\d{3}\s*$`,
);
const NUMBER = /^\s*\d{1,9}\s*$/;
/** Blocks of WebVTT that are shown to nobody. */
const ASIDE = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;
const HEADER = /^\ufeff?WEBVTT(?:\s|$)/;
const TIME_TAGS = /<\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?>/g;
/** How ruby characters are read, above them. */
const RUBY_TEXT = /<rt(?:\.[^<>]*)?>[^<>]*<\/rt>/gi;
/** `<i>`, `<v Roger>`, `<c.loud>`, `</font>`; and `{\an8}` or `{i}`, which players have from other formats. */
const MARKUP = /<\/?[a-z][^<>]*>|<\/>|\{\\[^{}]*\}|\{\/?[ibus]\}/gi;
const ENTITY = /&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/i;
/** How a player is told to set a line, in lines that are shown. */
const BREAK = /\\N/g;

const hasTiming = ({ text }: Line): boolean => TIMING.test(text);

export const isVtt = (lines: readonly Line[]): boolean =>
  HEADER.test(lines.find(({ text }) => text.trim() !== '')?.text ?? '');
export const isSrt = (lines: readonly Line[]): boolean => lines.some(hasTiming);

/** @returns the lines that are shown, in the order of time */
export function readSubtitles(text: string): Lines {
  const changes = new Changes();
  const all = linesOf(text);
  const isWebVtt = isVtt(all);
  const shownLines: Line[] = [];
  for (const block of blocksOf(all)) {
    const at = block.findIndex(hasTiming);
    const timing = block[at] && TIMING.exec(block[at].text);
    const first = block[0]!;
    if (!timing && (HEADER.test(first.text) || (isWebVtt && ASIDE.test(first.text)))) {
      for (const line of block) changes.drop(line, 'markup');
      continue;
    }
    const stamp = timing
      ? millisecondsOf((timing[1] ?? timing[2]!).replace(/[:;](?=\s?\d{3}$)/, '.'), true)
      : undefined;
    for (const line of block.slice(0, at + 1)) changes.drop(line, 'timeTags'); // with its number or name
    for (const line of block.slice(at + 1))
      for (const part of shown(line, changes))
        shownLines.push({ ...part, ...(stamp !== undefined && { stamp }) });
  }
  for (const line of inOrderOfTime(shownLines)) changes.keep(line);
  return changes.end();
}

function shown(line: Line, changes: Changes): Line[] {
  const untimed = changes.strip(line, 'timeTags', TIME_TAGS);
  const unread = changes.strip(untimed, 'markup', RUBY_TEXT);
  const plain = changes.strip(unread, 'markup', MARKUP);
  const decoded = ENTITY.test(plain.text)
    ? changes.become(plain, 'markup', decodeHTML(plain.text))
    : plain;
  const words = changes.strip({ ...decoded, text: decoded.text.trim() }, 'markup', NOTES);
  return words.text.split(BREAK).map((text) => ({ ...words, text: text.trim() }));
}

/** Lines that stand together; a time begins a block also where no blank line stands before it. */
function* blocksOf(lines: readonly Line[]): Generator<readonly Line[]> {
  // A number before the first time tells that each time has one.
  const first = lines.findIndex(hasTiming);
  const isNumbered = lines.slice(0, first).some(({ text }) => NUMBER.test(text));
  // Some files have a blank line after each line.
  const isSpaced =
    first > 0 &&
    lines[first - 1]?.text.trim() === '' &&
    isOnlyNumber(lines.slice(first - 2, first - 1));
  let block: Line[] = [];
  let isTimed = false;
  for (const [index, line] of lines.entries()) {
    const isBlank = line.text.trim() === '';
    const isTiming = !isBlank && hasTiming(line);
    // A blank line between a number and its time ends nothing.
    if (isBlank && isOnlyNumber(block) && hasTiming(nextOf(lines, index))) continue;
    // Nor does one between a time and its words.
    if (isBlank && isTimed && isSpaced && hasTiming(block.at(-1)!)) continue;
    if (isBlank || (isTiming && isTimed)) {
      const number =
        isTiming && isNumbered && NUMBER.test(block.at(-1)?.text ?? '') ? block.pop() : undefined;
      if (block.length > 0) yield block;
      block = number ? [number] : [];
      isTimed = false;
    }
    if (!isBlank) block.push(line);
    isTimed ||= isTiming;
  }
  if (block.length > 0) yield block;
}

const isOnlyNumber = (lines: readonly Line[]): boolean =>
  lines.length === 1 && NUMBER.test(lines[0]!.text);

/** @returns the next line that says something, or the line itself */
function nextOf(lines: readonly Line[], index: number): Line {
  const FAR = 5;
  for (let at = index + 1; at < Math.min(lines.length, index + FAR); at++)
    if (lines[at]!.text.trim() !== '') return lines[at]!;
  return lines[index]!;
}
