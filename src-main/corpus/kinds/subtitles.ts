/** SRT and WebVTT: blocks of a time and of the lines that are shown then. Libraries read them, and lose the number of each line. */
import { decodeHTML } from 'entities';
import { Changes } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { millisecondsOf, STAMP } from './stamps.ts';

const TIMING = new RegExp(String.raw`^\s*(${STAMP})\s*-->\s*${STAMP}`);
/** Blocks of WebVTT that are shown to nobody. */
const ASIDE = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;
const HEADER = /^WEBVTT(?:\s|$)/;
const TIME_TAGS = new RegExp(String.raw`<${STAMP}>`, 'g');
/** `<i>`, `<v Roger>`, `<c.loud>`, `</font>`; and `{\an8}`, which players have from ASS. */
const MARKUP = /<\/?[a-z][^<>]*>|<\/>|\{\\[^{}]*\}/gi;
const ENTITY = /&(?:[a-z]+|#\d+|#x[\da-f]+);/i;

export const isVtt = (lines: readonly Line[]): boolean => HEADER.test(lines[0]?.text ?? '');
export const isSrt = (lines: readonly Line[]): boolean =>
  lines.some(({ text }) => TIMING.test(text));

/** @returns the lines that are shown, a blank one where the file has none between blocks */
export function readSubtitles(text: string): Lines {
  const changes = new Changes();
  for (const block of blocksOf(linesOf(text))) {
    const at = block.findIndex((line) => TIMING.test(line.text));
    const timing = block[at] && TIMING.exec(block[at].text);
    const first = block[0]!;
    if (!timing && (HEADER.test(first.text) || ASIDE.test(first.text)))
      for (const line of block) changes.drop(line, 'markup');
    else {
      const stamp = timing ? millisecondsOf(timing[1]!, true) : undefined;
      for (const line of block.slice(0, at + 1)) changes.drop(line, 'timeTags'); // with its number or name
      for (const line of block.slice(at + 1))
        changes.keep({ ...shown(line, changes), ...(stamp !== undefined && { stamp }) });
    }
  }
  return changes.end();
}

function shown(line: Line, changes: Changes): Line {
  const untimed = changes.strip(line, 'timeTags', TIME_TAGS);
  const plain = changes.strip(untimed, 'markup', MARKUP);
  const text = ENTITY.test(plain.text) ? decodeHTML(plain.text) : plain.text;
  return { ...plain, text: text.trim() };
}

/** Lines that stand together; a time begins a block also where no blank line stands before it. */
function* blocksOf(lines: readonly Line[]): Generator<readonly Line[]> {
  let block: Line[] = [];
  for (const line of lines) {
    const isTiming = TIMING.test(line.text);
    if (line.text.trim() === '' || (isTiming && block.some(({ text }) => TIMING.test(text)))) {
      // The number of the next block was taken for a line of this one.
      const number =
        isTiming && /^\s*\d+\s*$/.test(block.at(-1)?.text ?? '') ? block.pop() : undefined;
      if (block.length > 0) yield block;
      block = number ? [number] : [];
    }
    if (line.text.trim() !== '') block.push(line);
  }
  if (block.length > 0) yield block;
}
