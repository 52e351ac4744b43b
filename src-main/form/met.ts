/** How far a line that stands there meets the wishes on it, which wish only nearly. */
import type { LineConstraint, MetWishes, WishKind } from '../contract/writing/constraint.ts';
import { lineEnd, type LineEnd, type Reading } from '../language/line-end.ts';
import { levelOf, measureLine, patternOf } from '../language/measure.ts';
import { kindOf, unitsOf } from '../language/units.ts';
import { rhymesWith } from './in-context.ts';
import { tokensOf } from './phrases.ts';
import { fitsTone } from './places.ts';
import { knownRhyme } from './rhyme-target.ts';

type Degree = 'met' | 'nearly' | 'missed';

/** How far from it a wish counts as nearly met: places of a pattern, characters of a length. */
const NEARLY = 1;

const degree = (isMet: boolean, isNear = false): Degree =>
  isMet ? 'met' : isNear ? 'nearly' : 'missed';

/**
 * @param line as it stands, without its line end
 * @param lines ends of the earlier lines of its form
 * @returns of each wish that there is; one to rhyme with a line that is not there is none
 */
export function met(
  line: string,
  wish: LineConstraint,
  reading: Reading = {},
  lines: readonly (LineEnd | null | undefined)[] = [],
): MetWishes {
  const judged = Object.entries(judges).flatMap(([kind, judge]) => {
    const found = judge({ line, wish, reading, lines });
    return found === undefined ? [] : [[kind, found] as const];
  });
  return Object.fromEntries(judged);
}

interface Case {
  readonly line: string;
  readonly wish: LineConstraint;
  readonly reading: Reading;
  readonly lines: readonly (LineEnd | null | undefined)[];
}

const judges: Readonly<Record<WishKind, (of: Case) => Degree | undefined>> = {
  length: ({ line, wish: { length }, reading }) => {
    if (!length) return undefined;
    const { count } = measureLine(line, 'final', reading);
    const away = Math.max(length.min - count, count - length.max, 0);
    return degree(away === 0, away <= NEARLY);
  },
  rhyme: ({ line, wish: { rhyme }, reading, lines }) => {
    const known = rhyme && knownRhyme(rhyme, reading, lines);
    if (!known) return undefined;
    const end = lineEnd(line, reading);
    const isAgain = !!end && known.not.includes(end.text.toLowerCase());
    if (rhymesWith(line, rhyme, known.target, reading)) return degree(!isAgain, true);
    const near = knownRhyme({ ...rhyme, system: 'near' }, reading, lines)!;
    return degree(false, rhymesWith(line, { ...rhyme, system: 'near' }, near.target, reading));
  },
  tone: ({ line, wish: { tone }, reading }) => {
    if (tone === undefined) return undefined;
    const syllable = lineEnd(line, reading)?.syllables[0];
    if (!syllable) return 'missed';
    // Of four tones, one that is of the same kind, 平 or 仄, is near.
    const isNear = typeof tone === 'number' && levelOf(syllable.tone) === levelOf(toneOf(tone));
    return degree(fitsTone(syllable.tone, tone), isNear);
  },
  pattern: ({ line, wish: { pattern }, reading }) => {
    if (!pattern) return undefined;
    const levels = patternOf(line, reading);
    if (levels.length !== pattern.length) return 'missed';
    const wrong = pattern.filter((level, at) => level !== 'any' && level !== levels[at]).length;
    return degree(wrong === 0, wrong <= NEARLY);
  },
  given: ({ line, wish: { given }, reading }) =>
    given && degree(given.every(({ place, character }) => stands(line, place, character, reading))),
  must: ({ line, wish: { must } }) => must && degree(must.every((phrase) => isThere(phrase, line))),
  without: ({ line, wish: { without } }) =>
    without && degree(!without.some((phrase) => isThere(phrase, line))),
  noRepeatWithin: ({ line, wish: { noRepeatWithin } }) =>
    noRepeatWithin === undefined ? undefined : degree(!repeats(line, noRepeatWithin)),
  punctuation: ({ line, wish: { punctuation } }) =>
    punctuation === undefined || punctuation ? undefined : degree(!hasPunctuation(line)),
  latin: ({ line, wish: { latin } }) =>
    latin === undefined || latin ? undefined : degree(!/[\p{Script=Latin}\p{Nd}]/u.test(line)),
};

const toneOf = (tone: number): 1 | 2 | 3 | 4 => tone as 1 | 2 | 3 | 4;

function stands(line: string, place: number, wanted: string, reading: Reading): boolean {
  const units = unitsOf(line);
  const ordered = place > 0 ? units : units.reverse();
  let filled = 0;
  for (const unit of ordered) {
    const isWord = unit.kind === 'word';
    if (filled === Math.abs(place) - 1) {
      const text = unit.text.toLowerCase();
      if (!isWord) return unit.text === wanted;
      return place > 0
        ? text.startsWith(wanted.toLowerCase())
        : text.endsWith(wanted.toLowerCase());
    }
    filled += isWord ? (reading.english?.pronounce(unit.text).syllables ?? 1) : 1;
    if (filled >= Math.abs(place)) return false;
  }
  return false;
}

function isThere(phrase: string, line: string): boolean {
  const [wanted, tokens] = [tokensOf(phrase), tokensOf(line)];
  return tokens.some((_, at) => wanted.every((token, offset) => tokens[at + offset] === token));
}

function repeats(line: string, within: number): boolean {
  const units = unitsOf(line).map(({ text }) => text.toLowerCase());
  return units.some((unit, at) => units.slice(Math.max(0, at - within + 1), at).includes(unit));
}

/** A space that divides a word in Latin letters from what comes is none. */
const hasPunctuation = (line: string): boolean =>
  [...line].some((character, at, all) => {
    const kind = kindOf(character);
    if (kind === 'apostrophe')
      return kindOf(all[at - 1] ?? ' ') !== 'letter' || kindOf(all[at + 1] ?? ' ') !== 'letter';
    return kind === 'mark' || (kind === 'space' && kindOf(all[at - 1] ?? ' ') !== 'letter');
  });
