/** A form as a constraint for the search: its lines one after the other, a line that rhymes with an earlier one when that has been written. */
import type { FormLine } from '../contract/writing/constraint.ts';
import type { Constraint } from '../core/search/constraint.ts';
import { lineEnd, type LineEnd } from '../language/line-end.ts';
import { keep } from './kept.ts';
import { leadingEnd, type Follower } from './leading-end.ts';
import { LineAutomaton, type Surroundings } from './line-automaton.ts';
import { LineSteps, type LineState } from './line-constraint.ts';
import type { Place } from './places.ts';
import type { PlacedWish } from './unit-automaton.ts';
import { knownRhyme, targetKey, type KnownRhyme } from './rhyme-target.ts';

/** A line of which it was decided where its words begin, or was not. */
export type PlacedLine = FormLine & PlacedWish;
export interface PlacedForm {
  readonly lines: readonly PlacedLine[];
}

export interface FormState {
  /** Of the form; its length when all are written. */
  readonly line: number;
  /** Of the line that is being written; of one that is locked, how many of its ids stand there. */
  readonly within: LineState | number;
  readonly steps: LineSteps | null;
  /** Of the lines with which later ones rhyme, and of those that do: how they end. */
  readonly ends: readonly (LineEnd | null | undefined)[];
}

export class FormSteps implements Constraint<FormState> {
  readonly start: FormState;
  readonly #lines: readonly PlacedLine[];
  readonly #surroundings: Surroundings;
  /** Of a locked line, its ids with the line end; what the vocabulary does not have is left out. */
  readonly #locked: readonly (readonly number[] | undefined)[];
  readonly #steps = new Map<string, LineSteps>();
  readonly #automata = new Map<string, LineAutomaton>();
  readonly #leads: readonly (Place | undefined)[];
  readonly #wishes: readonly string[];
  readonly #roots: readonly number[];
  readonly #forced = new Map<number, Uint8Array>();

