/** The step `blankLines`: no space around a line, one blank line between two stanzas, and none where a file has one after each line. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';

/** Of the gaps between lines, how many may be smaller in a text that has blank lines after each. */
const FEW = 0.05;
/** Gaps that tell such a text. */
const FEWEST = 3;

export function foldBlankLines(lines: readonly Line[]): Lines {
  const changes = new Changes(lines);
  const ordinary = ordinaryGap(lines);
  let blanks: Line[] = [];
  let isBegun = false;
  for (const line of lines) {
    const isEnd = line.text === SONG_END;
    const text = isEnd ? line.text : line.text.trim();
    if (text === '') {
      blanks.push(line);
      continue;
    }
    const keeps = isBegun && !isEnd && blanks.length > ordinary;
    if (keeps) changes.keep(changes.become(blanks[0]!, 'blankLines', '', 0));
    for (const blank of blanks.slice(keeps ? 1 : 0)) changes.drop(blank, 'blankLines');
    blanks = [];
    changes.keep(changes.become(line, 'blankLines', text, 0));
    isBegun = !isEnd;
  }
  for (const blank of blanks) changes.drop(blank, 'blankLines');
  return changes.end();
}

/** @returns blank lines that stand between nearly any two lines, and so say nothing of stanzas */
function ordinaryGap(lines: readonly Line[]): number {
  /** How many gaps there are, and how many of each size. */
  let count = 0;
  const sizes = new Map<number, number>();
  let gap = -1; // before the first line there is none
  for (const { text } of lines)
    if (text === SONG_END) gap = -1;
    else if (text.trim() !== '') {
      if (gap >= 0) {
        count += 1;
        sizes.set(gap, (sizes.get(gap) ?? 0) + 1);
      }
      gap = 0;
    } else if (gap >= 0) gap += 1;
  if (count < FEWEST) return 0;
  let smaller = 0;
  for (const [size, many] of [...sizes].sort(([a], [b]) => a - b)) {
    smaller += many;
    if (smaller > Math.floor(FEW * count)) return size;
  }
  return 0;
}
