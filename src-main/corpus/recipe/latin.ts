/** The step `latin`: words in Latin letters are dropped, and lines of which nothing else is left. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

const ANY = /\p{Script=Latin}/u;
/** With the digits, apostrophes and hyphens in them. */
const WORDS =
  /[\p{Nd}]*\p{Script=Latin}(?:[\p{Script=Latin}\p{M}\p{Nd}]|['’\-‐‑](?=\p{Script=Latin}))*/gu;
const SAYS = /[\p{L}\p{N}\p{So}]/u;
/** Marks that stood between words which are gone; Chinese ones belong to what is left. */
const LEFT_OVER = /(?<=^|\s)[!-/:-@[-`{-~‘’“”…–—]+(?=\s|$)/gu;

export function takeLatin(lines: readonly Line[]): Lines {
  const changes = new Changes(lines);
  for (const line of lines) {
    if (!ANY.test(line.text)) {
      changes.keep(line);
      continue;
    }
    let count = 0;
    const bare = line.text.replace(WORDS, () => {
      count += 1;
      return ' ';
    });
    if (!SAYS.test(bare)) changes.drop(line, 'latin', count);
    else {
      const text = bare.replace(LEFT_OVER, ' ').replace(/ {2,}/g, ' ').trim();
      changes.keep(changes.become(line, 'latin', text, count));
    }
  }
  return changes.end();
}
