/** Whether a line is as it is wished when its characters are read in their context, which a mask character by character cannot tell. */
import type { LineConstraint } from '../contract/writing/constraint.ts';
import { livingReadings } from '../language/chinese/polyphones.ts';
import { readingsOf } from '../language/chinese/readings.ts';
import type { Syllable } from '../language/chinese/syllable.ts';
import { lineEnd, rhymeKey, type Reading } from '../language/line-end.ts';
import { patternOf } from '../language/measure.ts';
import { fitsTone, type RhymeTarget } from './places.ts';

/** @returns false where it is all the same how its characters are read, so that a mask has told all of it */
export function hasSeveralReadings(
  line: string,
  { tone, pattern }: LineConstraint,
  target: RhymeTarget | undefined,
): boolean {
  // Words have tones that their characters by themselves have not: 膊 is neutral in 胳膊 alone.
  if (tone !== undefined || pattern) return true;
  const characters = [...line].filter((character) => allReadings(character).length > 0);
  if (/[儿兒]/u.test(characters.at(-1) ?? '')) return true;
  return !(target?.finals ?? []).every((finals, at) =>
    allReadings(characters.at(-1 - at) ?? '').every(({ final }) => finals.has(final)),
  );
}

/** Also those that only a song has, such as 望 in the second tone: a mask lets a line end on any. */
const allReadings = (character: string): readonly Syllable[] => [
  ...readingsOf(character),
  ...livingReadings(character),
];

export function rhymesWith(
  line: string,
  { system, syllables }: NonNullable<LineConstraint['rhyme']>,
  target: RhymeTarget,
  reading: Reading,
): boolean {
  const end = lineEnd(line, reading);
  if (!end) return false;
  if (target.finals.length === 0)
    return (
      !!end.word && target.key !== null && rhymeKey(end.word, system, syllables) === target.key
    );
  return target.finals.every((finals, at) => {
    const syllable = end.syllables[at];
    return !!syllable && finals.has(syllable.final);
  });
}

export function holdsInContext(
  line: string,
  wish: LineConstraint,
  target: RhymeTarget | undefined,
  reading: Reading,
): boolean {
  const { rhyme, tone, pattern } = wish;
  if (rhyme && target && !rhymesWith(line, rhyme, target, reading)) return false;
  if (tone !== undefined) {
    const syllable = lineEnd(line, reading)?.syllables[0];
    if (!syllable || !fitsTone(syllable.tone, tone)) return false;
  }
  return !pattern || fitsPattern(line, pattern, reading);
}

export function fitsPattern(
  line: string,
  pattern: NonNullable<LineConstraint['pattern']>,
  reading: Reading,
): boolean {
  const levels = patternOf(line, reading);
  return (
    levels.length === pattern.length &&
    pattern.every((level, at) => level === 'any' || level === levels[at])
  );
}
