/** Lines in which a byte is missing or too many: halves of characters then make other characters, all of them rare. */
import type { Encoding } from './encoding-names.ts';
import { decodeAs } from './encodings.ts';
import { BEGINNING, bitsBetween, bitsWithin, kindOf, lengthOf } from './likelihood.ts';

/** Bits of a character, on the average, up to which a line is what it seems to be. */
const USUAL_BITS = 12.5;
/** Bits that a line must be shorter by without one of its bytes. */
const MARGIN = 16;
/** Bits by which the quick look may be wrong. */
const SLACK = 12;
/** Longer lines are no verses, and would take long. */
const LONGEST_BYTES = 1000;
/** Lower bytes are no half of a character. */
const LOWEST_HALF = 0x40;

/** @param text what the bytes of the line say */
export function isShifted(bytes: Uint8Array, text: string, encoding: Encoding): boolean {
  const { bits, foreign, foreignBits } = lengthOf(text);
  if (foreign < 2 || foreignBits <= USUAL_BITS * foreign || bytes.length > LONGEST_BYTES)
    return false;
  const lengths = lengthsWithout(bytes, encoding);
  return bytes.some((byte, at) => {
    if (byte < LOWEST_HALF || lengths[at]! + MARGIN - SLACK >= bits) return false;
    const before = decodeAs(bytes.subarray(0, at), encoding);
    const after = decodeAs(bytes.subarray(at + 1), encoding);
    return lengthOf(`${before}\ufffd${after}`).bits + MARGIN < bits;
  });
}

/** Encodings in which the second half of every other character is a letter or a mark of ASCII. */
const ASCII_HALVES: ReadonlySet<Encoding> = new Set(['big5', 'shift_jis']);
const WIDE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
/** Between two characters a letter by itself, unless the two are a word, such as T恤; or a mark that parts no words. */
const ORPHAN = new RegExp(
  String.raw`(?<=[${WIDE}])(?:[A-Za-z](?=[${WIDE}])(?![恤歌光夢餐片級股超次個年天遍種倍彈版臉領字型形盤世記圖杯罩咖段面調大小妹仔君先姐女男])|[@\\^\x60](?=[${WIDE}]))`,
  'u',
);
const BRACKET = new RegExp(String.raw`(?<=[${WIDE}])[[\]{}](?=[${WIDE}])`, 'u');
const PAIR = /\[.*\]|\{.*\}/;

/** Whether a line has the second half of a character without the first: where it is of ASCII, nothing after it shifts. */
export const hasOrphan = (text: string, encoding: Encoding): boolean =>
  ASCII_HALVES.has(encoding) &&
  text.length <= LONGEST_BYTES &&
  (ORPHAN.test(text) || (BRACKET.test(text) && !PAIR.test(text)));

const WRONG = 0xfffd;

/** @returns about how many bits a line has without each of its bytes: to decode it anew for each would take the square of its length */
function lengthsWithout(bytes: Uint8Array, encoding: Encoding): Float64Array {
  const { length } = bytes;
  const lengths = new Float64Array(length);
  const pairs = pairsOf(encoding);
  /** Of the character that would begin at a byte: its unit, and where the next begins. */
  const units = new Uint16Array(length);
  const nexts = new Uint16Array(length);
  for (const [at, byte] of bytes.entries()) {
    const pair = pairs[(byte << 8) | (bytes[at + 1] ?? 0)]!;
    units[at] = byte < 0x80 ? byte : pair || WRONG;
    nexts[at] = byte >= 0x80 && pair > 0 ? at + 2 : at + 1;
  }
  /** Bits of all that follows from a byte on, but for how it follows on what is before. */
  const rests = new Float64Array(length + 1);
  const restAfter = (unit: number, at: number): number =>
    at >= length ? 0 : bitsBetween(kindOf(unit), kindOf(units[at]!)) + rests[at]!;
  for (let at = length - 1; at >= 0; at--)
    rests[at] = bitsWithin(units[at]!) + restAfter(units[at]!, nexts[at]!);
  let [before, kind] = [0, BEGINNING];
  for (let at = 0; at < length; at = nexts[at]!) {
    const wrong = before + bitsBetween(kind, kindOf(WRONG)) + bitsWithin(WRONG);
    lengths[at] = wrong + restAfter(WRONG, at + 1);
    const half = wrong + bitsBetween(kindOf(WRONG), kindOf(WRONG)) + bitsWithin(WRONG);
    if (nexts[at]! > at + 1) lengths[at + 1] = half + restAfter(WRONG, at + 2);
    before += bitsBetween(kind, kindOf(units[at]!)) + bitsWithin(units[at]!);
    kind = kindOf(units[at]!);
  }
  return lengths;
}

const tables = new Map<Encoding, Uint16Array>();

/** @returns for two bytes the first unit of what they are together, or 0; made once for an encoding */
function pairsOf(encoding: Encoding): Uint16Array {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Uint16Array(0x1_0000);
  for (let lead = 0x80; lead <= 0xff; lead++)
    for (let trail = 0x30; trail <= 0xff; trail++) {
      const text = decodeAs(Uint8Array.of(lead, trail), encoding);
      // What one of them is alone, or both are not together, is no character of two bytes.
      if (!text.includes('\ufffd') && !(trail < 0x80 && text.endsWith(String.fromCharCode(trail))))
        table[(lead << 8) | trail] = text.charCodeAt(0);
    }
  tables.set(encoding, table);
  return table;
}
