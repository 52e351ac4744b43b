/** Whether decoded text can be what somebody wrote, or is what a wrong encoding or a binary file makes; told piece by piece. */

/** One in so many characters may be odd: a stray control character, a sign of a private area. */
const ODD_SHARE = 100;

/** Control characters but tab, line feed, form feed, carriage return and escape (which some encodings use). */
const CONTROL = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/g; // eslint-disable-line no-control-regex
/** Control characters of the upper half, private use, not assigned: what a wrong encoding likes to make. */
const ODD = /[\u0080-\u009f\p{Co}\p{Cn}]/gu;
/** Half-width katakana: what Shift_JIS makes of Cyrillic letters in their own encodings. */
const HALF_WIDTH = /[\uff61-\uff9f]/g;
const HALF_WIDTH_SHARE = 3;

/** What looks at the pieces of a text in order; no piece ends with half a character. */
export interface Onlooker {
  add(piece: string): void;
}

/** Counts what a pattern finds. */
export class Count implements Onlooker {
  readonly #pattern: RegExp;
  found = 0;
  /** Of the text so far, in UTF-16 units. */
  length = 0;

  /** @param pattern of one character, global */
  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  add(piece: string): void {
    this.length += piece.length;
    for (const _ of piece.matchAll(this.#pattern)) this.found++;
  }
}

/** Finds out whether a text has a NUL, or more control characters than any text. */
export class ControlCharacters implements Onlooker {
  readonly #control = new Count(CONTROL);
  #hasNul = false;

  add(piece: string): void {
    this.#control.add(piece);
    this.#hasNul ||= piece.includes('\0');
  }

  get areMost(): boolean {
    const { found, length } = this.#control;
    return this.#hasNul || found > Math.max(1, length / ODD_SHARE);
  }
}

/** Finds out whether text that was decoded by a guess looks like text. */
export class Plausibility implements Onlooker {
  readonly #odd = new Count(ODD);
  readonly #halfWidth = new Count(HALF_WIDTH);

  add(piece: string): void {
    this.#odd.add(piece);
    this.#halfWidth.add(piece);
  }

  get isPlausible(): boolean {
    const { found, length } = this.#odd;
    return found <= length / ODD_SHARE && this.#halfWidth.found <= length / HALF_WIDTH_SHARE;
  }
}
