/** ASS and SSA, the subtitles of karaoke: a table of events, of which the dialogue is what is sung. */
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { millisecondsOf, NOTES } from './stamps.ts';

const SECTION = /^\s*\[([^\]]{1,60})\]\s*$/;
const EVENT = /^\s*(Dialogue|Comment)\s*:\s*/i;
const FORMAT = /^\s*Format\s*:\s*/i;
/** The columns of a file that does not tell its own. */
const USUAL = 'Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text';
const KARAOKE = /\\[kK][fot]?\d+/g;
const OVERRIDES = /\{[^{}]*\}/g;
/** Begins and ends a picture that is drawn with lines instead of words. */
const DRAWING = /\\p(\d{1,3})(?!\w*\()/g;

export const isAss = (lines: readonly Line[]): boolean =>
  lines.some(({ text }) => /^\ufeff?\s*\[script info\]\s*$/i.test(text)) ||
  lines.some(({ text }) => /^\s*Dialogue\s*:\s*[^,]{0,200},\s*\d{1,2}:\d\d:\d\d/i.test(text));

interface Event {
  readonly line: Line;
  readonly isComment: boolean;
  readonly words: string;
  readonly stamp: number;
  /** What marks an event as one of several that a program has made for one line. */
  readonly effect: string;
  /** Where and when it is, and what it says. */
  readonly key: string;
}

export function readAss(text: string): Lines {
  const changes = new Changes();
  const events: Event[] = [];
  let columns = USUAL.split(',');
  let section = 'events';
  for (const line of linesOf(text)) {
    const name = SECTION.exec(line.text)?.[1];
    if (name !== undefined) section = name.toLowerCase();
    const isEvent = section === 'events' && EVENT.test(line.text);
    if (section === 'events' && FORMAT.test(line.text)) columns = columnsOf(line.text);
    if (isEvent) events.push(eventOf(line, columns));
    else if (line.text.trim() !== '') changes.drop(line, 'markup');
  }
  for (const line of inOrderOfTime(sungOf(events, changes))) changes.keep(line);
  return changes.end();
}

const columnsOf = (line: string): string[] =>
  line
    .replace(FORMAT, '')
    .split(',')
    .map((column) => column.trim().toLowerCase());

function eventOf(line: Line, columns: readonly string[]): Event {
  const values = line.text.replace(EVENT, '').split(',');
  const places = columns.map((column) => column.toLowerCase());
  const valueOf = (column: string): string => values[places.indexOf(column)]?.trim() ?? '';
  const words = values.slice(columns.length - 1).join(','); // the last column has commas of its own
  return {
    ...{ line, words, stamp: millisecondsOf(valueOf('start'), true) },
    ...{ effect: valueOf('effect').toLowerCase(), isComment: /^\s*c/i.test(line.text) },
    key: `${valueOf('start')} ${valueOf('end')} ${words.replace(OVERRIDES, '')}`,
  };
}

/**
 * @returns what is sung: the dialogue. Where a program has made an event of each syllable, the line that they were made from is kept
 * as a comment, and stands for them; the same words at the same time, which are a shadow or a border, are sung once
 */
function sungOf(events: readonly Event[], changes: Changes): Line[] {
  const isMade = events.some(({ isComment, effect }) => isComment && effect === 'karaoke');
  const seen = new Set<string>();
  const sung: Line[] = [];
  for (const event of events) {
    const isSource = isMade && event.isComment && event.effect === 'karaoke';
    const isLeftOut = (event.isComment && !isSource) || (isMade && event.effect === 'fx');
    if (isLeftOut || seen.has(event.key)) changes.drop(event.line, 'markup');
    else {
      seen.add(event.key);
      for (const line of dialogue(event, changes)) sung.push(line);
    }
  }
  return sung;
}

function dialogue({ line, words, stamp }: Event, changes: Changes): Line[] {
  const plain = withoutOverrides(words).replaceAll('\\h', ' ');
  if (plain.trim() === '' && words.trim() !== '') {
    changes.drop(line, 'markup');
    return [];
  }
  const tags = 1 + (words.match(KARAOKE)?.length ?? 0);
  const timed = changes.become(line, 'timeTags', plain, tags);
  return plain.split(/\\[Nn]/).map((part) => {
    const shown = changes.strip({ ...timed, text: part.trim() }, 'markup', NOTES);
    return { ...shown, ...(Number.isFinite(stamp) && { stamp }) };
  });
}

/** @returns the words, without what is between braces, and without what is drawn */
function withoutOverrides(words: string): string {
  if (!words.includes('{')) return words;
  const parts: string[] = [];
  let [from, isDrawing] = [0, false];
  for (const found of words.matchAll(OVERRIDES)) {
    if (!isDrawing) parts.push(words.slice(from, found.index));
    from = found.index + found[0].length;
    for (const [, scale] of found[0].matchAll(DRAWING)) isDrawing = Number(scale) > 0;
  }
  if (!isDrawing) parts.push(words.slice(from));
  return parts.join('');
}
