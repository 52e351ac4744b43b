/** A constraint under which nothing is copied: no more than so many units in a row stand in the corpus. */
import { afterCharacter, isCharacter, NO_WORD, NONE, type Partial } from '../text/units.ts';
import type { VerbatimIndex } from '../text/verbatim.ts';
import type { Constraint } from './constraint.ts';

interface Copying<State> {
  readonly inner: State;
  /** The last units, at most as many as may be copied; those of the prefix among them. */
  readonly units: readonly number[];
  readonly word: Partial;
  /** How many of the last units were given, and not chosen. */
  readonly given: number;
}

export class WithoutCopying<State> implements Constraint<Copying<State>> {
  readonly start: Copying<State>;
  readonly #inner: Constraint<State>;
  readonly #index: VerbatimIndex;
  readonly #most: number;
  readonly #units: UnitsAmong;
  readonly #isGiven: (state: State) => boolean;

  /**
   * @param most units in a row that may be copied, at least one
   * @param characters of every id
   * @param prefix ids that stand before
   * @param isGiven whether what comes next stands already: of that, only a run that begins in what is written is a copy
   */
  constructor(
    inner: Constraint<State>,
    { index, most }: { readonly index: VerbatimIndex; readonly most: number },
    characters: readonly string[],
    prefix: Iterable<number>,
    isGiven: (state: State) => boolean,
  ) {
    this.#inner = inner;
    this.#index = index;
    this.#most = most;
    this.#isGiven = isGiven;
    this.#units = unitsAmong(characters);
    let start: Omit<Copying<State>, 'inner'> = { units: [], word: NO_WORD, given: most };
    for (const id of prefix) start = this.#read(start, id, true);
    this.start = { ...start, inner: inner.start };
  }

  allowed({ inner }: Copying<State>): Uint8Array {
    return this.#inner.allowed(inner);
  }

  banned({ inner, units, word, given }: Copying<State>): readonly number[] {
    const others = this.#inner.banned?.(inner) ?? [];
    if (this.#isGiven(inner) && given >= this.#most) return others;
    const copies: number[] = [];
    let before = units;
    if (word.letters !== '') {
      const unit = this.#index.words.find(word.letters);
      if (unit !== NONE && this.#followers(units).has(unit))
        copies.push(...(word.apostrophe ? this.#units.endersAfterApostrophe : this.#units.enders));
      before = this.#with(units, unit);
    }
    for (const unit of this.#followers(before)) {
      const id = this.#units.ids.get(unit);
      if (id !== undefined) copies.push(id);
    }
    return copies.length > 0 ? [...others, ...copies] : others;
  }

  after(state: Copying<State>, id: number): Copying<State> {
    const { inner } = state;
    return {
      ...this.#read(state, id, this.#isGiven(inner)),
      inner: this.#inner.after(inner, id),
    };
  }

  ended({ inner }: Copying<State>): boolean {
    return this.#inner.ended(inner);
  }

  #read(
    { units, word, given }: Omit<Copying<State>, 'inner'>,
    id: number,
    isGiven: boolean,
  ): Omit<Copying<State>, 'inner'> {
    const after = afterCharacter(word, this.#units.points[id]!);
    let [read, count] = [units, given];
    if (after.ended !== '') read = this.#with(read, this.#index.words.find(after.ended));
    if (after.character !== NONE) read = this.#with(read, after.character);
    if (!isGiven) count = 0;
    else if (read !== units) count += 1;
    return { units: read, word: after.word, given: count };
  }

  #with(units: readonly number[], unit: number): readonly number[] {
    return unit === NONE ? [] : [...units, unit].slice(-this.#most);
  }

  #followers(units: readonly number[]): ReadonlySet<number> {
    return units.length < this.#most ? NOBODY : this.#index.followers(units);
  }
}

const NOBODY: ReadonlySet<number> = new Set();

/** What the characters of a vocabulary are as units. */
interface UnitsAmong {
  /** Of each id. */
  readonly points: readonly number[];
  /** Of units that are one character. */
  readonly ids: ReadonlyMap<number, number>;
  /** What ends a word, where an apostrophe may be its own, and where it may not. */
  readonly enders: readonly number[];
  readonly endersAfterApostrophe: readonly number[];
}

/** Kept for as long as the vocabulary is: they are the same in every search. */
const known = new WeakMap<readonly string[], UnitsAmong>();

function unitsAmong(characters: readonly string[]): UnitsAmong {
  let units = known.get(characters);
  if (!units) {
    const points = characters.map((character) => character.codePointAt(0)!);
    const ending = (word: Partial) =>
      points.flatMap((point, id) => (afterCharacter(word, point).ended === '' ? [] : [id]));
    units = {
      points,
      ids: new Map(points.flatMap((point, id) => (isCharacter(point) ? [[point, id]] : []))),
      enders: ending({ letters: 'a', apostrophe: false }),
      endersAfterApostrophe: ending({ letters: 'a', apostrophe: true }),
    };
    known.set(characters, units);
  }
  return units;
}
