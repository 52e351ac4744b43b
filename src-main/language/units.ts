/** What counts in a line: its characters, and its words in Latin letters; the rest is between them. */
import { isHan } from './chinese/readings.ts';

export interface Unit {
  readonly kind: 'character' | 'word';
  readonly text: string;
  /** Unicode characters of the line before it. */
  readonly at: number;
}

export type CharacterKind =
  'han' | 'character' | 'digit' | 'letter' | 'apostrophe' | 'space' | 'mark';

const LATIN = /^\p{Script=Latin}$/u;
const DIGIT = /^\p{Nd}$/u;
/** Of other scripts; a long vowel's mark in kana is one. */
const LETTER = /^[\p{L}ー]$/u;
const SPACE = /^\s$/u;

const kinds = new Map<string, CharacterKind>();

/** @param character one Unicode character */
export function kindOf(character: string): CharacterKind {
  let kind = kinds.get(character);
  if (kind === undefined) {
    kind = find(character);
    kinds.set(character, kind);
  }
  return kind;
}

function find(character: string): CharacterKind {
  if (isHan(character)) return 'han';
  if (LATIN.test(character)) return 'letter';
  if (DIGIT.test(character)) return 'digit';
  if (LETTER.test(character)) return 'character';
  if (SPACE.test(character)) return 'space';
  return character === "'" || character === '’' ? 'apostrophe' : 'mark';
}

/** @returns what counts in a line, in order; an apostrophe belongs to a word that goes on behind it */
export function unitsOf(line: string): Unit[] {
  const characters = [...line];
  const units: Unit[] = [];
  for (let at = 0; at < characters.length;) {
    const kind = kindOf(characters[at]!);
    let end = at + 1;
    if (kind === 'letter') {
      while (end < characters.length && goesOn(characters, end)) end += 1;
      units.push({ kind: 'word', text: characters.slice(at, end).join(''), at });
    } else if (kind === 'han' || kind === 'digit' || kind === 'character') {
      units.push({ kind: 'character', text: characters[at]!, at });
    }
    at = end;
  }
  return units;
}

function goesOn(characters: readonly string[], at: number): boolean {
  const kind = kindOf(characters[at]!);
  if (kind === 'apostrophe') return kindOf(characters[at + 1] ?? ' ') === 'letter';
  return kind === 'letter' || /^\p{M}$/u.test(characters[at]!);
}

export const hasWords = (text: string): boolean => /\p{Script=Latin}/u.test(text);
