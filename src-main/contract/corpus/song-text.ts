/** Text in which lines and songs end as a model has learnt it, and as people read it. */

/** Where lines are real, they end with this. */
export const LINE_END = '\n';
/** And songs with this, which nobody types and nothing shows. */
export const SONG_END = '\u001e';

/** What stands there in lyrics that a model has written: twice what is between two stanzas. */
export const SONG_GAP = '\n\n\n';

/** Whether a character leaves no ink. */
export const isBlank = (character: string): boolean =>
  character === SONG_END || character.trim() === '';

/** @returns a character as it is listed among others: what leaves no ink has a sign */
export function signOf(character: string): string {
  if (character === LINE_END) return '⏎';
  if (character === SONG_END) return '¶';
  return isBlank(character) ? '␣' : character;
}

/** @returns a text on one line: the ends of its lines and songs are signs, and its spaces stay as they are */
export const onOneLine = (text: string): string => text.replace(/[\n\u001e]/g, signOf); // eslint-disable-line no-control-regex

/**
 * @param gap what stands between two songs: a blank line, or `SONG_GAP` where stanzas have one
 * @returns a text in lines, without what nothing shows
 */
export const inLines = (text: string, gap = '\n\n'): string =>
  text.replace(/\n*\u001e[\n\u001e]*/g, gap); // eslint-disable-line no-control-regex
