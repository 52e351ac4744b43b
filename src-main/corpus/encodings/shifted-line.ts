/** Lines in which a byte is missing or too many: halves of characters then make other characters, all of them rare. */
import { decodeAs, type Encoding } from './encodings.ts';
import { lengthOf } from './likelihood.ts';

/** Bits of a character, on the average, up to which a line is what it seems to be. */
const USUAL_BITS = 12.5;
/** Bits that a line must be shorter by without one of its bytes. */
const MARGIN = 16;
/** Longer lines are no verses, and would take long. */
const LONGEST_BYTES = 1000;

/** @param text what the bytes of the line say */
export function isShifted(bytes: Uint8Array, text: string, encoding: Encoding): boolean {
  const { bits, foreign, foreignBits } = lengthOf(text);
  if (foreign < 2 || foreignBits <= USUAL_BITS * foreign || bytes.length > LONGEST_BYTES)
    return false;
  return bytes.some((byte, at) => {
    if (byte < 0x40) return false; // no half of a character
    const before = decodeAs(bytes.subarray(0, at), encoding);
    const after = decodeAs(bytes.subarray(at + 1), encoding);
    return lengthOf(`${before}\ufffd${after}`).bits + MARGIN < bits;
  });
}
