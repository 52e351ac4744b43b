/** A text in UTF-8 as the code points of its characters, a slice at a time: however long it is, it takes no more memory than a slice. */

import type { LineBreaks } from '../../contract/settings.ts';
import type { Preprocessing } from './corpus.ts';

/** A millisecond or two of the work that is done on a text. */
const SLICE_BYTES = 1 << 18;

/**
 * @param utf8 which is known to be well-formed
 * @returns slices of the text in order, each of which is good until the next one is asked for
 */
export function* codePoints(utf8: Uint8Array): Generator<Uint32Array, void> {
  const points = new Uint32Array(Math.min(SLICE_BYTES, utf8.length));
  for (let at = 0; at < utf8.length;) {
    const end = Math.min(at + SLICE_BYTES, utf8.length);
    let count = 0;
    while (at < end) {
      const lead = utf8[at]!;
      if (lead < 0x80) {
        points[count++] = lead;
        at += 1;
      } else if (lead < 0xe0) {
        points[count++] = ((lead & 0x1f) << 6) | continuation(utf8, at + 1);
        at += 2;
      } else if (lead < 0xf0) {
        points[count++] =
          ((lead & 0x0f) << 12) | (continuation(utf8, at + 1) << 6) | continuation(utf8, at + 2);
        at += 3;
      } else {
        points[count++] =
          ((lead & 0x07) << 18) |
          (continuation(utf8, at + 1) << 12) |
          (continuation(utf8, at + 2) << 6) |
          continuation(utf8, at + 3);
        at += 4;
      }
    }
    yield points.subarray(0, count);
  }
}

const continuation = (utf8: Uint8Array, at: number): number => utf8[at]! & 0x3f;

export const SONG_END = 0x1e;
const [LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x0a, 0x0d, 0x20];
/** Vertical tab and form feed, next line, line separator, paragraph separator. */
const BREAKS = [LINE_FEED, 0x0b, 0x0c, CARRIAGE_RETURN, 0x85, 0x2028, 0x2029];

/** What becomes another character, and which. */
const changes: Readonly<Record<LineBreaks, { of: ReturnType<typeof tableOf>; to: number }>> = {
  space: { of: tableOf([...BREAKS, SONG_END]), to: SPACE },
  own: { of: tableOf(BREAKS), to: LINE_FEED },
  'space-each': { of: tableOf([LINE_FEED, CARRIAGE_RETURN]), to: SPACE },
};

/** @returns 1 for each of these code points, as far as the last of them */
function tableOf(points: readonly number[]): Uint8Array {
  const table = new Uint8Array(Math.max(...points) + 1);
  for (const point of points) table[point] = 1;
  return table;
}

/** A part of a text, which need not be in one piece. */
export interface Passage {
  /**
   * Asked of each character that is taken, in order.
   * @param point as it stands in the text
   * @param isBreak whether a line ends with it
   */
  has(point: number, isBreak: boolean): boolean;
}

/**
 * The book's preprocessing, as `preprocess` does it with a string.
 * @param settings as `preprocess` has them
 * @param passage what is wanted of the characters that are taken; left out, all
 * @returns as `codePoints`
 */
export function* preprocessed(
  utf8: Uint8Array,
  { maxCharacters, lineBreaks }: Preprocessing,
  passage?: Passage,
): Generator<Uint32Array, void> {
  const { of: changed, to } = changes[lineBreaks];
  const pairs = lineBreaks !== 'space-each';
  let left = maxCharacters === 0 ? Infinity : maxCharacters;
  let afterReturn = false; // a slice may end between the two of a pair
  for (const points of codePoints(utf8)) {
    let count = 0;
    for (let i = 0; i < points.length && left > 0; i++) {
      const point = points[i]!;
      const isSecond = afterReturn && point === LINE_FEED;
      afterReturn = pairs && point === CARRIAGE_RETURN;
      if (isSecond) continue;
      left -= 1;
      const isChanged = changed[point] === 1;
      if (!passage || passage.has(point, isChanged)) points[count++] = isChanged ? to : point;
    }
    if (count > 0) yield points.subarray(0, count);
    if (left === 0) return;
  }
}
