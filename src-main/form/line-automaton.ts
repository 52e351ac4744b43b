/** A line as it is wished, over the ids of a vocabulary: what `LineSteps` goes by, with its masks, made once for all streams. */
import type { LineConstraint } from '../contract/writing/constraint.ts';
import type { English } from '../language/english/english.ts';
import type { ReadingChoices } from '../language/chinese/readings.ts';
import type { Alphabet } from './alphabet.ts';
import { Phrases } from './phrases.ts';
import { wayTo } from './spelling.ts';
import { placesOf, type Place, type RhymeTarget } from './places.ts';
import { symbolsOf, type Symbols } from './symbols.ts';
import { DEAD, UnitAutomaton, type PlacedWish } from './unit-automaton.ts';
import { wordListOf, type WordList } from './words.ts';

/** What is the same for all lines of a form. */
export interface Surroundings {
  readonly alphabet: Alphabet;
  /** Without it, a line has no words in Latin letters. */
  readonly english?: English | undefined;
  readonly chosen?: ReadingChoices | undefined;
}

/** Whether a line may have words in Latin letters, and so needs the dictionary. */
export const wantsWords = ({ latin }: LineConstraint, { hasHan }: Alphabet): boolean =>
  latin ?? !hasHan;

/** The root of the tree of words: no word has begun. */
export const NO_WORD = 0;

export class LineAutomaton {
  readonly units: UnitAutomaton;
  readonly alphabet: Alphabet;
  readonly #symbols: Symbols;
  readonly #words: WordList | undefined;
  readonly #masks = new Map<string, Uint8Array>();
  /** Ids that end a word. */
  readonly enders: readonly number[];
  /** Per node of `units`. */
  readonly #kinds: (KindsAfter | undefined)[] = [];

  /** @param atEnd what is wanted of the last place besides */
  constructor(
    wish: PlacedWish,
    target: RhymeTarget | undefined,
    surroundings: Surroundings,
    atEnd?: Place,
  ) {
    const { alphabet, english } = surroundings;
    this.alphabet = alphabet;
    const { letters, kinds } = alphabet;
    this.enders = kinds.flatMap((kind, id) =>
      letters[id] === 0 || kind === 'apostrophe' ? [id] : [],
    );
    const places = placesOf(wish, target, atEnd);
    const phrases = new Phrases(wish.must ?? [], wish.without ?? []);
    this.#words = english && wantsWords(wish, alphabet) ? wordListOf(english, alphabet) : undefined;
    this.#symbols = symbolsOf(alphabet, this.#words, wish, { places, phrases });
    this.units = new UnitAutomaton({ wish, places, phrases, symbols: this.#symbols });
  }

  get isPossible(): boolean {
    return this.units.start !== DEAD;
  }

  /** @returns the node after a character that is no letter; DEAD where it may not come */
  after(node: number, id: number): number {
    return this.units.afterCharacter(node, this.#symbols.ofCharacter[id]!);
  }

  /** @returns the node after the word that ends in the tree there; DEAD where none ends, or it may not come */
  afterWord(node: number, tree: number): number {
    const { spelling, rhyming } = this.#symbols;
    const kind = rhyming?.kindAt(tree) ?? spelling!.kindAt[tree]!;
    return kind < 0 ? DEAD : this.units.afterWord(node, kind);
  }

  /** @returns where a letter leads in the tree of words; NO_WORD where it may not come */
  afterLetter(node: number, tree: number, id: number): number {
    const code = this.alphabet.letters[id]!;
    if (!this.#words || code === 0) return NO_WORD;
    const child = this.#words.tree.child(tree, code);
    return child !== 0 && this.#canSpell(node, child) ? child : NO_WORD;
  }

  /** @returns the node of the tree at which a word ends; NO_WORD where it is none */
  nodeOf(word: string): number {
    const at = this.#words?.texts.indexOf(word) ?? -1;
    return at < 0 ? NO_WORD : this.#words!.tree.ends[at]!;
  }

  /** @returns the ids that lead to nothing but one word */
  leadingOnlyTo(word: number, node: number, tree: number): readonly number[] {
    const words = this.#words!.tree;
    const first = wayTo(words, tree, word);
    if (first === 0 || !this.#canSpell(node, first)) return [];
    for (let at = word, below = 0; at >= first; below = at, at = words.parents[at]!) {
      if (at !== word && this.afterWord(node, at) !== DEAD) return [];
      for (const child of words.childrenOf(at))
        if (child !== below && this.#canSpell(node, child)) return [];
    }
    return this.#idsOf(words.codeAt(first));
  }

  readonly #ids = new Map<number, readonly number[]>();
  #idsOf(code: number): readonly number[] {
    let ids = this.#ids.get(code);
    if (!ids) {
      ids = [...this.alphabet.letters.keys()].filter((id) => this.alphabet.letters[id] === code);
      this.#ids.set(code, ids);
    }
    return ids;
  }

  #canSpell(node: number, tree: number): boolean {
    const { spelling, rhyming } = this.#symbols;
    const { bits, ofRhyming } = this.#kindsAfter(node);
    const { below, width } = spelling!;
    for (let at = 0; at < width; at++)
      if ((below[tree * width + at]! & bits[at]!) !== 0) return true;
    return rhyming !== undefined && (rhyming.below(tree) & ofRhyming) !== 0n;
  }

  /** @returns the node when what is being written is whole there; DEAD where a word is not */
  whole(node: number, tree: number): number {
    return tree === NO_WORD ? node : this.afterWord(node, tree);
  }

  /** @returns [V] what may follow; the same array for the same place. Its line end is there where `withEnd` has it. */
  mask(node: number, tree: number, withEnd: boolean): Uint8Array {
    const key = `${node} ${tree} ${withEnd}`;
    let mask = this.#masks.get(key);
    if (!mask) {
      mask = this.#make(node, tree, withEnd);
      this.#masks.set(key, mask);
    }
    return mask;
  }

  #make(node: number, tree: number, withEnd: boolean): Uint8Array {
    const { characters, lineEnd, letters } = this.alphabet;
    const mask = new Uint8Array(characters.length);
    const whole = this.whole(node, tree);
    for (let id = 0; id < mask.length; id++) {
      if (letters[id] !== 0 && this.afterLetter(node, tree, id) !== NO_WORD) mask[id] = 1;
      else if (whole !== DEAD && this.after(whole, id) !== DEAD) mask[id] = 1;
    }
    if (lineEnd >= 0)
      mask[lineEnd] = withEnd && whole !== DEAD && this.units.isAccepting(whole) ? 1 : 0;
    return mask;
  }

  #kindsAfter(node: number): KindsAfter {
    let kinds = this.#kinds[node];
    if (!kinds) {
      const { spelling, words } = this.#symbols;
      const bits = new Uint32Array(spelling!.width);
      let ofRhyming = 0n;
      for (let kind = 0; kind < words.length; kind++) {
        if (this.units.afterWord(node, kind) === DEAD) continue;
        // Those that rhyme are numbered after all of the others.
        if (kind >>> 5 < bits.length) bits[kind >>> 5]! |= 1 << (kind & 31);
        ofRhyming |= 1n << BigInt(kind);
      }
      kinds = { bits, ofRhyming };
      this.#kinds[node] = kinds;
    }
    return kinds;
  }
}

/** The kinds of words that may follow, as bits. */
interface KindsAfter {
  readonly bits: Uint32Array;
  readonly ofRhyming: bigint;
}
