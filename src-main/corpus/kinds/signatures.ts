/** What a file is by its first bytes, where these tell: archives, documents, pictures and sound, which hold no text or hold it packed. */
import type { RefusedKind } from '../song.ts';

const at = (bytes: Uint8Array, ascii: string, offset = 0): boolean =>
  bytes.length >= offset + ascii.length &&
  [...ascii].every((character, index) => bytes[offset + index] === character.charCodeAt(0));

/** In the encoding of bytes, each a character of the string. */
const signatures: readonly (readonly [RefusedKind, string, number?])[] = [
  ['rar', 'Rar!\x1a\x07'],
  ['7z', "7z\xbc\xaf'\x1c"],
  ['gzip', '\x1f\x8b'],
  ['bzip2', 'BZh'],
  ['xz', '\xfd7zXZ\0'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['tar', 'ustar', 257],
  ['pdf', '%PDF-'],
  ['word97', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['rtf', '{\\rtf'],
  ['image', '\x89PNG'],
  ['image', '\xff\xd8\xff'],
  ['image', 'GIF8'],
  ['image', 'II*\0'],
  ['image', 'MM\0*'],
  ['image', '8BPS'],
  ['image', 'WEBP', 8],
  ['image', 'ftyphei', 4],
  ['image', 'ftypmif1', 4],
  ['image', 'ftypavif', 4],
  ['sound', 'ID3'],
  ['sound', 'fLaC'],
  ['sound', 'OggS'],
  ['sound', 'WAVE', 8],
  ['sound', 'ftyp', 4],
  ['sound', '\xff\xfb'],
  ['encrypted-lyrics', 'krc1'],
  ['encrypted-lyrics', '\x98\x25\xb0\xac\xe3\x02\x83\x68\xe8\xfc\x6c'],
];
/** QRC as QQ's player gets it: nothing but hexadecimal digits. */
const HEX = /^\s*(?:\[offset:\d+\]\s*)?[\da-f]{128,}\s*$/i;
const BEGINNING = 4096;

/** @returns undefined for what may be a text, or a zip */
export function signatureOf(bytes: Uint8Array): RefusedKind | undefined {
  const found = signatures.find(([, ascii, offset]) => at(bytes, ascii, offset));
  // “BM” alone begins words, too: a bitmap says how large it is.
  const isBitmap = at(bytes, 'BM') && bytes.length > 14 && sizeAt(bytes, 2) === bytes.length;
  if (found || isBitmap) return found?.[0] ?? 'image';
  const beginning = Buffer.from(bytes.subarray(0, BEGINNING)).toString('latin1');
  return HEX.test(beginning) ? 'encrypted-lyrics' : undefined;
}

const sizeAt = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
