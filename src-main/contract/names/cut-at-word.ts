/** The beginning of a name that is too long, which does not end within a word. */

/** Of a word that is written together: every letter and number but those that are words of their own, as in Chinese and Japanese. */
const IN_WORD = /^(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{M}\p{N}’']$/u;

/** @returns the beginning of a text, of at most so many characters: of whole words, where no word is as long as half of that */
export function cutAtWord(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const isWithin = (at: number): boolean =>
    IN_WORD.test(characters[at - 1]!) && IN_WORD.test(characters[at]!);
  let end = most;
  while (end > most / 2 && isWithin(end)) end -= 1;
  return characters
    .slice(0, isWithin(end) ? most : end)
    .join('')
    .trim();
}
