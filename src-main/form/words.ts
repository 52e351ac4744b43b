/** The words of the dictionary that a vocabulary can spell, with what counts of them: their syllables and what they rhyme with. */
import type { RhymeSystem } from '../contract/writing/constraint.ts';
import type { English } from '../language/english/english.ts';
import { rhymeKey } from '../language/line-end.ts';
import { APOSTROPHE, type Alphabet } from './alphabet.ts';
import { WordTree } from './spelling.ts';

export class WordList {
  readonly texts: readonly string[];
  /** [words] */
  readonly syllables: Uint8Array;
  readonly tree: WordTree;
  readonly #english: English;
  readonly #rhymes = new Map<string, Rhymes>();
  readonly #kept = new Map<string, unknown>();

  constructor(english: English, isSpelled: (word: string) => boolean) {
    this.#english = english;
    this.texts = [...english.words()].filter(isSpelled);
    this.syllables = Uint8Array.from(this.texts, (text) => english.said(text).syllables);
    this.tree = new WordTree(this.texts);
  }

  rhymes(system: RhymeSystem, syllables: number): Rhymes {
    const name = `${system === 'near'} ${syllables}`;
    let rhymes = this.#rhymes.get(name);
    if (!rhymes) {
      rhymes = new Rhymes(
        this.texts.map((text) => rhymeKey(this.#english.said(text), system, syllables)),
      );
      this.#rhymes.set(name, rhymes);
    }
    return rhymes;
  }

  /** Keeps what has been made of all words, of the last few constraints. */
  keep<T>(key: string, make: () => T): T {
    const made = this.#kept.has(key) ? (this.#kept.get(key) as T) : make();
    this.#kept.delete(key);
    this.#kept.set(key, made);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest!);
    return made;
  }
}

/** Some 2 MB each. */
const MOST_KEPT = 16;

export class Rhymes {
  /** [words] `rhymeKey` of each. */
  readonly keys: readonly string[];
  readonly #words = new Map<string, number[]>();

  constructor(keys: readonly string[]) {
    this.keys = keys;
    for (const [word, key] of keys.entries()) {
      const words = this.#words.get(key);
      if (words) words.push(word);
      else this.#words.set(key, [word]);
    }
  }

  /** @returns the words with that key */
  with(key: string): readonly number[] {
    return this.#words.get(key) ?? [];
  }
}

const lists = new WeakMap<English, Map<string, WordList>>();

/** @returns the words that are spelled by a vocabulary's letters, small or capital; made once for each set of letters */
export function wordListOf(english: English, { letters }: Alphabet): WordList {
  const present = [...new Set(letters)].sort((a, b) => a - b);
  const made = lists.get(english) ?? new Map<string, WordList>();
  lists.set(english, made);
  const key = present.join();
  let list = made.get(key);
  if (!list) {
    const spelled = present
      .filter((code) => code > 0)
      .map((code) => (code === APOSTROPHE ? "'" : String.fromCharCode(96 + code)));
    const pattern = spelled.length === 0 ? /^$/ : new RegExp(`^[${spelled.join('')}]+$`);
    list = new WordList(english, (word) => pattern.test(word));
    made.set(key, list);
  }
  return list;
}
