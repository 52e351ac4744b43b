/** What is shown beside a line: how much it counts, its rhyme and the tone of its end; and the letters of the rhymes of a stanza. */
import type { LevelOrOblique, RhymeSystem } from '../contract/writing/constraint.ts';
import { readText } from './chinese/readings.ts';
import type { Tone } from './chinese/syllable.ts';
import { endLabel, lineEnd, rhymes, type LineEnd, type Reading } from './line-end.ts';
import { unitsOf, type Unit } from './units.ts';

export interface LineMeasure {
  /** Characters, and the syllables of words in Latin letters; no punctuation, no spaces. */
  readonly count: number;
  readonly end: LineEnd | null;
  /** Such as 十六唐 or /aɪt/; null where nothing is known of the end. */
  readonly rhyme: string | null;
  /** Of the last character; null where it has none. */
  readonly tone: Tone | null;
  /** Words in Latin letters that the dictionary does not have: their syllables and rhymes are guessed. */
  readonly guessed: readonly string[];
}

export function measureLine(line: string, system: RhymeSystem, reading: Reading = {}): LineMeasure {
  const units = unitsOf(line);
  const end = lineEnd(line, reading);
  const words = units.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  return {
    count: units.reduce((sum, unit) => sum + syllablesOf(unit, reading), 0),
    end,
    rhyme: end && endLabel(end, system),
    tone: end?.syllables[0]?.tone ?? null,
    guessed: words.filter((word) => reading.english?.pronounce(word).guessed),
  };
}

/** A word is one where no dictionary is there. */
export const syllablesOf = ({ kind, text }: Unit, { english }: Reading): number =>
  kind === 'word' ? (english?.pronounce(text).syllables ?? 1) : 1;

/** 平 or 仄 by the four tones of today: 1 and 2, or 3 and 4. The neutral tone is short and light, and goes with 仄. */
export const levelOf = (tone: Tone): LevelOrOblique =>
  tone === 1 || tone === 2 ? 'level' : 'oblique';

/** @returns 平 or 仄 of all that counts in a line; null for what has no tone, such as a word */
export function patternOf(line: string, reading: Reading = {}): (LevelOrOblique | null)[] {
  const readings = readText(line, reading.chosen);
  return unitsOf(line).flatMap((unit) => {
    const syllable = unit.kind === 'word' ? null : readings[unit.at];
    const level = syllable ? levelOf(syllable.tone) : null;
    return Array.from({ length: syllablesOf(unit, reading) }, () => level);
  });
}

/**
 * @param ends of the lines of a stanza; null for a line that has none
 * @param syllables of the end that rhyme
 * @returns a letter a line, the same for lines that rhyme: a a b a
 */
export function rhymeScheme(
  ends: readonly (LineEnd | null)[],
  system: RhymeSystem,
  syllables = 1,
): (string | null)[] {
  const leaders: LineEnd[] = [];
  return ends.map((end) => {
    if (!end) return null;
    let at = leaders.findIndex((leader) => rhymes(leader, end, system, syllables));
    if (at < 0) at = leaders.push(end) - 1;
    return letterOf(at);
  });
}

/** a to z, then aa to az, ba to bz, and so on. */
function letterOf(at: number): string {
  const letter = String.fromCharCode(97 + (at % 26));
  return at < 26 ? letter : letterOf(Math.floor(at / 26) - 1) + letter;
}
