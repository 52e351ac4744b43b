/** One line as a constraint for the search: its automaton, and what can be told only of what has been written. */
import type { Constraint } from '../core/search/constraint.ts';
import type { LineConstraint } from '../contract/writing/constraint.ts';
import { plainWord } from '../language/english/english.ts';
import { lineEnd, type LineEnd } from '../language/line-end.ts';
import { LineAutomaton, NO_WORD, type Surroundings } from './line-automaton.ts';
import { unitsOf } from '../language/units.ts';
import { holdsInContext, hasSeveralReadings } from './in-context.ts';
import { knownRhyme, type KnownRhyme } from './rhyme-target.ts';
import { DEAD } from './unit-automaton.ts';

/** A chain, the last one first. */
interface Chain {
  readonly id: number;
  readonly before: Chain | null;
}

export interface LineState {
  /** Of the automaton; after the line end, `ENDED`. */
  readonly node: number;
  /** Where in the tree of words; NO_WORD where none has begun. */
  readonly tree: number;
  /** All ids of the line. */
  readonly written: Chain | null;
  /** What counts of it: ids, and words as ~tree. */
  readonly units: Chain | null;
}

const ENDED = -2;

export class LineSteps implements Constraint<LineState> {
  readonly start: LineState;
  readonly #automaton: LineAutomaton;
  readonly #wish: LineConstraint;
  readonly #surroundings: Surroundings;
  readonly #rhyme: KnownRhyme | undefined;
  readonly #canEnd = new WeakMap<LineState, boolean>();
  /** Of the characters that it must not end with. */
  readonly #not: readonly number[];
  /** Likewise words, by their nodes in the tree. */
  readonly #notWords: readonly number[];

  constructor(
    wish: LineConstraint,
    rhyme: KnownRhyme | undefined,
    surroundings: Surroundings,
    automaton = new LineAutomaton(wish, rhyme?.target, surroundings),
  ) {
    this.#wish = wish;
    this.#rhyme = rhyme;
    this.#surroundings = surroundings;
    this.#automaton = automaton;
    this.start = { node: automaton.units.start, tree: NO_WORD, written: null, units: null };
    const { ids } = surroundings.alphabet;
    this.#notWords = (rhyme?.not ?? []).flatMap((text) => automaton.nodeOf(plainWord(text)) || []);
    this.#not = (rhyme?.not ?? []).flatMap((text) => ids.get(text) ?? []);
  }

  /** Whether there is a line that is as it is wished, as far as that can be told beforehand. */
  get isPossible(): boolean {
    return this.start.node !== DEAD;
  }

  allowed(state: LineState): Uint8Array {
    const { node, tree } = state;
    if (node < 0) return this.#nothing();
    return this.#automaton.mask(node, tree, this.#mayEnd(state));
  }

  banned({ node, tree, units }: LineState): readonly number[] {
    if (node < 0) return [];
    const banned: number[] = [];
    let left = (this.#wish.noRepeatWithin ?? 1) - 1;
    for (let unit = units; unit && left > 0; unit = unit.before, left--) {
      if (unit.id >= 0) banned.push(unit.id);
      else banned.push(...this.#away(~unit.id, node, tree));
    }
    if (tree === NO_WORD && this.#not.length > 0 && this.#automaton.units.isAtLastPlace(node))
      banned.push(...this.#not);
    for (const word of this.#notWords) {
      const after = this.#automaton.afterWord(node, word);
      if (after !== DEAD && this.#automaton.units.isFull(after))
        banned.push(...this.#away(word, node, tree));
    }
    return banned;
  }

  /** @returns the ids that would make the word whole, or lead to nothing else */
  #away(word: number, node: number, tree: number): readonly number[] {
    return word === tree ? this.#automaton.enders : this.#automaton.leadingOnlyTo(word, node, tree);
  }

  after(state: LineState, id: number): LineState {
    const { alphabet } = this.#surroundings;
    const written = { id, before: state.written };
    const { node, tree, units } = state;
    if (id === alphabet.lineEnd) return { ...state, node: ENDED, written: state.written };
    if (alphabet.letters[id] !== 0) {
      const child = this.#automaton.afterLetter(node, tree, id);
      if (child !== NO_WORD) return { node, tree: child, written, units };
    }
    const whole = this.#automaton.whole(node, tree);
    const withWord = tree === NO_WORD ? units : { id: ~tree, before: units };
    if (whole === DEAD) return { node: DEAD, tree: NO_WORD, written, units };
    const isUnit = this.#isUnit(id);
    return {
      node: this.#automaton.after(whole, id),
      ...{ tree: NO_WORD, written },
      units: isUnit ? { id, before: withWord } : withWord,
    };
  }

  ended(state: LineState): boolean {
    if (this.#surroundings.alphabet.lineEnd >= 0) return state.node === ENDED;
    return state.node >= 0 && this.#mayEnd(state);
  }

  /** The line as it is written so far. */
  text({ written }: LineState): string {
    const characters: string[] = [];
    for (let at = written; at; at = at.before)
      characters.push(this.#surroundings.alphabet.characters[at.id]!);
    return characters.reverse().join('');
  }

  end(state: LineState): LineEnd | null {
    return lineEnd(this.text(state), this.#surroundings);
  }

  #isUnit(id: number): boolean {
    const kind = this.#surroundings.alphabet.kinds[id];
    return kind === 'han' || kind === 'character' || kind === 'digit';
  }

  /** Whether the line may end, were it only for what the automaton cannot tell: how it is read as a whole, and what it ends with. */
  #mayEnd(state: LineState): boolean {
    const whole = this.#automaton.whole(state.node, state.tree);
    if (whole === DEAD || !this.#automaton.units.isAccepting(whole)) return false;
    let may = this.#canEnd.get(state);
    if (may === undefined) {
      may = this.#holds(state);
      this.#canEnd.set(state, may);
    }
    return may;
  }

  #holds(state: LineState): boolean {
    const { rhyme, tone, pattern } = this.#wish;
    if (!rhyme && tone === undefined && !pattern) return true;
    const text = this.text(state);
    const not = this.#rhyme?.not ?? [];
    if (not.includes(unitsOf(text).at(-1)!.text.toLowerCase())) return false;
    if (!hasSeveralReadings(text, this.#wish, this.#rhyme?.target)) return true;
    return holdsInContext(text, this.#wish, this.#rhyme?.target, this.#surroundings);
  }

  #none: Uint8Array | undefined;
  #nothing(): Uint8Array {
    this.#none ??= new Uint8Array(this.#surroundings.alphabet.characters.length);
    return this.#none;
  }
}

/** @param lines ends of the earlier lines of its form, as far as they are known */
export function lineSteps(
  wish: LineConstraint,
  surroundings: Surroundings,
  lines: readonly (LineEnd | null | undefined)[] = [],
): LineSteps {
  const rhyme = wish.rhyme && knownRhyme(wish.rhyme, surroundings, lines);
  return new LineSteps(wish, rhyme, surroundings);
}
