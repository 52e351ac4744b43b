/** How Chinese characters are read: each by itself, and in the context of its line, where a word or a person says so. */
import { pinyin, polyphonic } from 'pinyin-pro';
import type { ChosenReading } from '../../contract/writing/constraint.ts';
import type { DraftReading } from '../../contract/writing/draft.ts';
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

/** Readings that a person has set, for `readText`: that of the character at a place, where there is one. */
export type ReadingChoices = (characters: readonly string[], at: number) => string | undefined;

/** Characters beside one at a place; '' at an end of the line. */
function neighbours(characters: readonly string[], at: number): Omit<ChosenReading, 'reading'> {
  const beside = (offset: number): string => {
    const other = characters[at + offset] ?? '';
    return other === '\n' ? '' : other;
  };
  return { before: beside(-1), character: characters[at]!, after: beside(1) };
}
const keyOf = ({ before, character, after }: Omit<ChosenReading, 'reading'>): string =>
  `${before}|${character}|${after}`;

/** @returns undefined where none is set */
export function readingChoices(chosen: readonly ChosenReading[]): ReadingChoices | undefined {
  if (chosen.length === 0) return undefined;
  const readings = new Map(chosen.map((one) => [keyOf(one), one.reading]));
  return (characters, at) => readings.get(keyOf(neighbours(characters, at)));
}

/** @param set of characters of the text that is read, by their places in it. @returns undefined where none is set */
export function choicesAt(text: string, set: readonly DraftReading[]): ReadingChoices | undefined {
  if (set.length === 0) return undefined;
  const readings = new Map(set.map(({ at, reading }) => [[...text.slice(0, at)].length, reading]));
  return (_, at) => readings.get(at);
}

/** @returns what was set in a text as it holds for any other, each once */
export function inContext(text: string, set: readonly DraftReading[]): ChosenReading[] {
  const chosen = new Map<string, ChosenReading>();
  for (const { at, reading } of set) {
    const before = [...text.slice(Math.max(0, at - 2), at)];
    const place = neighbours([...before, ...text.slice(at, at + 4)], before.length);
    chosen.set(keyOf(place), { ...place, reading });
  }
  return [...chosen.values()];
}

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
  if (chosen) choose(characters, readings, chosen);
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
  for (const at of characters.keys()) {
    if (!readings[at]) continue;
    const reading = chosen(characters, at);
    readings[at] = (reading && syllableOf(reading)) || readings[at];
  }
}
