/** Words at the ends of lines, or to rhyme with, whose sound no dictionary has. */
import { loadEnglish } from './english/english.ts';
import { lineEnd } from './line-end.ts';
import { hasWords } from './units.ts';

/** @returns the words that the texts end with and whose pronunciation is guessed from their spelling, each once */
export async function guessedEnds(texts: readonly string[]): Promise<string[]> {
  if (!hasWords(texts.join(''))) return [];
  const english = await loadEnglish();
  const ends = texts.map((text) => lineEnd(text, { english }));
  return [...new Set(ends.flatMap((end) => (end?.word?.guessed ? [end.text] : [])))];
}
