/** How Chinese characters are read: each by itself, and in the context of its line, where a word or a person says so. */
import { pinyin, polyphonic } from 'pinyin-pro';
import type { ChosenReading } from '../../contract/writing/constraint.ts';
import { commonReadings, particleReading } from './particles.ts';
import { simplified } from './simplified.ts';
import { syllableOf, type Syllable } from './syllable.ts';
import { readWords } from './words.ts';

const HAN = /^\p{Script=Han}$/u;

/** @param character one Unicode character */
export const isHan = (character: string): boolean => HAN.test(character);

const alone = new Map<string, readonly Syllable[]>();

/**
 * @param character one Unicode character
 * @returns all its readings, the commonest first; none for what is no Chinese character, or is not known
 */
export function readingsOf(character: string): readonly Syllable[] {
  const known = alone.get(character);
  if (known) return known;
  const readings = isHan(character) ? lookUp(character) : [];
  alone.set(character, readings);
  return readings;
}

function lookUp(character: string): readonly Syllable[] {
  const plain = simplified([character])[0]!;
  const first = commonReadings[plain] ?? commonReadings[character];
  // Of a traditional character, the simplified one's come first.
  const all = [...new Set([plain, character])].flatMap(
    (one) => polyphonic(one, { type: 'array', toneType: 'num' })[0] ?? [],
  );
  const names = new Set([...(first ? [first] : []), ...all]);
  return [...names].map(syllableOf).filter((syllable) => syllable !== null);
}

/** Readings that a person has set, for `readText`. */
export type ReadingChoices = ReadonlyMap<string, string>;

const choiceKey = (before: string, character: string, after: string): string =>
  `${before}|${character}|${after}`;

export const readingChoices = (chosen: readonly ChosenReading[]): ReadingChoices =>
  new Map(chosen.map((one) => [choiceKey(one.before, one.character, one.after), one.reading]));

/**
 * Tone sandhi (一 and 不) is left out: rhyme and measure go by the tone of the dictionary.
 * @param text a line, or a text of lines
 * @returns the reading of each Unicode character in its context; null for what is no Chinese character, or is not known
 */
export function readText(text: string, chosen?: ReadingChoices): (Syllable | null)[] {
  const characters = [...text];
  const readings: (Syllable | null)[] = [];
  for (let at = 0; at < characters.length;) {
    let end = at;
    while (end < characters.length && isHan(characters[end]!)) end += 1;
    if (end === at) {
      readings.push(null);
      at += 1;
      continue;
    }
    readings.push(...readRun(characters.slice(at, end)));
    at = end;
  }
  if (chosen?.size) choose(characters, readings, chosen);
  return readings;
}

/** @param run Chinese characters without a break: no word goes across one */
function readRun(run: readonly string[]): (Syllable | null)[] {
  if (run.length === 1) return [readingsOf(run[0]!)[0] ?? null];
  const plain = simplified(run);
  const read = pinyin(plain.join(''), {
    ...{ type: 'array', toneType: 'num', toneSandhi: false },
    segmentit: 2, // by probability: the most exact one
  });
  // A character that the library takes apart, of which there is none known, would shift the others.
  if (read.length !== run.length) return run.map((character) => readingsOf(character)[0] ?? null);
  readWords(plain, read);
  return run.map((character, at) => {
    const alternatives = readingsOf(character);
    if (alternatives.length === 0) return null;
    const meant = particleReading({ characters: plain, at }, read[at]!);
    // Where no word says otherwise, the library gives its own first reading, and we give ours.
    const common = commonReadings[plain[at]!] ?? commonReadings[character];
    const isOwn = common !== undefined && meant === libraryFirst(plain[at]!);
    return (isOwn ? alternatives[0] : syllableOf(meant)) ?? alternatives[0]!;
  });
}

const firsts = new Map<string, string>();
function libraryFirst(character: string): string {
  let first = firsts.get(character);
  if (first === undefined) {
    first = pinyin(character, { toneType: 'num', toneSandhi: false });
    firsts.set(character, first);
  }
  return first;
}

function choose(
  characters: readonly string[],
  readings: (Syllable | null)[],
  chosen: ReadingChoices,
): void {
  for (const [at, character] of characters.entries()) {
    if (!readings[at]) continue;
    const beside = (offset: number): string => {
      const other = characters[at + offset] ?? '';
      return other === '\n' ? '' : other;
    };
    const reading = chosen.get(choiceKey(beside(-1), character, beside(1)));
    readings[at] = (reading && syllableOf(reading)) || readings[at];
  }
}
