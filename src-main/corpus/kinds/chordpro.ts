/** ChordPro: words with chords in brackets between them, and directives in braces. (The library that reads it is under the GPL.) */
import { INLINE_CHORD } from '../chord-names.ts';
import { Changes } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import { SONG_END, type Line, type Read, type Titles } from '../song.ts';
import { endOfRepeated } from './repeated.ts';

const DIRECTIVE = /\s*\{[^{}]{0,2000}\}\s*/y;
const NAME = /^\s*\{\s*([a-z_]+)(?:-[\w!-]+)?\s*(?:[:\s][^}]*)?\}/i;
/** Those that every song has some of; a brace alone says nothing. */
const USUAL =
  /^(?:t|title|st|subtitle|artist|composer|lyricist|arranger|key|capo|tempo|time|duration|c|comment|ci|comment_italic|cb|comment_box|highlight|chorus|so[cvbtg]|eo[cvbtg]|start_of_\w+|end_of_\w+|define|chord|new_song|ns|meta|album|year|copyright|transpose|np|new_page|colb|column_break|columns|col|x_\w+)$/i;
const COMMENT = /^#/;
const BEGINS_TAB = /^(?:sot|sog|start_of_(?:tab|grid|abc|ly|svg|textblock))$/i;
const ENDS_TAB = /^(?:eot|eog|end_of_(?:tab|grid|abc|ly|svg|textblock))$/i;
const NEW_SONG = /^(?:ns|new_song)$/i;
/** A chord of another school (`[H7]`, `[(Am)]`, `[IV]`, `[1/3]`), a bar, or what is to be done: `[*Rit.]`. Here each bracket is one. */
const OTHER_CHORD =
  /\[(?:\*[^[\]]{0,60}|[(]?(?:[A-Ha-h](?![a-z]{3})|[IViv]{1,3}\b|[1-7])[^[\]\s]{0,14}|[|:%./ \-xX~]{1,8})\]/g;

/** Whether a line is directives alone. */
const isDirectives = (text: string): boolean =>
  text !== '' && endOfRepeated(text, DIRECTIVE) === text.length;

const nameOf = (text: string): string | undefined => NAME.exec(text)?.[1];

export function isChordPro(lines: readonly Line[]): boolean {
  const directives = lines.filter(
    ({ text }) => isDirectives(text) && USUAL.test(nameOf(text) ?? ''),
  ).length;
  // A line that is one letter in brackets is a part of a song.
  const chords = lines.reduce((sum, { text }) => {
    const found = text.match(INLINE_CHORD)?.length ?? 0;
    return sum + (found > 1 || text.replace(INLINE_CHORD, '').trim() !== '' ? found : 0);
  }, 0);
  const SOME = 3;
  return directives >= SOME || (directives > 0 && chords > 0) || chords >= SOME;
}

const TITLE = /^\s*\{\s*(?:title|t)(?:-[\w!-]+)?\s*[:\s]\s*([^}]*?)\s*\}/i;

/** @returns the words; their chords are for the step that takes chords, but for those that are chords in this format alone */
export function readChordPro(text: string, wanted: Titles): Read {
  const changes = new Changes();
  const lines = linesOf(text);
  const tabEnds = endsOfTabs(lines);
  const titles: (string | undefined)[] = [];
  let [tabEnd, hasWords, song] = [-1, false, 0];
  for (const [index, line] of lines.entries()) {
    const isDirective = isDirectives(line.text);
    const name = isDirective ? nameOf(line.text) : undefined;
    if (name && BEGINS_TAB.test(name)) tabEnd = tabEnds[index] ?? index;
    const title = isDirective ? TITLE.exec(line.text)?.[1] : undefined;
    if (title) titles[song] ??= title;
    if (title && wanted === 'kept') changes.keep(changes.become(line, 'markup', title));
    else if (isDirective || index <= tabEnd || COMMENT.test(line.text))
      changes.drop(line, 'markup');
    else {
      changes.keep(changes.strip(line, 'markup', OTHER_CHORD_ONLY));
      hasWords ||= line.text.trim() !== '';
    }
    if (!name || !NEW_SONG.test(name) || !hasWords) continue;
    changes.keep({ at: line.at, text: SONG_END });
    hasWords = false;
    song += 1;
  }
  return { ...changes.end(), titles };
}

/** Those that the step takes are left to it. */
const OTHER_CHORD_ONLY = new RegExp(`(?!${INLINE_CHORD.source})(?:${OTHER_CHORD.source})`, 'g');

/** @returns for a line that begins a tab the one that ends it; a tab without an end reaches to the next blank line */
function endsOfTabs(lines: readonly Line[]): number[] {
  const ends: number[] = [];
  let [end, blank] = [-1, lines.length];
  for (let index = lines.length - 1; index >= 0; index--) {
    const { text } = lines[index]!;
    const name = isDirectives(text) ? nameOf(text) : undefined;
    if (text.trim() === '') blank = index;
    if (name && ENDS_TAB.test(name)) end = index;
    if (!name || !BEGINS_TAB.test(name)) continue;
    ends[index] = end >= 0 ? end : blank;
    end = -1;
  }
  return ends;
}
