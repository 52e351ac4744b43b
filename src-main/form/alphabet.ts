/** A vocabulary as a form sees it: what kind each character is, and how it is read. */
import { livingReadings } from '../language/chinese/polyphones.ts';
import { readingsOf } from '../language/chinese/readings.ts';
import type { Syllable } from '../language/chinese/syllable.ts';
import { plainWord } from '../language/english/english.ts';
import { kindOf, type CharacterKind } from '../language/units.ts';

/** Code of an apostrophe beside those of a to z, which are 1 to 26. */
export const APOSTROPHE = 27;

export interface Alphabet {
  /** The character of every id. */
  readonly characters: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  /** What ends a line; -1 where the vocabulary does not have it, and a line ends by being whole. */
  readonly lineEnd: number;
  /** What divides words within a line; -1 where there is none. */
  readonly space: number;
  /** Null for what never stands in a line: control characters, and marks that change the character before. */
  readonly kinds: readonly (CharacterKind | null)[];
  /** [V] 1 to 26 for a letter, 27 for an apostrophe, 0 for all else and for letters beyond a to z. */
  readonly letters: Uint8Array;
  /** Whether there are Chinese characters in it. */
  readonly hasHan: boolean;
}

/** What a line ends by: a break of its own, or a space where line breaks are learnt as spaces. */
export type LineBreak = '\n' | ' ';

export function alphabetOf(characters: readonly string[], lineBreak: LineBreak): Alphabet {
  const ids = new Map(characters.map((character, id) => [character, id]));
  const kinds = characters.map((character) =>
    /[\p{Cc}\p{Cf}\p{M}\p{Cs}]/u.test(character) ? null : kindOf(character),
  );
  const letters = Uint8Array.from(characters, (character, id) => {
    if (kinds[id] === 'apostrophe') return APOSTROPHE;
    if (kinds[id] !== 'letter') return 0;
    const plain = plainWord(character);
    return /^[a-z]$/.test(plain) ? plain.charCodeAt(0) - 96 : 0;
  });
  return {
    ...{ characters, ids, kinds, letters },
    lineEnd: ids.get(lineBreak) ?? -1,
    space: lineBreak === ' ' ? -1 : (ids.get(' ') ?? -1),
    hasHan: kinds.includes('han'),
  };
}

const firstOnly = new Map<string, readonly Syllable[]>();

/** @returns how a character is read: within a line by its commonest reading, at the end by any that is alive */
export function readingsAt(character: string, isEnd: boolean): readonly Syllable[] {
  if (isEnd) return livingReadings(character);
  let first = firstOnly.get(character);
  if (!first) {
    first = readingsOf(character).slice(0, 1);
    firstOnly.set(character, first);
  }
  return first;
}
