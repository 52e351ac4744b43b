/** The words of the dictionary that a vocabulary can spell, with what counts of them: their syllables and what they rhyme with. */
import type { RhymeSystem } from '../contract/writing/constraint.ts';
import type { English } from '../language/english/english.ts';
import { rhymeKey } from '../language/line-end.ts';
import { APOSTROPHE, type Alphabet } from './alphabet.ts';
import { wordTree, type WordTree } from './spelling.ts';

export class WordList {
  readonly texts: readonly string[];
  /** [words] */
  readonly syllables: Uint8Array;
  readonly tree: WordTree;
  readonly #english: English;
  readonly #keys = new Map<string, readonly string[]>();

  constructor(english: English, isSpelled: (word: string) => boolean) {
    this.#english = english;
    this.texts = [...english.words()].filter(isSpelled);
    this.syllables = Uint8Array.from(this.texts, (text) => english.said(text).syllables);
    this.tree = wordTree(this.texts);
  }

  /** @returns [words] `rhymeKey` of each */
  rhymeKeys(system: RhymeSystem, syllables: number): readonly string[] {
    const name = `${system === 'near'} ${syllables}`;
    let keys = this.#keys.get(name);
    if (!keys) {
      keys = this.texts.map((text) => rhymeKey(this.#english.said(text), system, syllables));
      this.#keys.set(name, keys);
    }
    return keys;
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
