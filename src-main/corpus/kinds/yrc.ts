/** YRC and its like: lyrics that have a time for every word, as the players of NetEase, QQ and Kugou keep them once they are decrypted. */
import { decodeXML } from 'entities';
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { hasShare } from './lrc.ts';
import { creditLine } from './netease.ts';

/** Beginning and length of a line in milliseconds. */
const LINE = /^\s*\[(\d{1,9}),\d{1,9}\]/;
/** Of a word: `(at,long,0)` before or `(at,long)` behind it, or `<at,long,0>`. */
const WORD = /\(\d{1,9},\d{1,9}(?:,\d{1,9})?\)|<\d{1,9},\d{1,9}(?:,\d{1,9})?>/g;
const METADATA = /^\s*\[[\p{L}#_][\p{L}\d#_ -]{0,30}\s*:/u;
/** The element in which QQ's player keeps them. */
const ELEMENTS = /^\s*(?:<\?xml|<\/?(?:QrcInfos|QrcHeadInfo|LyricInfo|Lyric_\d)\b)/;
const CONTENT = /^.*?\sLyricContent\s*=\s*"/;
const CONTENT_END = /"\s*\/?>\s*$/;

export const isYrc = (lines: readonly Line[]): boolean =>
  hasShare(
    lines.map((line) => ({ ...line, text: line.text.replace(CONTENT, '') })),
    (text) => (LINE.test(text) ? 'surely' : 'no'),
  ) || lines.some(({ text }) => ELEMENTS.test(text) && CONTENT.test(text));

export function readYrc(text: string): Lines {
  const changes = new Changes();
  const sung: Line[] = [];
  let isQrc = false;
  for (const whole of linesOf(text)) {
    isQrc ||= ELEMENTS.test(whole.text);
    let line = whole;
    if (isQrc) {
      const inside = unwrapped(whole.text);
      if (inside === undefined) {
        changes.drop(whole, 'markup');
        continue;
      }
      line = inside === whole.text ? whole : changes.become(whole, 'markup', inside);
    }
    // In one attribute, line feeds may be written as entities.
    for (const part of isQrc ? line.text.split(/\r\n|\r|\n/) : [line.text])
      add({ ...line, text: part });
  }
  for (const line of inOrderOfTime(sung)) changes.keep(line);
  return changes.end();

  function add(line: Line): void {
    const credit = creditLine(line, changes);
    const begin = LINE.exec(line.text);
    if (credit) sung.push(credit);
    else if (METADATA.test(line.text) && line.text.trimEnd().endsWith(']'))
      changes.drop(line, 'markup');
    else if (begin) {
      const tags = 1 + (line.text.match(WORD)?.length ?? 0);
      const words = line.text.replace(LINE, '').replace(WORD, '').trim();
      sung.push({ ...changes.become(line, 'timeTags', words, tags), stamp: Number(begin[1]) });
    } else sung.push(line);
  }
}

/** @returns what a line of QQ's XML says; undefined for one that only has elements */
function unwrapped(line: string): string | undefined {
  const inside = line.replace(CONTENT, '').replace(CONTENT_END, '');
  if (ELEMENTS.test(inside)) return undefined;
  return line.includes('&') ? decodeXML(inside) : inside;
}
