/** A text in UTF-8 as the code points of its characters, a slice at a time: however long it is, it takes no more memory than a slice. */

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

const [LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x0a, 0x0d, 0x20];

/**
 * The book's preprocessing, as `preprocess` does it with a string.
 * @param maxCharacters Unicode characters to keep; 0 keeps all
 * @returns as `codePoints`
 */
export function* preprocessed(
  utf8: Uint8Array,
  maxCharacters: number,
): Generator<Uint32Array, void> {
  let left = maxCharacters === 0 ? Infinity : maxCharacters;
  for (const points of codePoints(utf8)) {
    const kept = points.subarray(0, Math.min(left, points.length));
    for (let i = 0; i < kept.length; i++)
      if (kept[i] === LINE_FEED || kept[i] === CARRIAGE_RETURN) kept[i] = SPACE;
    yield kept;
    left -= kept.length;
    if (left === 0) return;
  }
}
