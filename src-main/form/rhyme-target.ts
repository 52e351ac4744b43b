/** What a line is to rhyme with, out of the wish for it: a class, or the sounds of a text or of an earlier line. */
import type { Rhyme } from '../contract/writing/constraint.ts';
import { rhymeClassNamed, rhymeClassOf } from '../language/chinese/rhyme-books.ts';
import { lineEnd, rhymeKey, type LineEnd, type Reading } from '../language/line-end.ts';
import type { RhymeTarget } from './places.ts';

/** With this, nothing rhymes. */
const NOTHING: RhymeTarget = { finals: [], key: null };

export interface KnownRhyme {
  readonly target: RhymeTarget;
  /** Characters and words that the line must not end with again, in small letters. */
  readonly not: readonly string[];
}

/**
 * @param lines ends of the earlier lines of the form, as far as they are known
 * @returns undefined where the line is to rhyme with one that is not known: that wish is then none
 */
export function knownRhyme(
  wish: Rhyme,
  reading: Reading,
  lines: readonly (LineEnd | null | undefined)[],
): KnownRhyme | undefined {
  const { with: other, system } = wish;
  if ('name' in other) {
    const named = rhymeClassNamed(other.name, system);
    return { target: named ? { finals: [named.finals], key: null } : NOTHING, not: [] };
  }
  const end = 'line' in other ? lines[other.line] : lineEnd(other.text, reading);
  if (end === undefined) return undefined;
  if (end === null) return { target: NOTHING, not: [] };
  return { target: targetOf(end, wish), not: wish.same ? [] : [end.text.toLowerCase()] };
}

function targetOf(end: LineEnd, { system, syllables }: Rhyme): RhymeTarget {
  if (end.word) return { finals: [], key: rhymeKey(end.word, system, syllables) };
  const sounds = end.syllables.slice(0, syllables);
  // A text that is shorter than it should be rhymes as far as it goes.
  const until = sounds.indexOf(null);
  const known = (until < 0 ? sounds : sounds.slice(0, until)).flatMap((one) => one ?? []);
  if (known.length === 0) return NOTHING;
  return { finals: known.map(({ final }) => rhymeClassOf(final, system).finals), key: null };
}

/** @returns the same for two targets with which the same lines rhyme */
export const targetKey = ({ finals, key }: RhymeTarget): string =>
  key ?? finals.map((set) => [...set].join(' ')).join('|');
