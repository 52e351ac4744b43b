/** Whether decoded text can be what somebody wrote, or is what a wrong encoding or a binary file makes. */

/** One in so many characters may be odd: a stray control character, a sign of a private area. */
const ODD_SHARE = 100;

/** Control characters but tab, line feed, form feed, carriage return and escape (which some encodings use). */
const CONTROL = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/g; // eslint-disable-line no-control-regex
/** Control characters of the upper half, private use, not assigned: what a wrong encoding likes to make. */
const ODD = /[\u0080-\u009f\p{Co}\p{Cn}]/gu;

/** @returns whether a text has a NUL, or more control characters than any text */
export function isMostlyControl(text: string): boolean {
  return text.includes('\0') || count(text, CONTROL) > Math.max(1, text.length / ODD_SHARE);
}

/** Half-width katakana: what Shift_JIS makes of Cyrillic letters in their own encodings. */
const HALF_WIDTH = /[\uff61-\uff9f]/g;
const HALF_WIDTH_SHARE = 3;

/** @returns whether text that was decoded by a guess looks like text */
export function isPlausible(text: string): boolean {
  return (
    count(text, ODD) <= text.length / ODD_SHARE &&
    count(text, HALF_WIDTH) <= text.length / HALF_WIDTH_SHARE
  );
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}
