/** YRC and its like: lyrics that have a time for every word, as the players of NetEase, QQ and Kugou keep them once they are decrypted. */
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { hasShare } from './lrc.ts';
import { creditLine } from './netease.ts';

/** Beginning and length of a line in milliseconds. */
const LINE = /^\s*\[(\d+),\d+\]/;
/** Of a word: `(at,long,0)` before or `(at,long)` behind it, or `<at,long,0>`. */
const WORD = /\(\d+,\d+(?:,\d+)?\)|<\d+,\d+(?:,\d+)?>/g;
const METADATA = /^\s*\[[a-z#_]+\s*:.*\]\s*$/i;

export const isYrc = (lines: readonly Line[]): boolean => hasShare(lines, LINE);

export function readYrc(text: string): Lines {
  const changes = new Changes();
  const sung: Line[] = [];
  for (const line of linesOf(text)) {
    const credit = creditLine(line, changes);
    const begin = LINE.exec(line.text);
    if (credit) sung.push(credit);
    else if (METADATA.test(line.text)) changes.drop(line, 'markup');
    else if (begin) {
      const tags = 1 + (line.text.match(WORD)?.length ?? 0);
      const words = line.text.replace(LINE, '').replace(WORD, '').trim();
      sung.push({ ...changes.become(line, 'timeTags', words, tags), stamp: Number(begin[1]) });
    } else sung.push(line);
  }
  for (const line of inOrderOfTime(sung)) changes.keep(line);
  return changes.end();
}
