/** Sets lyrics: lines that are real as they are, and the spaces that training made of line breaks as line breaks, or wide gaps, again. */
import type { LineBreaks } from '../../src-main/contract/settings.ts';
import { inLines, LINE_END, SONG_END, SONG_GAP } from '../../src-main/contract/corpus/song-text.ts';

// Only spaces with a Chinese or Japanese character or mark on both sides stood for line breaks (two for the end of a stanza): other scripts put one between words.
const WRITTEN =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const LINE_SPACE = new RegExp(`(?<=${WRITTEN}) +(?=${WRITTEN}|$)`, 'gu');

const WIDE = '\u3000';
const END = new RegExp(`[${LINE_END}${SONG_END}]`, 'g');

/** @param lineBreaks as the model has learnt them. @returns the text, each line on its own */
export const asLines = (text: string, lineBreaks: LineBreaks): string =>
  lineBreaks === 'own'
    ? inLines(text, SONG_GAP)
    : text.replace(LINE_SPACE, (spaces) => '\n'.repeat(spaces.length));

/** @returns the text as one line, with a wide gap where a line ends and a wider one where a song does; as long as before where breaks are spaces */
export const asPhrases = (text: string, lineBreaks: LineBreaks): string =>
  lineBreaks === 'own'
    ? text.replace(END, (end) => (end === SONG_END ? WIDE.repeat(3) : WIDE))
    : text.replace(LINE_SPACE, (spaces) => WIDE.repeat(spaces.length));

/** @returns what a piece begins with and how it goes on, both as `set` has them */
export function apart(
  prefix: string,
  continuation: string,
  lineBreaks: LineBreaks,
  set: typeof asLines,
): [prefix: string, continuation: string] {
  if (lineBreaks === 'own') return [set(prefix, lineBreaks), set(continuation, lineBreaks)];
  // As a whole, since a line may end where the prefix does; every position holds.
  const whole = set(prefix + continuation, lineBreaks);
  return [whole.slice(0, prefix.length), whole.slice(prefix.length)];
}

/**
 * What a model has read of a prefix, in the lines in which it was written, whatever it has learnt them as.
 * @param leftOut characters that the model does not know
 */
export const readPrefix = (
  prefix: string,
  leftOut: readonly string[],
  lineBreaks: LineBreaks,
): string =>
  Array.from(prefix.toWellFormed())
    .filter(
      (character) =>
        !leftOut.includes(lineBreaks !== 'own' && character === LINE_END ? ' ' : character),
    )
    .join('');
