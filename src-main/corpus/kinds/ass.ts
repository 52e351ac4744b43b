/** ASS and SSA, the subtitles of karaoke: a table of events, of which the dialogue is what is sung. */
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { millisecondsOf } from './stamps.ts';

const SECTION = /^\s*\[([^\]]+)\]\s*$/;
const DIALOGUE = /^Dialogue\s*:\s*/i;
const FORMAT = /^Format\s*:\s*/i;
/** The columns of a file that does not tell its own. */
const USUAL = 'Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text';
const KARAOKE = /\\[kK][fo]?\d+/g;
const OVERRIDES = /\{[^{}]*\}/g;
/** A picture drawn with lines instead of words. */
const DRAWING = /\{[^{}]*\\p[1-9][^{}]*\}/;

export const isAss = (lines: readonly Line[]): boolean =>
  lines.some(({ text }) => /^\s*\[(?:script info|events)\]\s*$/i.test(text)) ||
  lines.some(({ text }) => /^Dialogue\s*:\s*[^,]*,\d+:\d\d:\d\d/i.test(text));

export function readAss(text: string): Lines {
  const changes = new Changes();
  const sung: Line[] = [];
  let columns = USUAL.split(',');
  let section = 'events';
  for (const line of linesOf(text)) {
    const name = SECTION.exec(line.text)?.[1];
    if (name !== undefined) section = name.toLowerCase();
    if (section === 'events' && FORMAT.test(line.text))
      columns = line.text
        .replace(FORMAT, '')
        .split(',')
        .map((column) => column.trim());
    if (section !== 'events' || !DIALOGUE.test(line.text)) {
      if (line.text.trim() !== '') changes.drop(line, 'markup');
    } else sung.push(...dialogue(line, columns, changes));
  }
  for (const line of inOrderOfTime(sung)) changes.keep(line);
  return changes.end();
}

function dialogue(line: Line, columns: readonly string[], changes: Changes): Line[] {
  const values = line.text.replace(DIALOGUE, '').split(',');
  const valueOf = (column: string): string => values[columns.indexOf(column)] ?? '';
  const words = values.slice(columns.length - 1).join(','); // the last column has commas of its own
  if (DRAWING.test(words)) {
    changes.drop(line, 'markup');
    return [];
  }
  const plain = words.replace(OVERRIDES, '').replaceAll('\\h', ' ');
  const timed = changes.become(line, 'timeTags', plain, 1 + (words.match(KARAOKE)?.length ?? 0));
  const stamp = millisecondsOf(valueOf('Start').trim(), true);
  return plain
    .split(/\\[Nn]/)
    .map((text) => ({ ...timed, text: text.trim(), ...(Number.isFinite(stamp) && { stamp }) }));
}
