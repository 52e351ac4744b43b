/** LRC, the lyrics of music players: `[mm:ss.xx]` before each line, as many as it is sung. */
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { creditLine } from './netease.ts';
import { millisecondsOf, STAMP } from './stamps.ts';

const TAG = String.raw`\[-?${STAMP}\]`;
const LEADING = new RegExp(String.raw`^\s*(?:${TAG}\s*)+`);
const TAGS = new RegExp(TAG, 'g');
/** Of a word within its line: `<mm:ss.xx>`, or a tag as those before the line. */
const WORD_TAGS = new RegExp(String.raw`<-?${STAMP}>|${TAG}`, 'g');
/** `[ti:…]`, `[by:…]`, `[offset:…]`: what the file says of itself. */
const METADATA = /^\s*\[[a-z#_]+\s*:.*\]\s*$/i;
/** Who sings, as Walaoke has it. */
const SINGER = /^\s*[MFD]:\s*/;

export const isLrc = (lines: readonly Line[]): boolean => hasShare(lines, LEADING);

/** @returns whether a good part of the lines that say something are as the pattern wants */
export function hasShare(lines: readonly Line[], pattern: RegExp): boolean {
  const HALF = 0.5;
  const [MANY, FEW_AMONG_MANY] = [4, 0.15];
  const said = lines.filter(({ text }) => text.trim() !== '' && !METADATA.test(text));
  const found = said.filter(({ text }) => pattern.test(text)).length;
  return found > 0 && found >= said.length * (found >= MANY ? FEW_AMONG_MANY : HALF);
}

export function readLrc(text: string): Lines {
  const changes = new Changes();
  const sung: Line[] = [];
  for (const line of linesOf(text)) {
    const credit = creditLine(line, changes);
    if (credit) sung.push(credit);
    else if (METADATA.test(line.text)) changes.drop(line, 'markup');
    else sung.push(...timesOf(line, changes));
  }
  for (const line of inOrderOfTime(sung)) changes.keep(line);
  return changes.end();
}

/** @returns the line as often as it is sung */
function timesOf(line: Line, changes: Changes): Line[] {
  const tags = LEADING.exec(line.text)?.[0].match(TAGS) ?? [];
  const untimed = changes.strip(line, 'timeTags', WORD_TAGS);
  if (tags.length === 0) return [untimed];
  const words = changes.strip({ ...untimed, text: untimed.text.trim() }, 'markup', SINGER);
  return tags.map((tag) => ({
    ...words,
    stamp: (tag.includes('-') ? -1 : 1) * millisecondsOf(tag.replace(/[^\d:.,]/g, ''), false),
  }));
}
