/**
 * A line as an automaton over characters and whole words: which of them may follow so that the line can still be ended as it is wished.
 * A node that does not lead to an end is cut off, so that nothing that is written by it runs into one.
 */
import type { LineConstraint } from '../contract/writing/constraint.ts';
import type { Phrases } from './phrases.ts';
import type { Places } from './places.ts';
import type { CharacterSymbol, Symbols, WordSymbol } from './symbols.ts';

/** What stands before, as far as it matters to what may stand between two units. */
type Gap = 'start' | 'character' | 'word' | 'space' | 'opened' | (typeof marks)[number];

interface Node {
  /** Places that are filled. */
  readonly filled: number;
  /** The lengths that the line can still have, as bits: an end's wishes hold for these alone. */
  readonly lengths: bigint;
  readonly phrase: number;
  /** The words found that must come, as bits. */
  readonly found: number;
  readonly gap: Gap;
}

/** No node: it leads to no end. */
export const DEAD = -1;
const UNKNOWN = -2;

/** A wish on a line of which it was decided where its words begin: without that, a model that hardly ever writes one leaves it to the end. */
export type PlacedWish = LineConstraint & {
  /** Of the first word that is found, the second, …, in whatever order: so many places are filled before. */
  readonly mustFrom?: readonly number[] | undefined;
};

export interface Wishes {
  readonly wish: PlacedWish;
  readonly places: Places;
  readonly phrases: Phrases;
  readonly symbols: Symbols;
}

export class UnitAutomaton {
  /** DEAD where no line is as it is wished. */
  readonly start: number;
  readonly #nodes: Node[] = [];
  readonly #numbers = new Map<string, number>();
  /** [nodes] whether the line may end there, and whether an end can be reached. */
  readonly #accepting: boolean[] = [];
  readonly #alive: boolean[] = [];
  /** [nodes][symbols, then words] */
  readonly #next: Int32Array[] = [];
  readonly #wishes: Wishes;
  readonly #endMasks: { characters: readonly bigint[]; words: readonly bigint[] };

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    const { characters, words } = wishes.symbols;
    this.#endMasks = {
      characters: characters.map((symbol) => this.#endMask([symbol.fits])),
      words: words.map((symbol) => this.#endMask(symbol.fits, symbol.syllables)),
    };
    const { min, max } = wishes.places;
    let lengths = 0n;
    for (let length = min; length <= max; length++) lengths |= 1n << BigInt(length);
    const first = { filled: 0, lengths, phrase: 0, found: 0, gap: 'start' } as const;
    this.#number(first);
    this.#explore();
    this.start = this.#alive[0] ? 0 : DEAD;
  }

  get size(): number {
    return this.#nodes.length;
  }

  isAccepting(node: number): boolean {
    return this.#accepting[node]!;
  }

  gap(node: number): Gap {
    return this.#nodes[node]!.gap;
  }

  /** @returns whether no place can be filled any more */
  isFull(node: number): boolean {
    const { lengths, filled } = this.#nodes[node]!;
    return lengths === 1n << BigInt(filled);
  }

  /** @returns whether the next place that is filled is the last one */
  isAtLastPlace(node: number): boolean {
    const { lengths, filled } = this.#nodes[node]!;
    return lengths === 1n << BigInt(filled + 1);
  }

  /** @returns the node after a character's symbol; DEAD where it may not come */
  afterCharacter(node: number, symbol: number): number {
    return symbol < 0 ? DEAD : this.#living(this.#next[node]![symbol]!);
  }

  /** @returns the node after a word's symbol; DEAD where it may not come */
  afterWord(node: number, symbol: number): number {
    return this.#living(this.#next[node]![this.#wishes.symbols.characters.length + symbol]!);
  }

