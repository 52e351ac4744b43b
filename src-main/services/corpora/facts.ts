/** What the screens show of a text: its length, its beginning, and prefixes to start from. */
import { createHash } from 'node:crypto';
import type { CorpusInfo } from '../../contract/corpus.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { countCharacters, countDistinct, firstCharacters } from '../../core/corpus.ts';

export type CorpusFacts = Pick<
  CorpusInfo,
  'characters' | 'distinct' | 'firstLines' | 'hash' | 'suggestedPrefixes'
>;

const SHOWN_LINES = 8;
const SHOWN_CHARACTERS = 80;
/** Characters of a prefix that is taken from a text in Chinese and the like, and the most of a word of Latin letters. */
const PREFIX_CHARACTERS = 2;
const LONGEST_WORD = 20;
const LATIN_WORD = /^[\p{Script=Latin}\p{M}\p{N}'’-]+/u;

export function describeText(text: string): CorpusFacts {
  const firstLines = takeFirstLines(text);
  return {
    characters: countCharacters(text),
    distinct: countDistinct(text),
    firstLines,
    hash: createHash('sha256').update(text, 'utf8').digest('hex'),
    suggestedPrefixes: suggestPrefixes(text, firstLines[0] ?? ''),
  };
}

/** The first lines that have text, without the space around it. */
function takeFirstLines(text: string): string[] {
  const lines: string[] = [];
  for (const [line] of text.matchAll(/[^\n\r]*\S[^\n\r]*/g)) {
    lines.push(firstCharacters(line.trim(), SHOWN_CHARACTERS));
    if (lines.length === SHOWN_LINES) break;
  }
  return lines;
}

/** The book's prefixes where the part that is learnt by default has something of them, else how the text begins. */
function suggestPrefixes(text: string, firstLine: string): string[] {
  const learnt = new Set(firstCharacters(text, defaultSettings.maxCharacters));
  const possible = defaultSettings.prefixes.filter((prefix) =>
    Array.from(prefix).some((character) => learnt.has(character)),
  );
  if (possible.length > 0) return possible;
  const word = LATIN_WORD.exec(firstLine)?.[0];
  return [
    word ? firstCharacters(word, LONGEST_WORD) : firstCharacters(firstLine, PREFIX_CHARACTERS),
  ];
}
