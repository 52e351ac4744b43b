/** Sets lyrics: the spaces that training made of line breaks become line breaks, or wide gaps, again. */

// Only spaces with a Chinese or Japanese character or mark on both sides stood for line breaks (two for the end of a stanza): other scripts put one between words.
const WRITTEN =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const LINE_SPACE = new RegExp(`(?<=${WRITTEN}) +(?=${WRITTEN}|$)`, 'gu');

/** @returns the text with a line break for every such space; as long as before, so that positions hold. */
export const asLines = (text: string): string =>
  text.replace(LINE_SPACE, (spaces) => '\n'.repeat(spaces.length));

/** @returns the text with a wide gap for every such space; as long as before. */
export const asPhrases = (text: string): string =>
  text.replace(LINE_SPACE, (spaces) => '\u3000'.repeat(spaces.length));

/**
 * What a model has read of a prefix, in the lines in which it was written: to the model each break is a space.
 * @param leftOut characters that the model does not know
 */
export const readPrefix = (prefix: string, leftOut: readonly string[]): string =>
  Array.from(prefix.toWellFormed())
    .filter((character) => !leftOut.includes(character === '\n' ? ' ' : character))
    .join('');
