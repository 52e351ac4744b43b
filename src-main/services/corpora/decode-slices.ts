/** Bytes in an encoding that is known or supposed, turned into UTF-8 a slice at a time: a large file holds nobody up. */
import iconv from 'iconv-lite';
import { giveWay } from '../../store/files/slices.ts';
import type { Onlooker } from './plausible-text.ts';

export type DecodedText = {
  /** In UTF-8. */
  text: Uint8Array;
  /** That it had before, e.g. `UTF-8` or `GB18030`. */
  encoding: string;
};

/** Names under which iconv-lite keeps what is no encoding of text. */
const NOT_TEXT = /^(base64|hex|binary|_.*)$/i;
/** A millisecond or two of decoding. */
const BYTES_AT_ONCE = 1 << 16;
const BYTE_ORDER_MARK = /\ufeff/g;
const HALF_A_CHARACTER = /[\ud800-\udbff]$/;

/**
 * @param onlookers are shown the text in pieces
 * @returns the text in UTF-8, without byte order marks; undefined when the encoding is not known, or when some bytes are no
 * characters in it
 */
export async function decodeAs(
  bytes: Uint8Array,
  encoding: string,
  ...onlookers: readonly Onlooker[]
): Promise<Uint8Array | undefined> {
  const decoder = decoderOf(encoding);
  if (!decoder) return undefined;
  const utf8: Buffer[] = [];
  let half = '';
  for (let start = 0; start < bytes.length; start += BYTES_AT_ONCE) {
    const slice = bytes.subarray(start, start + BYTES_AT_ONCE);
    const isLast = start + BYTES_AT_ONCE >= bytes.length;
    const decoded = decoder(slice, isLast);
    if (decoded === undefined) return undefined;
    const text = half + decoded;
    half = isLast ? '' : (HALF_A_CHARACTER.exec(text)?.[0] ?? '');
    const piece = half ? text.slice(0, -1) : text;
    if (!piece.isWellFormed()) return undefined;
    for (const onlooker of onlookers) onlooker.add(piece);
    utf8.push(Buffer.from(piece.replace(BYTE_ORDER_MARK, '')));
    await giveWay();
  }
  return inOne(utf8);
}

/** Decodes the next slice; undefined where bytes are no characters. */
type Decoder = (slice: Uint8Array, isLast: boolean) => string | undefined;

function decoderOf(encoding: string): Decoder | undefined {
  if (/^utf-?8$/i.test(encoding)) return strictDecoder('utf-8');
  if (/^utf-?16le$/i.test(encoding)) return strictDecoder('utf-16le');
  if (NOT_TEXT.test(encoding) || !iconv.encodingExists(encoding)) return undefined;
  const decoder = iconv.getDecoder(encoding);
  return ({ buffer, byteOffset, byteLength }, isLast) => {
    const text = decoder.write(Buffer.from(buffer, byteOffset, byteLength));
    const whole = isLast ? text + (decoder.end() ?? '') : text;
    return whole.includes('\ufffd') ? undefined : whole;
  };
}

function strictDecoder(encoding: 'utf-8' | 'utf-16le'): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (slice, isLast) => {
    try {
      return decoder.decode(slice, { stream: !isLast });
    } catch {
      return undefined;
    }
  };
}

/** As one piece that no pool of small buffers shares: whoever holds it holds nothing else. */
async function inOne(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
    await giveWay(); // the memory is really taken only now
  }
  return whole;
}
