/** ChordPro: words with chords in brackets between them, and directives in braces. (The library that reads it is under the GPL.) */
import { Changes } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { INLINE_CHORD } from '../chord-names.ts';

const DIRECTIVE = /^\s*\{\s*([a-z_]+)(?:-[^:}]*)?\s*(?::([^}]*))?\}\s*$/i;
/** Those that every song has some of; a brace alone says nothing. */
const USUAL =
  /^(?:t|title|st|subtitle|artist|composer|lyricist|key|capo|tempo|time|c|comment|ci|cb|chorus|so[cvbtg]|eo[cvbtg]|start_of_\w+|end_of_\w+|define|new_song|ns|meta|album|year|copyright)$/i;
const COMMENT = /^#/;
const BEGINS_TAB = /^(?:sot|sog|start_of_(?:tab|grid|abc|ly|svg|textblock))$/i;
const ENDS_TAB = /^(?:eot|eog|end_of_(?:tab|grid|abc|ly|svg|textblock))$/i;

export function isChordPro(lines: readonly Line[]): boolean {
  const directives = lines.filter(({ text }) => USUAL.test(DIRECTIVE.exec(text)?.[1] ?? '')).length;
  const chords = lines.reduce((sum, { text }) => sum + (text.match(INLINE_CHORD)?.length ?? 0), 0);
  const SOME = 3;
  return directives >= SOME || (directives > 0 && chords > 0) || chords >= SOME;
}

/** @returns the words; their chords are for the step that takes chords */
export function readChordPro(text: string): Lines {
  const changes = new Changes();
  let inTab = false;
  for (const line of linesOf(text)) {
    const name = DIRECTIVE.exec(line.text)?.[1];
    if (name && BEGINS_TAB.test(name)) inTab = true;
    if (name || inTab || COMMENT.test(line.text)) changes.drop(line, 'markup');
    else changes.keep(line);
    if (name && ENDS_TAB.test(name)) inTab = false;
  }
  return changes.end();
}
