/** Several short texts in one field, as people write them: a line each, or with commas and their like between. */

const SEPARATOR = /[\n,，、;；]/u;

/** @returns the texts without the spaces around them, and without the empty ones */
export const splitList = (text: string): string[] =>
  text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Whether a text that is being typed has come to the end of an entry. */
export const isList = (text: string): boolean => SEPARATOR.test(text);
