/** The step `punctuation`: marks between words are dropped, or become a space; those within a word or a number stay. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

const MARKS = /[\p{P}～~♪♫♬]+/gu;
const ANY = /[\p{P}～~♪♫♬]/u;
/** “don’t”, “half-moon”, “3.14”, “10:30”. */
const IN_WORD = /^['’\-‐‑]$/;
const IN_NUMBER = /^[.,:]$/;
const LETTER = /[\p{L}\p{M}]$/u;
const DIGIT = /\p{Nd}/u;
/** What is written without spaces between words needs none in the place of a mark. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\s]/u;

export function takePunctuation(lines: readonly Line[], instead: 'dropped' | 'spaces'): Lines {
  const changes = new Changes(lines);
  for (const line of lines)
    changes.keep(ANY.test(line.text) ? without(line, instead, changes) : line);
  return changes.end();
}

function without(line: Line, instead: 'dropped' | 'spaces', changes: Changes): Line {
  let count = 0;
  const bare = line.text.replace(MARKS, (marks: string, at: number) => {
    const [before, after] = beside(line.text, at, at + marks.length);
    const isWithin =
      (IN_WORD.test(marks) && LETTER.test(before) && LETTER.test(after)) ||
      (IN_NUMBER.test(marks) && DIGIT.test(before) && DIGIT.test(after));
    if (isWithin) return marks;
    count += Array.from(marks).length;
    const isApart = WITHOUT_SPACES.test(before) || WITHOUT_SPACES.test(after);
    return instead === 'dropped' && isApart ? '' : ' ';
  });
  if (count === 0) return line;
  return changes.become(line, 'punctuation', bare.replace(/ {2,}/g, ' ').trim(), count);
}

/** @returns the characters before and behind a part of a text; empty at its ends */
function beside(text: string, from: number, to: number): readonly [string, string] {
  const behind = text.codePointAt(to);
  const before = Array.from(text.slice(Math.max(0, from - 2), from)).at(-1) ?? '';
  return [before, behind === undefined ? '' : String.fromCodePoint(behind)];
}
