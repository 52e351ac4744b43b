/** The end of a line with which later ones are to rhyme: it has to be one for which the vocabulary has enough that rhyme. */
import type { LineConstraint, Rhyme } from '../contract/writing/constraint.ts';
import { rhymeClassOf } from '../language/chinese/rhyme-books.ts';
import type { Final } from '../language/chinese/syllable.ts';
import { readingsAt } from './alphabet.ts';
import { wantsWords, type Surroundings } from './line-automaton.ts';
import { placesOf, type Place } from './places.ts';
import { wordListOf, type WordList } from './words.ts';

/** A later line, with its wish to rhyme. */
export type Follower = LineConstraint & { readonly rhyme: Rhyme };

/** @param followers in their order; each takes one of what rhymes, so that the last of three needs three */
export function leadingEnd(followers: readonly Follower[], surroundings: Surroundings): Place {
  const needs = followers.map((follower, at) => new Need(follower, at + 1, surroundings));
  return {
    key: `leads ${JSON.stringify(followers)}`,
    character: (character) => needs.every((need) => need.character(character)),
    word: ({ words, word, syllable }) =>
      syllable < words.syllables[word]! - 1 || needs.every((need) => need.word(words, word)),
  };
}

class Need {
  readonly #follower: Follower;
  /** How many have to rhyme besides the one with which they do. */
  readonly #count: number;
  /** The characters that can end the line, by their finals. */
  readonly #ends = new Map<Final, Set<string>>();
  readonly #words: WordList | undefined;
  readonly #keyCounts = new Map<string, number>();

  constructor(follower: Follower, count: number, surroundings: Surroundings) {
    const { alphabet, english } = surroundings;
    this.#follower = follower;
    this.#count = follower.rhyme.same ? 1 : count;
    const places = placesOf({ ...follower, rhyme: undefined }, undefined);
    const atEnd = [
      ...(places.fromEnd.get(0) ?? []),
      ...(places.min === places.max ? (places.fromStart.get(places.max) ?? []) : []),
    ];
    for (const [id, character] of alphabet.characters.entries()) {
      if (alphabet.kinds[id] !== 'han' || follower.without?.includes(character)) continue;
      if (!atEnd.every((place) => place.character(character))) continue;
      for (const { final } of readingsAt(character, true)) {
        const ends = this.#ends.get(final) ?? new Set();
        this.#ends.set(final, ends.add(character));
      }
    }
    if (!english || !wantsWords(follower, alphabet)) return;
    this.#words = wordListOf(english, alphabet);
    const { system, syllables } = follower.rhyme;
    for (const [word, key] of this.#words.rhymes(system, syllables).keys.entries())
      if (
        this.#words.syllables[word]! <= places.max &&
        atEnd.every((place) => this.#canEnd(place, word))
      )
        this.#keyCounts.set(key, (this.#keyCounts.get(key) ?? 0) + 1);
  }

  #canEnd(place: Place, word: number): boolean {
    const words = this.#words!;
    return place.word({ words, word, syllable: words.syllables[word]! - 1 });
  }

  character(character: string): boolean {
    const { system, same } = this.#follower.rhyme;
    return readingsAt(character, true).some(({ final }) => {
      const rhyming = new Set<string>();
      for (const other of rhymeClassOf(final, system).finals)
        for (const one of this.#ends.get(other) ?? []) rhyming.add(one);
      return rhyming.size - (!same && rhyming.has(character) ? 1 : 0) >= this.#count;
    });
  }

  word(words: WordList, word: number): boolean {
    const { system, syllables, same } = this.#follower.rhyme;
    const count = this.#keyCounts.get(words.rhymes(system, syllables).keys[word]!) ?? 0;
    return count - (same ? 0 : 1) >= this.#count;
  }
}
