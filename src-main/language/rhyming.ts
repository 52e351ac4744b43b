/** What rhymes with an end, and what nearly does: of Chinese by the final of a character, of English by the end of a word. */
import type { RhymeSystem } from '../contract/writing/constraint.ts';
import { rhymeClassOf } from './chinese/rhyme-books.ts';
import { syllableOf, type Final, type Syllable } from './chinese/syllable.ts';
import { plainWord, type English } from './english/english.ts';
import { lineEnd, rhymeKey } from './line-end.ts';

export type Nearness = 'rhymes' | 'near';

/** What is rhymed with. */
export interface Wanted {
  /** The character or word itself, as `plainWord` has it, which does not rhyme with itself. */
  readonly end: string;
  /** Undefined where it is a word in Latin letters. */
  readonly syllable: ((syllable: Syllable) => Nearness | undefined) | undefined;
  readonly word: ((word: string) => Nearness | undefined) | undefined;
}

/**
 * @param reading of a character as it is read there; null: as it is by itself
 * @returns undefined for what has no sound
 */
export function wantedOf(
  end: string,
  reading: string | null,
  system: RhymeSystem,
  english: English | undefined,
): Wanted | undefined {
  const read = reading === null ? null : syllableOf(reading);
  const { syllables, word } = lineEnd(end, { english }) ?? { syllables: [], word: null };
  if (!read && word && english) {
    const [perfect, slant] = [rhymeKey(word, 'final'), rhymeKey(word, 'near')];
    return {
      end: plainWord(end),
      syllable: undefined,
      word: (other) => {
        const said = english.pronounce(other);
        if (rhymeKey(said, 'final') === perfect) return 'rhymes';
        if (rhymeKey(said, 'near') !== slant) return undefined;
        return system === 'near' ? 'rhymes' : 'near';
      },
    };
  }
  const syllable = read ?? syllables[0];
  if (!syllable) return undefined;
  const exact = rhymeClassOf(syllable.final, system).finals;
  const near = rhymeClassOf(syllable.final, 'near').finals;
  const nearness = (final: Final): Nearness | undefined =>
    exact.has(final) ? 'rhymes' : near.has(final) ? 'near' : undefined;
  return { end, syllable: ({ final }) => nearness(final), word: undefined };
}
