/** How a line sounds at its end, and whether two lines rhyme. */
import type { RhymeSystem } from '../contract/writing/constraint.ts';
import { readText, type ReadingChoices } from './chinese/readings.ts';
import { rhymeClassOf, rhymeLabel } from './chinese/rhyme-books.ts';
import type { Syllable } from './chinese/syllable.ts';
import type { English, Pronunciation } from './english/english.ts';
import { ipaOf, rhymeTail, slantTail } from './english/phones.ts';
import { unitsOf, type Unit } from './units.ts';

/** The most syllables of an end that rhyme: 四押. */
export const MOST_SYLLABLES = 4;

export interface LineEnd {
  /** The last character or word. */
  readonly text: string;
  /** Of up to four characters at the end, the last one first; null for one that has no reading. None where it is a word. */
  readonly syllables: readonly (Syllable | null)[];
  readonly word: Pronunciation | null;
}

export interface Reading {
  readonly chosen?: ReadingChoices | undefined;
  /** Without it, words in Latin letters have no rhyme. */
  readonly english?: English | undefined;
}

/** Words in which 儿 is a child and not the end of the syllable before it. */
const CHILD = /[女婴孤幼胎健宠少男孩生乳患弃托育小]儿$/u;

/** @returns null for a line with nothing that counts */
export function lineEnd(line: string, { chosen, english }: Reading = {}): LineEnd | null {
  const units = unitsOf(line);
  const last = units.at(-1);
  if (!last) return null;
  if (last.kind === 'word')
    return { text: last.text, syllables: [], word: english?.pronounce(last.text) ?? null };
  return { text: last.text, syllables: chineseEnd(line, units, chosen), word: null };
}

/** 儿 that ends the syllable before it (花儿) has no rhyme of its own: the line rhymes as if it were not there. */
function chineseEnd(
  line: string,
  units: readonly Unit[],
  chosen: ReadingChoices | undefined,
): readonly (Syllable | null)[] {
  const readings = readText(line, chosen);
  const characters = [...line];
  const last = units.at(-1)!.at;
  const before = units.at(-2);
  const plain = `${before?.text ?? ''}${characters[last]!}`.replace('兒', '儿');
  const isEnding =
    plain.endsWith('儿') && before?.at === last - 1 && readings[last - 1] && !CHILD.test(plain);
  const counted = isEnding ? units.slice(0, -1) : units;
  const syllables: (Syllable | null)[] = [];
  for (const unit of counted.slice(-MOST_SYLLABLES).reverse()) {
    if (unit.kind === 'word') break;
    syllables.push(readings[unit.at] ?? null);
  }
  return syllables;
}

/** @param syllables of the end that rhyme, 1 to 4 */
export function rhymes(a: LineEnd, b: LineEnd, system: RhymeSystem, syllables = 1): boolean {
  if (a.word && b.word)
    return rhymeKey(a.word, system, syllables) === rhymeKey(b.word, system, syllables);
  for (let at = 0; at < syllables; at++) {
    const [one, other] = [a.syllables[at], b.syllables[at]];
    if (!one || !other || !rhymeClassOf(one.final, system).finals.has(other.final)) return false;
  }
  return true;
}

/** @returns the same for two English words that rhyme: perfectly, or by `near` also slantly */
export function rhymeKey({ phones }: Pronunciation, system: RhymeSystem, syllables = 1): string {
  const tail = rhymeTail(phones, syllables);
  return (system === 'near' ? slantTail(tail) : tail).join(' ');
}

/** @returns whether both end with the very same character or word, which is no rhyme to most */
export const endsAlike = (a: LineEnd, b: LineEnd): boolean =>
  a.text.toLowerCase() === b.text.toLowerCase();

/** @returns what is shown of a rhyme, such as 十六唐 or /aɪt/; null where nothing is known of the end */
export function endLabel(end: LineEnd, system: RhymeSystem): string | null {
  if (end.word) return `/${ipaOf(rhymeTail(end.word.phones))}/`;
  const syllable = end.syllables[0];
  return syllable ? rhymeLabel(rhymeClassOf(syllable.final, system)) : null;
}