  #living(node: number): number {
    return node >= 0 && this.#alive[node] ? node : DEAD;
  }

  #number(node: Node): number {
    const key = `${node.filled} ${node.lengths} ${node.phrase} ${node.found} ${node.gap}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#nodes.push(node) - 1;
      this.#numbers.set(key, number);
      const { gap, filled, lengths, found } = node;
      const isWhole = ((lengths >> BigInt(filled)) & 1n) === 1n && filled > 0;
      this.#accepting.push(
        isWhole && gap !== 'space' && gap !== 'opened' && found === this.#wishes.phrases.all,
      );
      const { characters, words } = this.#wishes.symbols;
      this.#next.push(new Int32Array(characters.length + words.length).fill(UNKNOWN));
    }
    return number;
  }

  /** Goes to all nodes there are, and from those that may end back to all that lead there. */
  #explore(): void {
    const { characters, words } = this.#wishes.symbols;
    const before: number[][] = [];
    for (let at = 0; at < this.#nodes.length; at++) {
      const node = this.#nodes[at]!;
      const next = this.#next[at]!;
      const link = (slot: number, after: Node | null): void => {
        const number = after ? this.#number(after) : DEAD;
        next[slot] = number;
        if (number >= 0) (before[number] ??= []).push(at);
      };
      for (const [slot, symbol] of characters.entries())
        link(slot, this.#character(node, slot, symbol));
      for (const [slot, symbol] of words.entries())
        link(characters.length + slot, this.#word(node, slot, symbol));
    }
    const queue = this.#nodes.flatMap((_, at) => (this.#accepting[at] ? [at] : []));
    for (const at of queue) this.#alive[at] = true;
    for (let at = 0; at < queue.length; at++) {
      for (const other of before[queue[at]!] ?? []) {
        if (this.#alive[other]) continue;
        this.#alive[other] = true;
        queue.push(other);
      }
    }
  }

  #character(node: Node, slot: number, symbol: CharacterSymbol): Node | null {
    const { phrases } = this.#wishes;
    if (symbol.kind === 'unit') {
      if (!this.#fitsStart(node.filled + 1, [symbol.fits])) return null;
      return this.#unit(node, 1, this.#endMasks.characters[slot]!, symbol.token, 'character');
    }
    const gap = gapAfter(node.gap, symbol, this.#wishes.wish.punctuation !== false);
    if (gap === null) return null;
    const phrase = phrases.step(node.phrase, symbol.token);
    if (phrases.isRefused(phrase)) return null;
    const missing = phrases.all & ~node.found;
    const isWithin = (phrases.begun(node.phrase) & missing) !== 0;
    if (isWithin && this.#isDue(node) && !phrases.isNearer(node.phrase, phrase, missing))
      return null;
    return { ...node, gap, phrase, found: node.found | phrases.found(phrase) };
  }

  #word(node: Node, slot: number, symbol: WordSymbol): Node | null {
    // Two words are one where nothing stands between them.
    if (node.gap === 'word' || !this.#fitsStart(node.filled + 1, symbol.fits)) return null;
    return this.#unit(node, symbol.syllables, this.#endMasks.words[slot]!, symbol.token, 'word');
  }

  /** @param endMask by the distance of its last place from the end */
  #unit(node: Node, places: number, endMask: bigint, token: string, gap: Gap): Node | null {
    const { phrases } = this.#wishes;
    const filled = node.filled + places;
    const lengths = node.lengths & (endMask << BigInt(filled));
    const phrase = phrases.step(node.phrase, token);
    if (lengths === 0n || phrases.isRefused(phrase)) return null;
    const found = node.found | phrases.found(phrase);
    if (this.#isDue(node) && !phrases.isNearer(node.phrase, phrase, phrases.all & ~node.found))
      return null;
    return { filled, lengths, phrase, found, gap };
  }

  /** Whether what comes next has to begin one of the words that are to come, or to go on with it. */
  #isDue({ filled, found }: Node): boolean {
    const { mustFrom } = this.#wishes.wish;
    if (!mustFrom || found === this.#wishes.phrases.all) return false;
    let count = 0;
    for (let rest = found; rest > 0; rest &= rest - 1) count += 1;
    return filled >= (mustFrom[count] ?? Infinity);
  }

  /** @param fits by the places that it takes */
  #fitsStart(first: number, fits: readonly (readonly boolean[])[]): boolean {
    const { places, symbols } = this.#wishes;
    return fits.every((fit, offset) =>
      (places.fromStart.get(first + offset) ?? []).every((place) => fit[symbols.indexOf(place)]),
    );
  }

  /** @returns a bit for each distance of its last place from the end at which it may stand */
  #endMask(fits: readonly (readonly boolean[])[], taken = 1): bigint {
    const { places, symbols } = this.#wishes;
    let mask = (1n << BigInt(places.max + 1)) - 1n;
    for (const [distance, wishes] of places.fromEnd) {
      for (const [offset, fit] of fits.entries()) {
        const ofLast = distance - (taken - 1 - offset);
        if (ofLast >= 0 && wishes.some((place) => fit.length > 0 && !fit[symbols.indexOf(place)]))
          mask &= ~(1n << BigInt(ofLast));
      }
    }
    return mask;
  }
}

/** How many marks may stand in a row, such as three dots. */
const marks = ['mark 1', 'mark 2', 'mark 3'] as const;

/**
 * What stands between two units is bounded, so that a line comes to its end.
 * @returns null where a mark or a space may not come
 */
function gapAfter(gap: Gap, { kind }: CharacterSymbol, punctuation: boolean): Gap | null {
  const isOpen = gap === 'start' || gap === 'space';
  if (kind === 'space') {
    if (isOpen || gap === 'opened') return null;
    return gap === 'word' || punctuation ? 'space' : null;
  }
  if (!punctuation || gap === 'opened' || gap === 'mark 3') return null;
  if (isOpen) return kind === 'mark' ? null : 'opened';
  // It would be a part of the word.
  if (kind === 'apostrophe' && gap === 'word') return null;
  return marks[marks.indexOf(gap as (typeof marks)[number]) + 1]!;
}
