/** Which characters and which words may stand at which place of a line, counted from its beginning or from its end. */
import {
  constraintRanges,
  type LineConstraint,
  type ToneWish,
} from '../contract/writing/constraint.ts';
import type { Final, Syllable, Tone } from '../language/chinese/syllable.ts';
import { levelOf } from '../language/measure.ts';
import { readingsAt } from './alphabet.ts';
import type { WordList } from './words.ts';

/** What a line is to rhyme with, once that is known. */
export interface RhymeTarget {
  /** Of the last character, the one before it and so on, what rhymes; none where it is to be a word. */
  readonly finals: readonly ReadonlySet<Final>[];
  /** As `rhymeKey` has it; null where it is to be a character. */
  readonly key: string | null;
}

/** A word that covers a place. */
export interface CoveringWord {
  readonly words: WordList;
  /** Its place in the list. */
  readonly word: number;
  /** Which of its syllables stands there, counted from 0. */
  readonly syllable: number;
}

/** What one wish lets stand at one place. */
export interface Place {
  /** Which wish it is, and what it wishes: two places with the same key are the same. */
  readonly key: string;
  character(character: string): boolean;
  word(word: CoveringWord): boolean;
}

export interface Places {
  /** From the beginning: of place 1, 2, … */
  readonly fromStart: ReadonlyMap<number, readonly Place[]>;
  /** From the end: 0 is the last place, 1 the one before it. */
  readonly fromEnd: ReadonlyMap<number, readonly Place[]>;
  readonly min: number;
  readonly max: number;
  /** The `rhymeKey` of the words that fit `rhymingWord`; null where none does. */
  readonly rhyme: string | null;
}

/** Where the line is to end with a word that rhymes: those are known by their list, and all others do not fit. */
export const rhymingWord: Place = {
  key: 'rhyming word',
  character: () => false,
  word: () => false,
};

export const fitsTone = (tone: Tone, wish: ToneWish): boolean =>
  typeof wish === 'number' ? tone === wish : levelOf(tone) === wish;

const bySyllable = (key: string, isEnd: boolean, fits: (syllable: Syllable) => boolean): Place => ({
  key,
  character: (character) => readingsAt(character, isEnd).some(fits),
  word: () => false,
});

const given = (place: number, wanted: string): Place => ({
  key: `given ${wanted} ${place > 0}`,
  character: (character) => character === wanted,
  word: ({ words, word, syllable }) => {
    const text = words.texts[word]!;
    if (place > 0) return syllable === 0 && text.startsWith(wanted.toLowerCase());
    return syllable === words.syllables[word]! - 1 && text.endsWith(wanted.toLowerCase());
  },
});

/** A long line of a song, in characters or syllables. */
const LONG = 16;

/**
 * A line that has no end before a word has come goes on until it must have one, and nothing but the mask knows that it is no line any
 * more: where no length is wished, one with words in it is therefore no longer than lines are, and than these take.
 * @returns the most characters or syllables of a line whose length is not wished
 */
function longestOf({ must = [], pattern = [], given: wished = [] }: LineConstraint): number {
  const { max } = constraintRanges.length;
  if (must.length === 0) return max;
  const words = must.reduce((sum, word) => sum + [...word].length, 0);
  const places = wished.map(({ place }) => Math.abs(place));
  return Math.min(max, Math.max(LONG, pattern.length, words + Math.max(0, ...places)));
}

/**
 * @param target of the wish to rhyme, if there is one
 * @param atEnd what is wanted of the last place besides
 * @returns the places of a line; a length that no line can have (a pattern of 5 for 7 characters) has `min` above `max`
 */
export function placesOf(
  wish: LineConstraint,
  target: RhymeTarget | undefined,
  atEnd?: Place,
): Places {
  const fromStart = new Map<number, Place[]>();
  const fromEnd = new Map<number, Place[]>();
  const add = (places: Map<number, Place[]>, at: number, place: Place): void => {
    places.set(at, [...(places.get(at) ?? []), place]);
  };
  let { min, max } = wish.length ?? { ...constraintRanges.length, max: longestOf(wish) };
  if (wish.pattern) {
    [min, max] = [Math.max(min, wish.pattern.length), Math.min(max, wish.pattern.length)];
    for (const [at, level] of wish.pattern.entries()) {
      if (level === 'any') continue;
      const isEnd = at === wish.pattern.length - 1;
      const key = `${level} ${isEnd}`;
      add(
        fromStart,
        at + 1,
        bySyllable(key, isEnd, ({ tone }) => fitsTone(tone, level)),
      );
    }
  }
  for (const { place, character } of wish.given ?? []) {
    if (place > 0) add(fromStart, place, given(place, character));
    else add(fromEnd, -place - 1, given(place, character));
    min = Math.max(min, Math.abs(place));
  }
  // One reading has to fit both, the rhyme and the tone.
  const { tone } = wish;
  const fitsEnd = (syllable: Syllable): boolean =>
    tone === undefined || fitsTone(syllable.tone, tone);
  if (target) {
    for (const [at, finals] of target.finals.entries()) {
      const isEnd = at === 0;
      const fits = (syllable: Syllable): boolean =>
        finals.has(syllable.final) && (!isEnd || fitsEnd(syllable));
      add(fromEnd, at, bySyllable(`rhyme ${at}`, isEnd, fits));
      min = Math.max(min, at + 1);
    }
    if (target.finals.length === 0) add(fromEnd, 0, rhymingWord);
  } else if (tone !== undefined) {
    add(fromEnd, 0, bySyllable('tone', true, fitsEnd));
  }
  if (atEnd) add(fromEnd, 0, atEnd);
  // A word has no tone.
  const word = tone === undefined ? (target?.key ?? null) : null;
  return { fromStart, fromEnd, min, max, rhyme: word };
}
