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
  /** How many tokens lead here. */
  readonly depth: number;
  readonly next: Map<string, number>;
  fallback: number;
  /** The `must` that are whole here, as bits. */
  found: number;
  /** The `must` that have begun here, or are whole, as bits. */
  begun: number;
  /** A word is whole here that must not come. */
  refused: boolean;
}

const place = (depth: number): Place => ({
  ...{ depth, next: new Map(), fallback: 0, found: 0, begun: 0, refused: false },
});

export class Phrases {
  readonly #places: Place[] = [place(0)];
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
    for (const [at, tokens] of this.#must.entries()) this.#add(tokens, 1 << at).found |= 1 << at;
    for (const tokens of refused) this.#add(tokens, 0).refused = true;
    this.#link();
  }

  #add(tokens: readonly string[], begun: number): Place {
    let at = this.#places[0]!;
    for (const token of tokens) {
      let next = at.next.get(token);
      if (next === undefined) {
        next = this.#places.push(place(at.depth + 1)) - 1;
        at.next.set(token, next);
      }
      at = this.#places[next]!;
      at.begun |= begun;
    }
    return at;
  }

  #link(): void {
    const queue = [...this.#places[0]!.next.values()];
    for (let at = 0; at < queue.length; at++) {
      const one = this.#places[queue[at]!]!;
      const behind = this.#places[one.fallback]!;
      one.found |= behind.found;
      one.begun |= behind.begun;
      one.refused ||= behind.refused;
      for (const [token, next] of one.next) {
        this.#places[next]!.fallback = this.step(one.fallback, token);
        queue.push(next);
      }
    }
  }

  /** @returns the place after a token; 0 is where no phrase has begun */
  step(from: number, token: string): number {
    for (let at = from; ; at = this.#places[at]!.fallback) {
      const next = this.#places[at]!.next.get(token);
      if (next !== undefined) return next;
      if (at === 0) return 0;
    }
  }

  found(at: number): number {
    return this.#places[at]!.found;
  }

  /** @returns the `must` that what is written ends with, wholly or with their beginning, as bits */
  begun(at: number): number {
    return this.#places[at]!.begun;
  }

  /** @returns whether a token has brought one of these nearer to its end, or begun it where none of them was */
  isNearer(before: number, after: number, must: number): boolean {
    const wasBegun = (this.begun(before) & must) !== 0;
    if (wasBegun && this.#places[after]!.depth <= this.#places[before]!.depth) return false;
    return (this.begun(after) & must) !== 0;
  }

  isRefused(at: number): boolean {
    return this.#places[at]!.refused;
  }
}
