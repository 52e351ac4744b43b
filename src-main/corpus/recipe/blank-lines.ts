/** The step `blankLines`: no space around a line, one blank line between two stanzas, and none where a file has one after each line. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';

const AROUND = /^[\s\u3000]+|[\s\u3000]+$/g;
/** Of the gaps between lines, how many are a single blank line in a text that has one after each. */
const EACH = 0.9;
const FEWEST = 6;

export function foldBlankLines(lines: readonly Line[]): Lines {
  const changes = new Changes();
  const trimmed = lines.map((line) =>
    line.text === SONG_END ? line : { ...line, text: line.text.replace(AROUND, '') },
  );
  const least = isDoubleSpaced(trimmed) ? 2 : 1;
  let blanks: Line[] = [];
  let isBegun = false;
  for (const line of trimmed) {
    if (line.text === '') {
      blanks.push(line);
      continue;
    }
    const keeps = isBegun && line.text !== SONG_END && blanks.length >= least;
    if (keeps) changes.keep(blanks[0]!);
    for (const blank of blanks.slice(keeps ? 1 : 0)) changes.drop(blank, 'blankLines');
    blanks = [];
    changes.keep(line);
    isBegun = line.text !== SONG_END;
  }
  for (const blank of blanks) changes.drop(blank, 'blankLines');
  return changes.end();
}

function isDoubleSpaced(lines: readonly Line[]): boolean {
  let [gaps, single, run] = [0, 0, -1];
  for (const { text } of lines) {
    if (text === '') {
      if (run >= 0) run += 1;
      continue;
    }
    if (run >= 0) gaps += 1;
    if (run === 1) single += 1;
    run = 0;
  }
  return gaps >= FEWEST && single >= EACH * gaps;
}