  constructor(form: PlacedForm, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#lines = form.lines.map((line, at) => towardsLocked(line, at, form.lines));
    this.#roots = rootsOf(this.#lines);
    const { ids, lineEnd: end } = surroundings.alphabet;
    this.#locked = this.#lines.map(({ text }) => {
      if (text === undefined) return undefined;
      const known = [...text].flatMap((character) => ids.get(character) ?? []);
      return end >= 0 ? [...known.filter((id) => id !== end), end] : known;
    });
    this.#leads = this.#lines.map((line, at) => this.#lead(line, at));
    this.#wishes = this.#lines.map((line, at) => this.#wishKey(line, at));
    this.start = this.#begin(0, []);
  }

  allowed({ within, steps, line }: FormState): Uint8Array {
    if (steps) return steps.allowed(within as LineState);
    const id = this.#locked[line]?.[within as number];
    return this.#only(id ?? -1);
  }

  banned({ within, steps }: FormState): readonly number[] {
    return steps ? steps.banned(within as LineState) : [];
  }

  after(state: FormState, id: number): FormState {
    const { within, steps, line, ends } = state;
    if (!steps) {
      const next = { ...state, within: (within as number) + 1 };
      return next.within === this.#locked[line]!.length ? this.#begin(line + 1, ends) : next;
    }
    const next = steps.after(within as LineState, id);
    if (!steps.ended(next)) return { ...state, within: next };
    return this.#begin(line + 1, this.#withEnd(state, next));
  }

  ended({ line }: FormState): boolean {
    return line === this.#lines.length;
  }

  #withEnd({ ends, line, steps }: FormState, written: LineState): FormState['ends'] {
    if (this.#roots[line] === -1) return ends;
    const known = [...ends];
    known[line] = steps!.end(written);
    return known;
  }

  #begin(line: number, ends: FormState['ends']): FormState {
    let at = line;
    let known = ends;
    // A locked line of which nothing is left is passed over.
    for (; at < this.#lines.length; at++) {
      const locked = this.#locked[at];
      if (!locked) break;
      if (this.#roots[at] !== -1) {
        const more = [...known];
        more[at] = lineEnd(this.#lines[at]!.text!, this.#surroundings);
        known = more;
      }
      if (locked.length > 0) return { line: at, within: 0, steps: null, ends: known };
    }
    const steps = at < this.#lines.length ? this.#stepsOf(at, known) : null;
    return { line: at, within: steps?.start ?? 0, steps, ends: known };
  }

  #stepsOf(at: number, ends: FormState['ends']): LineSteps {
    const rhyme = this.#rhymeOf(at, ends);
    const automatonKey = `${this.#wishes[at]} ${rhyme ? `to ${targetKey(rhyme.target)}` : ''}`;
    const key = `${automatonKey} ${(rhyme?.not ?? []).join(' ')}`;
    let steps = this.#steps.get(key);
    if (!steps) {
      const automaton = this.#automaton(automatonKey, at, rhyme);
      steps = new LineSteps(this.#lines[at]!, rhyme, this.#surroundings, automaton);
      this.#steps.set(key, steps);
    }
    return steps;
  }

  #automaton(key: string, at: number, rhyme: KnownRhyme | undefined): LineAutomaton {
    let automaton = this.#automata.get(key);
    if (!automaton) {
      const wish = this.#lines[at]!;
      automaton = this.#keep(
        `automaton ${key}`,
        () => new LineAutomaton(wish, rhyme?.target, this.#surroundings, this.#leads[at]),
      );
      this.#automata.set(key, automaton);
    }
    return automaton;
  }

  /** A line must not end as any of those that it rhymes with. */
  #rhymeOf(at: number, ends: FormState['ends']): KnownRhyme | undefined {
    const wish = this.#lines[at]!.rhyme;
    const known = wish && knownRhyme(wish, this.#surroundings, ends);
    if (!known || wish.same || !('line' in wish.with)) return known;
    const others = ends.flatMap((end, line) =>
      end && this.#roots[line] === this.#roots[at] ? [end.text.toLowerCase()] : [],
    );
    return { ...known, not: [...new Set(others)].sort() };
  }

  #lead(line: FormLine, at: number): Place | undefined {
    if (line.text !== undefined) return undefined;
    const followers = this.#lines.filter(
      (other): other is FormLine & Follower => other.text === undefined && refersTo(other, at),
    );
    if (followers.length === 0) return undefined;
    return this.#keep(`lead ${JSON.stringify(followers)}`, () =>
      leadingEnd(followers, this.#surroundings),
    );
  }

  #keep<T>(key: string, make: () => T): T {
    const { alphabet, english } = this.#surroundings;
    return keep(alphabet, `${english ? 'with words' : ''} ${key}`, make);
  }

  #wishKey({ text: _, ...wish }: FormLine, at: number): string {
    const { rhyme, ...others } = wish;
    const how = rhyme && [rhyme.system, rhyme.syllables];
    return JSON.stringify([others, how, this.#leads[at]?.key]);
  }

  #only(id: number): Uint8Array {
    let mask = this.#forced.get(id);
    if (!mask) {
      mask = new Uint8Array(this.#surroundings.alphabet.characters.length);
      if (id >= 0) mask[id] = 1;
      this.#forced.set(id, mask);
    }
    return mask;
  }
}

const refersTo = ({ rhyme }: FormLine, line: number): boolean =>
  !!rhyme && 'line' in rhyme.with && rhyme.with.line === line;

/** A line that is to be written anew rhymes with what is locked below it, where that is to rhyme with it. */
function towardsLocked(line: PlacedLine, at: number, lines: readonly PlacedLine[]): PlacedLine {
  if (line.text !== undefined || line.rhyme) return line;
  const locked = lines.find((other) => other.text !== undefined && refersTo(other, at));
  if (!locked) return line;
  return { ...line, rhyme: { ...locked.rhyme!, with: { text: locked.text! } } };
}

/** @returns of each line the first of those that rhyme with one another; -1 where it rhymes with none of the form */
function rootsOf(lines: readonly FormLine[]): readonly number[] {
  const roots: number[] = [];
  for (const { rhyme } of lines) {
    const leader = rhyme && 'line' in rhyme.with ? rhyme.with.line : undefined;
    const at = roots.length;
    if (leader === undefined) roots.push(-1);
    else {
      if (roots[leader] === -1) roots[leader] = leader;
      roots[at] = roots[leader]!;
    }
  }
  return roots;
}
