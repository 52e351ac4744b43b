/** The step `chords`: chords in brackets between the words, and lines of chords above them. */
import { Changes } from '../changes.ts';
import { CHORD, INLINE_CHORD } from '../chord-names.ts';
import type { Line, Lines } from '../song.ts';

const NAME = new RegExp(`^${CHORD}$`);
const BAR = /^[|:/%\-–—.x×()\d]+$/;
/** What tells a chord from a word of one letter, such as “A”. */
const MORE_THAN_A_LETTER = /\d|#|♯|♭|m|sus|maj|\//;
const LONGEST = 400;

export function takeChords(lines: readonly Line[]): Lines {
  const changes = new Changes();
  for (const line of lines)
    if (isLineOfChords(line)) changes.drop(line, 'chords');
    else changes.keep(changes.strip(line, 'chords', INLINE_CHORD));
  return changes.end();
}

function isLineOfChords({ text }: Line): boolean {
  if (text.length > LONGEST) return false;
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !BAR.test(word));
  if (words.length === 0 || !words.every((word) => NAME.test(word))) return false;
  return words.length > 1 || MORE_THAN_A_LETTER.test(words[0]!);
}
