/** Words that must come and words that must not, found as a line is written: an Aho–Corasick automaton over what a line is made of. */
import { plainWord } from '../language/english/english.ts';
import { unitsOf } from '../language/units.ts';

/** @returns a word in Latin letters in small letters, and all else character by character: what a phrase is compared by */
export function tokensOf(phrase: string): string[] {
  const characters = [...phrase];
  const words = new Map(
    unitsOf(phrase).flatMap(({ kind, text, at }) => (kind === 'word' ? [[at, text] as const] : [])),
  );
  const tokens: string[] = [];
  for (let at = 0; at < characters.length;) {
    const word = words.get(at);
    tokens.push(word === undefined ? characters[at]! : wordToken(word));
    at += word === undefined ? 1 : [...word].length;
  }
  return tokens;
}

/** Marked, so that the word `a` is not the character. */
export const wordToken = (word: string): string => `word ${plainWord(word)}`;
export const isWordToken = (token: string): boolean => token.startsWith('word ');

interface Place {
  readonly next: Map<string, number>;
  fallback: number;
  /** The `must` that are whole here, as bits. */
  found: number;
  /** A word is whole here that must not come. */
  refused: boolean;
}

export class Phrases {
  readonly #places: Place[] = [{ next: new Map(), fallback: 0, found: 0, refused: false }];
  /** All `must` found, as bits. */
  readonly all: number;
  readonly #must: readonly (readonly string[])[];
  /** What the phrases are made of; all else is alike to them. */
  readonly tokens: ReadonlySet<string>;

  constructor(must: readonly string[], without: readonly string[]) {
    this.#must = must.map(tokensOf);
    const refused = without.map(tokensOf);
    this.all = (1 << must.length) - 1;
    this.tokens = new Set([...this.#must, ...refused].flat());
    for (const [at, tokens] of this.#must.entries()) this.#add(tokens).found |= 1 << at;
    for (const tokens of refused) this.#add(tokens).refused = true;
    this.#link();
  }

  #add(tokens: readonly string[]): Place {
    let place = this.#places[0]!;
    for (const token of tokens) {
      let next = place.next.get(token);
      if (next === undefined) {
        next = this.#places.push({ next: new Map(), fallback: 0, found: 0, refused: false }) - 1;
        place.next.set(token, next);
      }
      place = this.#places[next]!;
    }
    return place;
  }

  #link(): void {
    const queue = [...this.#places[0]!.next.values()];
    for (let at = 0; at < queue.length; at++) {
      const place = this.#places[queue[at]!]!;
      const behind = this.#places[place.fallback]!;
      place.found |= behind.found;
      place.refused ||= behind.refused;
      for (const [token, next] of place.next) {
        this.#places[next]!.fallback = this.step(place.fallback, token);
        queue.push(next);
      }
    }
  }

  /** @returns the place after a token; 0 is where no phrase has begun */
  step(place: number, token: string): number {
    for (let at = place; ; at = this.#places[at]!.fallback) {
      const next = this.#places[at]!.next.get(token);
      if (next !== undefined) return next;
      if (at === 0) return 0;
    }
  }

  found(place: number): number {
    return this.#places[place]!.found;
  }

  isRefused(place: number): boolean {
    return this.#places[place]!.refused;
  }
}
