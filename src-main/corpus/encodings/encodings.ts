/** The encodings that texts come in: how each is decoded, and how common it is. */
import iconv from 'iconv-lite';
import type { Encoding } from './encoding-names.ts';
import { withoutShifts, withoutTildes } from './seven-bits.ts';

/** Reads bytes however wrong they are: what is no character becomes U+FFFD. A mark at the beginning stays. */
type Decode = (bytes: Uint8Array) => string;

interface Known {
  readonly decode: Decode;
  /** Bits that an encoding costs before a byte is seen: the rarer, the more. */
  readonly prior: number;
  /** Of the bytes of one character; `double` where one wrong byte garbles the rest of its line, `switched` where escapes tell. */
  readonly unit: 'single' | 'double' | 'utf-8' | 'utf-16' | 'utf-32' | 'switched';
}

const native = (name: string): Decode => {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes);
};
/** Not the platform's own: of Korean that one knows the old half alone, and each has its own idea of what follows a wrong byte. */
const table =
  (name: string): Decode =>
  ({ buffer, byteOffset, byteLength }) =>
    iconv.decode(Buffer.from(buffer, byteOffset, byteLength), name, { stripBOM: false });

const single = (name: string, prior: number): Known => ({
  ...{ decode: table(name), prior, unit: 'single' },
});
const double = (name: string, prior: number): Known => ({
  ...{ decode: table(name), prior, unit: 'double' },
});
/** Known by its escapes alone, and never guessed. */
const switched = (decode: Decode): Known => ({ decode, prior: 0, unit: 'switched' });

const known: Readonly<Record<Encoding, Known>> = {
  'utf-8': { decode: native('utf-8'), prior: 0, unit: 'utf-8' },
  'utf-16le': { decode: native('utf-16le'), prior: 4, unit: 'utf-16' },
  'utf-16be': { decode: native('utf-16be'), prior: 6, unit: 'utf-16' },
  'utf-32le': { decode: table('utf-32le'), prior: 8, unit: 'utf-32' },
  'utf-32be': { decode: table('utf-32be'), prior: 8, unit: 'utf-32' },
  gb18030: double('gb18030', 1),
  gbk: double('gb18030', 1), // the same but for characters of four bytes, and what most people call it
  big5: double('big5hkscs', 3),
  shift_jis: double('shift_jis', 9),
  'euc-jp': double('euc-jp', 14),
  'euc-kr': double('cp949', 10),
  'windows-1252': single('windows-1252', 6),
  'windows-1251': single('windows-1251', 8),
  'windows-1250': single('windows-1250', 8),
  'windows-1253': single('windows-1253', 10),
  'windows-1254': single('windows-1254', 10),
  'windows-1255': single('windows-1255', 12),
  'windows-1256': single('windows-1256', 12),
  'windows-1257': single('windows-1257', 12),
  'windows-1258': single('windows-1258', 12),
  'koi8-r': single('koi8-r', 8),
  'iso-2022-jp': switched(native('iso-2022-jp')),
  'iso-2022-kr': switched((bytes) => table('cp949')(withoutShifts(bytes))),
  'iso-2022-cn': switched((bytes) => table('gb18030')(withoutShifts(bytes))),
  'hz-gb-2312': switched((bytes) => table('gb18030')(withoutTildes(bytes))),
  'utf-7': switched(table('utf-7')),
};

/** Which of two that read the same a text is in. */
export const nameOf = (encoding: Encoding, bytes: Uint8Array): Encoding =>
  encoding === 'gb18030' && !hasFourBytes(bytes) ? 'gbk' : encoding;

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

function hasFourBytes(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x81) continue;
    if (isDigit(bytes[at + 1]) && (bytes[at + 2] ?? 0) >= 0x81 && isDigit(bytes[at + 3]))
      return true;
    at += 1;
  }
  return false;
}

export const priorOf = (encoding: Encoding): number => known[encoding].prior;
export const unitOf = (encoding: Encoding): Known['unit'] => known[encoding].unit;

/**
 * @param bytes of a whole text, or of a part that begins and ends with whole characters
 * @returns its characters; U+FFFD for what is none. A byte order mark is a character
 */
export const decodeAs = (bytes: Uint8Array, encoding: Encoding): string =>
  known[encoding].decode(bytes);
