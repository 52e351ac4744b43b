/** How English words are said: by the CMU pronouncing dictionary, and by rules where it does not have a word. */
import { guessPhones } from './guess.ts';
import { countSyllables } from './phones.ts';

export interface Pronunciation {
  /** ARPAbet, vowels with their stress. */
  readonly phones: readonly string[];
  readonly syllables: number;
  /** By rules, since the dictionary does not have the word. */
  readonly guessed: boolean;
}

/** A comment stands behind some entries. */
const phonesOf = (entry: string): readonly string[] => entry.replace(/ *#.*$/, '').split(' ');

/** Words as the dictionary has them: small letters, accents off, one kind of apostrophe. */
export const plainWord = (word: string): string =>
  word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[‘’]/g, "'");

/** Words whose second entry is what songs mean mostly: the wind that blows, to live, a tear that falls. */
const second = new Set('every live tear tears use wind wound toward towards'.split(' '));

export class English {
  readonly #entries: Readonly<Record<string, string>>;
  readonly #known = new Map<string, Pronunciation>();

  /** @param entries as the package `cmu-pronouncing-dictionary` has them */
  constructor(entries: Readonly<Record<string, string>>) {
    this.#entries = entries;
  }

  /** The words of the dictionary that letters alone spell, with apostrophes inside. */
  *words(): Generator<string, void> {
    for (const word in this.#entries) if (/^[a-z]+(?:'[a-z]+)*$/.test(word)) yield word;
  }

  has(word: string): boolean {
    return Object.hasOwn(this.#entries, word);
  }

  /** @param word a run of Latin letters, with apostrophes inside */
  pronounce(word: string): Pronunciation {
    const plain = plainWord(word);
    const known = this.#known.get(plain);
    if (known) return known;
    const entry = this.#lookUp(plain);
    const phones = entry ?? guessPhones(plain, (other) => this.#lookUp(other));
    const said = { phones, syllables: countSyllables(phones) || 1, guessed: entry === undefined };
    this.#known.set(plain, said);
    return said;
  }

  /**
   * As `pronounce`, and nothing is kept of it: for going through all words.
   * @param word of `words`
   */
  said(word: string): Pronunciation {
    const phones = this.#lookUp(word)!;
    return { phones, syllables: countSyllables(phones) || 1, guessed: false };
  }

  #lookUp(word: string): readonly string[] | undefined {
    if (!this.has(word)) return undefined;
    const entry = second.has(word) ? this.#entries[`${word}(2)`] : undefined;
    return phonesOf(entry ?? this.#entries[word]!);
  }
}

let loaded: Promise<English> | undefined;

/** Takes a few tenths of a second and some 40 MB the first time, and is asked for only where there are English words. */
export function loadEnglish(): Promise<English> {
  loaded ??= import('cmu-pronouncing-dictionary').then(({ dictionary }) => new English(dictionary));
  return loaded;
}
