/** Common characters and words that rhyme, out of dictionaries and of no text. */
import type { RhymingWord } from '../contract/writing/rhymes.ts';
import { commonCharacters } from './chinese/common-characters.ts';
import { livingReadings } from './chinese/polyphones.ts';
import { written } from './chinese/syllable.ts';
import type { English } from './english/english.ts';
import type { Nearness, Wanted } from './rhyming.ts';

/** @returns the commonest first */
export function commonRhymes(
  wanted: Wanted,
  english: English | undefined,
): Record<Nearness, RhymingWord[]> {
  const found: Record<Nearness, RhymingWord[]> = { rhymes: [], near: [] };
  const besides = { count: 0, line: null };
  if (wanted.syllable)
    for (const text of commonCharacters) {
      if (text === wanted.end) continue;
      for (const syllable of livingReadings(text)) {
        const near = wanted.syllable(syllable);
        const [reading, tone] = [written(syllable), syllable.tone];
        if (near) found[near].push({ text, reading, tone, ...besides });
      }
    }
  if (wanted.word && english)
    for (const text of commonWords(english)) {
      const near = text === wanted.end ? undefined : wanted.word(text);
      if (near)
        found[near].push({
          text: text.replace(/^i'/, "I'"),
          reading: null,
          tone: null,
          ...besides,
        });
    }
  return found;
}

/** The dictionary does not say how common a word is. It has many names of people, which hardly ever have more than a form or two. */
const ENDINGS = ['s', 'es', 'd', 'ed', 'ing', 'er', 'est', 'ly', 'y', 'ness', 'less', 'ful', "'s"];
const FORMS = 3; // with itself
/** Two words in one have no forms, and are common all the same. */
const CONTRACTION =
  /^(?:(?:i|you|s?he|it|we|they|who|what|where|there|that|how|why)'(?:d|ll|m|re|ve)|(?:c|sh|w)ould've|must've|[a-z]+n't)$/;

const ordered = new WeakMap<English, readonly string[]>();

/** @returns words of which the dictionary has several forms, and contractions; those with the most forms first, and the shorter ones of these */
function commonWords(english: English): readonly string[] {
  let words = ordered.get(english);
  if (!words) {
    const forms = [...english.words()].flatMap((word) => {
      if (CONTRACTION.test(word)) return [{ word, count: FORMS }];
      const stem = word.replace(/e$/, '');
      const count = 1 + ENDINGS.filter((ending) => hasForm(english, word, stem, ending)).length;
      return count >= FORMS ? [{ word, count }] : [];
    });
    forms.sort((a, b) => b.count - a.count || a.word.length - b.word.length);
    words = forms.map(({ word }) => word);
    ordered.set(english, words);
  }
  return words;
}

const hasForm = (english: English, word: string, stem: string, ending: string): boolean =>
  english.has(word + ending) || (stem !== word && english.has(stem + ending));
