/** Which wishes keep a line from being written by a vocabulary at all, and the nearest wish that does not. */
import {
  constraintRanges,
  type Form,
  type FormLine,
  type LineConstraint,
  type WishKind,
} from '../contract/writing/constraint.ts';
import { lineEnd, type LineEnd } from '../language/line-end.ts';
import { unitsOf } from '../language/units.ts';
import { leadingEnd, type Follower } from './leading-end.ts';
import { LineAutomaton, type Surroundings } from './line-automaton.ts';
import { lineSteps } from './line-constraint.ts';
import { placesOf, type Place } from './places.ts';
import { knownRhyme } from './rhyme-target.ts';

export interface Obstacle {
  readonly wish: WishKind;
  /** How many characters of the vocabulary fit the wish at the place where they are fewest; for words that must come, how many it spells. */
  readonly count: number;
}

export interface Impossible {
  /** Each alone would do: without it, there are such lines. Where none is, they are in one another's way. */
  readonly inTheWay: readonly Obstacle[];
  /** Null where there is no line at all, as in a vocabulary that has nothing to write with. */
  readonly nearest: LineConstraint | null;
}

const optional = [
  ...(['rhyme', 'tone', 'pattern', 'given', 'must', 'length'] as const),
  ...(['without', 'latin', 'punctuation'] as const),
];

/**
 * @param lines ends of the earlier lines of its form, as far as they are known
 * @returns undefined where there are such lines, as far as can be told beforehand
 */
export function impossible(
  wish: LineConstraint,
  surroundings: Surroundings,
  lines: readonly (LineEnd | null | undefined)[] = [],
): Impossible | undefined {
  const isPossible = (one: LineConstraint): boolean =>
    lineSteps(one, surroundings, lines).isPossible;
  if (isPossible(wish)) return undefined;
  const wished = optional.filter((kind) => wish[kind] !== undefined);
  const blocking = wished.filter((kind) => isPossible(without(wish, [kind])));
  return {
    inTheWay: blocking.map((kind) => ({
      wish: kind,
      count: countOf(kind, wish, surroundings, lines),
    })),
    nearest: nearestOf(wish, blocking.length > 0 ? blocking : wished, isPossible),
  };
}

function without(wish: LineConstraint, kinds: readonly WishKind[]): LineConstraint {
  return Object.fromEntries(
    Object.entries(wish).filter(([kind]) => !kinds.includes(kind as WishKind)),
  );
}

/** Gives way in one wish, by as little as there is; where that does not do, in several. */
function nearestOf(
  wish: LineConstraint,
  kinds: readonly (typeof optional)[number][],
  isPossible: (wish: LineConstraint) => boolean,
): LineConstraint | null {
  for (const kind of kinds)
    for (const milder of milderOf(wish, kind)) if (isPossible(milder)) return milder;
  let left = wish;
  for (const kind of kinds) {
    left = without(left, [kind]);
    if (isPossible(left)) return left;
  }
  return null;
}

/** @returns the wish with one kind of it milder, step by step; last without it */
function* milderOf(wish: LineConstraint, kind: WishKind): Generator<LineConstraint, void> {
  const { rhyme, length, given, must } = wish;
  if (kind === 'rhyme' && rhyme) {
    if (!rhyme.same) yield { ...wish, rhyme: { ...rhyme, same: true } };
    for (let syllables = rhyme.syllables - 1; syllables > 0; syllables--)
      yield { ...wish, rhyme: { ...rhyme, syllables } };
    yield { ...wish, rhyme: { ...rhyme, syllables: 1, system: 'near' } };
  }
  if (kind === 'tone' && typeof wish.tone === 'number')
    yield { ...wish, tone: wish.tone <= 2 ? 'level' : 'oblique' };
  if (kind === 'length' && length) {
    const { min, max } = constraintRanges.length;
    for (let by = 1; by <= max; by++) {
      const wider = { min: Math.max(min, length.min - by), max: Math.min(max, length.max + by) };
      yield { ...wish, length: wider };
    }
  }
  // One after the other, the last one first.
  if (kind === 'given' && given)
    for (const one of [...given].reverse())
      yield { ...wish, given: given.filter((other) => other !== one) };
  if (kind === 'must' && must)
    for (const one of [...must].reverse())
      yield { ...wish, must: must.filter((other) => other !== one) };
  yield without(wish, [kind]);
}

function countOf(
  kind: WishKind,
  wish: LineConstraint,
  surroundings: Surroundings,
  lines: readonly (LineEnd | null | undefined)[],
): number {
  const { alphabet } = surroundings;
  if (kind === 'must')
    return (wish.must ?? []).filter((phrase) =>
      [...phrase].every((character) => alphabet.ids.has(character)),
    ).length;
  const known = wish.rhyme && knownRhyme(wish.rhyme, surroundings, lines);
  const places = placesOf({ [kind]: wish[kind] }, kind === 'rhyme' ? known?.target : undefined);
  const fitting = (all: readonly Place[]): number =>
    alphabet.characters.filter(
      (character) =>
        unitsOf(character).length > 0 && all.every((place) => place.character(character)),
    ).length;
  const wanted = [...places.fromStart.values(), ...places.fromEnd.values()];
  return Math.min(...(wanted.length > 0 ? wanted : [[]]).map(fitting));
}

export interface ImpossibleLine extends Impossible {
  /** Of the form, counted from 0. */
  readonly line: number;
}

/** @returns the first line of a form that cannot be written, also because nothing rhymes with what it is to rhyme with */
export function impossibleInForm(
  { lines }: Form,
  surroundings: Surroundings,
): ImpossibleLine | undefined {
  for (const [line, { text, ...wish }] of lines.entries()) {
    if (text !== undefined) continue;
    const ends = lines.map((other) =>
      other.text === undefined ? undefined : lineEnd(other.text, surroundings),
    );
    const found = impossible(wish, surroundings, ends);
    if (found) return { line, ...found };
    const unmet = followersOf(lines, line).find((_, at, all) => {
      const leads = leadingEnd(all.slice(0, at + 1), surroundings);
      return !new LineAutomaton(wish, undefined, surroundings, leads).isPossible;
    });
    if (unmet) return { line: lines.indexOf(unmet), ...withoutRhyme(unmet) };
  }
  return undefined;
}

const followersOf = (lines: Form['lines'], leader: number): (FormLine & Follower)[] =>
  lines.filter(
    (other): other is FormLine & Follower =>
      other.text === undefined &&
      !!other.rhyme &&
      'line' in other.rhyme.with &&
      other.rhyme.with.line === leader,
  );

/** No end of the line above has one more that rhymes with it. */
function withoutRhyme({ text: _, ...wish }: FormLine): Impossible {
  return { inTheWay: [{ wish: 'rhyme', count: 0 }], nearest: without(wish, ['rhyme']) };
}
