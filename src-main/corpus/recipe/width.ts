/** The step `width`: Latin letters and digits as wide as a letter or as a Chinese character; katakana are always of full width. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

const WIDE = /[０-９Ａ-Ｚａ-ｚ]/g;
const NARROW = /[0-9A-Za-z]/g;
/** Half-width katakana with what voices them, punctuation of theirs included. */
const KATAKANA = /[\uff61-\uff9f]+/g;
const CANDIDATE = { half: /[\uff10-\uff9f]/, full: /[0-9A-Za-z\uff61-\uff9f]/ };
/** Between the two in Unicode. */
const APART = 0xfee0;

export function changeWidth(lines: readonly Line[], to: 'half' | 'full'): Lines {
  const changes = new Changes(lines);
  for (const line of lines)
    changes.keep(CANDIDATE[to].test(line.text) ? withWidth(line, to, changes) : line);
  return changes.end();
}

function withWidth(line: Line, to: 'half' | 'full', changes: Changes): Line {
  let count = 0;
  const shift = to === 'half' ? -APART : APART;
  const text = line.text
    .replace(to === 'half' ? WIDE : NARROW, (character) => {
      count += 1;
      return String.fromCharCode(character.charCodeAt(0) + shift);
    })
    .replace(KATAKANA, (kana) => {
      count += kana.length;
      return kana.normalize('NFKC');
    });
  return changes.become(line, 'width', text, count);
}
