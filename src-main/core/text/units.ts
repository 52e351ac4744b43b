/** What is counted where a text is compared with another: its characters, and its words in letters that are written without a break. */
import { SONG_END } from './code-points.ts';

/** Nothing that is counted: punctuation and white space, which a copy may change as it likes. */
const BETWEEN = 1;
const CHARACTER = 2;
/** Part of a word. */
const LETTER = 3;
/** Part of a word where letters stand around it. */
const APOSTROPHE = 4;
type Kind = typeof BETWEEN | typeof CHARACTER | typeof LETTER | typeof APOSTROPHE;

const CODE_POINTS = 0x110000;
/** By code point; 0 where it has not been looked at. */
const kinds = new Uint8Array(CODE_POINTS);

function kindOf(point: number): Kind {
  return (kinds[point] ||= find(String.fromCodePoint(point))) as Kind;
}

function find(character: string): Kind {
  if (character === "'" || character === '’') return APOSTROPHE;
  // Chinese and Japanese are written without spaces; of other scripts, people count words.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return CHARACTER;
  return /[\p{L}\p{M}\p{N}]/u.test(character) ? LETTER : BETWEEN;
}

/** Stands for the end of a song, and for a word that is not known: it is the same as nothing. */
export const NONE = 0;

/** Words by their numbers, which lie beyond all code points; capitals are small letters. */
export class Words {
  readonly #numbers = new Map<string, number>();

  /** @returns the number of a word, a new one where it has none yet */
  add(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = CODE_POINTS + this.#numbers.size;
      this.#numbers.set(word, number);
    }
    return number;
  }

  /** @returns `NONE` for a word that has no number */
  find(word: string): number {
    return this.#numbers.get(word) ?? NONE;
  }
}

/** A unit of a text and where it stands, in characters. */
export interface PlacedUnit {
  readonly unit: number;
  readonly start: number;
  readonly end: number;
}

/** A word under way: its letters, and whether an apostrophe came after them. */
export interface Partial {
  readonly letters: string;
  readonly apostrophe: boolean;
}

export const NO_WORD: Partial = { letters: '', apostrophe: false };

/** What a character does to the word before it: it goes on with it, or it ends it. */
export function afterCharacter(
  { letters, apostrophe }: Partial,
  point: number,
): { readonly word: Partial; readonly ended: string; readonly character: number } {
  const kind = kindOf(point);
  if (kind === LETTER) {
    const more = String.fromCodePoint(point).toLowerCase();
    const word = { letters: `${letters}${apostrophe ? "'" : ''}${more}`, apostrophe: false };
    return { word, ended: '', character: NONE };
  }
  if (kind === APOSTROPHE && letters !== '' && !apostrophe)
    return { word: { letters, apostrophe: true }, ended: '', character: NONE };
  return { word: NO_WORD, ended: letters, character: kind === CHARACTER ? point : NONE };
}

/** Whether it counts by itself. */
export const isCharacter = (point: number): boolean => kindOf(point) === CHARACTER;

/** @returns the units of a text; a word that `words` does not have is `NONE` */
export function unitsOf(text: string, words: Pick<Words, 'find'>): PlacedUnit[] {
  const units: PlacedUnit[] = [];
  let [word, start, lastLetter, at] = [NO_WORD, 0, 0, 0];
  const end = (letters: string): void => {
    if (letters !== '') units.push({ unit: words.find(letters), start, end: lastLetter + 1 });
  };
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const after = afterCharacter(word, point);
    end(after.ended);
    if (word.letters === '') start = at;
    if (after.word.letters !== word.letters) lastLetter = at;
    word = after.word;
    if (after.character !== NONE) units.push({ unit: point, start: at, end: at + 1 });
    if (point === SONG_END) units.push({ unit: NONE, start: at, end: at + 1 });
    at += 1;
  }
  end(word.letters);
  return units;
}
