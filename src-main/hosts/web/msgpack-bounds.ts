/**
 * Looks over a msgpack message before it is decoded: 4 MB of nested arrays become several GB of objects, which end the process.
 * The library's decoder bounds each array alone, neither how deep they lie in one another nor how many there are.
 */

/** The contract's deepest call has six levels. */
const MOST_LEVELS = 32;
/** Texts and files are one value each; the most has a draft, whose spans are seven values each. So many take 120 MB at the worst. */
const MOST_VALUES = 1_000_000;

/** @returns false also for what ends too early, and for what has bytes behind its end */
export function isWithinBounds(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** How many values are still to come on each level. */
  const left = [1];
  let at = 0;
  for (let values = 0; left.length > 0; values++) {
    const level = left.length - 1;
    if (left[level] === 0) {
      left.pop();
      continue;
    }
    if (at >= bytes.length || values > MOST_VALUES || level > MOST_LEVELS) return false;
    left[level]! -= 1;
    const { size, inside } = readHead(view, at);
    at += size;
    if (inside > MOST_VALUES) return false;
    if (inside > 0) left.push(inside);
  }
  return at === bytes.length;
}

interface Head {
  /** Bytes of the value, without those of the values that lie in it. */
  readonly size: number;
  /** How many values lie in it; a pair of a map is two. */
  readonly inside: number;
}

/** The format's own table: https://github.com/msgpack/msgpack/blob/master/spec.md */
function readHead(view: DataView, at: number): Head {
  const byte = view.getUint8(at);
  const length = (bytes: 1 | 2 | 4): number => {
    if (at + 1 + bytes > view.byteLength) return 0; // `at` runs past the end, which is noticed there
    if (bytes === 1) return view.getUint8(at + 1);
    return bytes === 2 ? view.getUint16(at + 1) : view.getUint32(at + 1);
  };
  const plain = (size: number): Head => ({ size, inside: 0 });
  if (byte <= 0x7f || byte >= 0xe0) return plain(1);
  if (byte <= 0x8f) return { size: 1, inside: 2 * (byte & 0x0f) };
  if (byte <= 0x9f) return { size: 1, inside: byte & 0x0f };
  if (byte <= 0xbf) return plain(1 + (byte & 0x1f));
  switch (byte) {
    case 0xc4: // bin
    case 0xd9: // str
      return plain(2 + length(1));
    case 0xc5:
    case 0xda:
      return plain(3 + length(2));
    case 0xc6:
    case 0xdb:
      return plain(5 + length(4));
    case 0xc7: // ext
      return plain(3 + length(1));
    case 0xc8:
      return plain(4 + length(2));
    case 0xc9:
      return plain(6 + length(4));
    case 0xca: // float 32, int 32
    case 0xce:
    case 0xd2:
      return plain(5);
    case 0xcb: // float 64, int 64
    case 0xcf:
    case 0xd3:
      return plain(9);
    case 0xcc:
    case 0xd0:
      return plain(2);
    case 0xcd:
    case 0xd1:
      return plain(3);
    case 0xd4: // fixext
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return plain(2 + 2 ** (byte - 0xd4));
    case 0xdc: // array
      return { size: 3, inside: length(2) };
    case 0xdd:
      return { size: 5, inside: length(4) };
    case 0xde: // map
      return { size: 3, inside: 2 * length(2) };
    case 0xdf:
      return { size: 5, inside: 2 * length(4) };
    default: // nil, false, true, and 0xc1, which the decoder refuses
      return plain(1);
  }
}
