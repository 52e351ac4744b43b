/** What the screens show of a text: its length, its beginning, and prefixes to start from. */
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { codePoints } from '../../core/text/code-points.ts';
import { firstCharacters } from '../../core/text/corpus.ts';
import { DistinctCharacters } from '../../core/text/vocabulary.ts';
import { hashOf } from '../../store/files/text-hash.ts';
import { giveWay } from '../../store/files/slices.ts';
import { FirstLines, LineCount } from './first-lines.ts';

export type TextFacts = Pick<
  CorpusInfo,
  'songs' | 'lines' | 'characters' | 'distinct' | 'firstLines' | 'hash' | 'suggestedPrefixes'
>;

/** Characters of a prefix that is taken from a text in Chinese and the like, and the most of a word of Latin letters. */
const PREFIX_CHARACTERS = 2;
const LONGEST_WORD = 20;
/** Of a character. */
const MOST_BYTES = 4;
const LATIN_WORD = /^[\p{Script=Latin}\p{M}\p{N}'’-]+/u;

/** @param utf8 the whole text, which is gone through slice by slice */
export async function describeText(utf8: Uint8Array): Promise<TextFacts> {
  const distinct = new DistinctCharacters();
  const firstLines = new FirstLines();
  const counted = new LineCount();
  let characters = 0;
  for (const points of codePoints(utf8)) {
    characters += points.length;
    distinct.add(points);
    firstLines.add(points);
    counted.add(points);
    await giveWay();
  }
  const lines = firstLines.end();
  return {
    ...counted.end(),
    ...{ characters, distinct: distinct.count, firstLines: lines, hash: await hashOf(utf8) },
    suggestedPrefixes: suggestPrefixes(utf8, lines[0] ?? ''),
  };
}

/** Those of the book's prefixes that the part that is learnt by default has whole, else how the text begins. */
function suggestPrefixes(utf8: Uint8Array, firstLine: string): string[] {
  const { maxCharacters } = defaultSettings;
  const beginning = new TextDecoder().decode(utf8.subarray(0, MOST_BYTES * maxCharacters));
  const learnt = new Set(firstCharacters(beginning, maxCharacters));
  const possible = defaultSettings.prefixes.filter((prefix) =>
    Array.from(prefix).every((character) => learnt.has(character)),
  );
  if (possible.length > 0) return possible;
  if (firstLine === '') return [];
  const word = LATIN_WORD.exec(firstLine)?.[0];
  return [
    word ? firstCharacters(word, LONGEST_WORD) : firstCharacters(firstLine, PREFIX_CHARACTERS),
  ];
}
