/** What a file is by its first bytes, where these tell: archives, documents, pictures and sound, which hold no text or hold it packed. */
import type { RefusedKind } from '../song.ts';

/** Bytes as a string of as many characters. */
const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/* eslint-disable no-control-regex -- control characters are what tells these files */

/**
 * What a file begins with. Where that is letters alone, it has what no text has besides: a number, or bytes that are no characters.
 * A control character ends most.
 */
const signatures: readonly (readonly [RefusedKind, RegExp])[] = [
  ['rar', /^Rar!\x1a\x07|^RE~\^/],
  ['7z', /^7z\xbc\xaf'\x1c/],
  ['gzip', /^\x1f[\x8b\x9d]/],
  ['bzip2', /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/],
  ['xz', /^\xfd7zXZ\0/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  ['pdf', /^(?:\xef\xbb\xbf)?\s*%PDF-/],
  ['rtf', /^(?:\xef\xbb\xbf)?\s*\{\\rtf/],
  ['image', /^\x89PNG|^\xff\xd8\xff|^GIF8[79]a|^II\*\0|^MM\0\*|^8BPS\0|^\0\0[\x01\x02]\0[^\0]\0/],
  ['image', /^RIFF[^]{4}WEBP|^\0\0\0[^]ftyp(?:hei|hev|mif1|msf1|avi)|^\0\0\0\x0cj[PX]|^\xff\x0a/],
  [
    'sound',
    /^ID3[\x02-\x04]|^fLaC|^OggS\0|^RIFF[^]{4}WAVE|^FORM[^]{4}AIF|^MThd\0|^#!AMR|^MAC [^]\x0f/,
  ],
  [
    'sound',
    /^\0\0\0[^]ftypM4[AB]|^\xff[\xe3\xf1-\xf3\xf9-\xfb][\x10-\xff]|^\x30\x26\xb2\x75\x8e\x66\xcf\x11|^CTENFDAM/,
  ],
  ['video', /^\0\0[^]{2}ftyp|^\x1a\x45\xdf\xa3|^RIFF[^]{4}AVI |^FLV\x01|^\0\0\x01[\xb3\xba]/],
  [
    'program',
    /^\x7fELF|^MZ[^]{0,4000}(?:PE\0\0|This program)|^MZ[^]{10}\0|^[\xce\xcf]\xfa\xed\xfe|^\xca\xfe\xba\xbe|^dex\n03/,
  ],
  ['program', /^\xfe\xed\xfa[\xce\xcf]|^\0asm\x01/],
  ['database', /^SQLite format 3\0/],
  ['data', /^bplist0\d/],
  ['epub', /^[^]{60}BOOKMOBI|^ITSF[\x02-\x04]\0/],
  ['encrypted-lyrics', /^krc1(?:[^]{0,20}[^\x20-\x7e\s]|$)/],
  ['encrypted-lyrics', /^\s*a3JjM[A-Za-z\d+/=\s]+$/], // the same in base64, as services send it
  ['encrypted-lyrics', /^\x98\x25\xb0\xac\xe3\x02\x83\x68\xe8\xfc\x6c|^tp=content\r?\n/],
  // QRC as services send it: nothing but hexadecimal digits.
  ['encrypted-lyrics', /^\s*(?:\[offset:\d+\]\s*)?(?=[\d\s]*[a-f])(?=[a-f\s]*\d)[\da-f\s]{128,}$/i],
];
const BEGINNING = 4096;

/** @returns undefined for what may be a text, or a zip */
export function signatureOf(bytes: Uint8Array): RefusedKind | undefined {
  const beginning = latin1(bytes, 0, BEGINNING);
  const found = signatures.find(([, pattern]) => pattern.test(beginning));
  if (found) return found[0];
  if (beginning.startsWith('\xd0\xcf\x11\xe0')) return compoundKind(bytes);
  // “BM” alone begins words, too: a bitmap says how large it is.
  if (beginning.startsWith('BM') && bytes.length > 14 && sizeAt(bytes, 2) === bytes.length)
    return 'image';
  return isTar(beginning) ? 'tar' : undefined;
}

const sizeAt = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);

/** Of the programs that Office had before it had zips, by the names of what is within; Word where none is found. */
function compoundKind(bytes: Uint8Array): RefusedKind {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (name: string): boolean => all.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage')) return 'encrypted-document';
  if (has('WordDocument')) return 'word97';
  if (has('Workbook')) return 'spreadsheet';
  return has('PowerPoint Document') ? 'slides' : 'word97';
}

/** A header of 512 bytes with a sum over them, which old ones have without a name for the format. */
function isTar(beginning: string): boolean {
  const [HEADER, SUM_AT, SUM_END] = [512, 148, 156];
  if (/^ustar[\0 ]/.test(beginning.slice(257, 263))) return true;
  const written = /^[ 0]*([0-7]{1,7})[\0 ]/.exec(beginning.slice(SUM_AT, SUM_END))?.[1];
  if (written === undefined || beginning.length < HEADER || beginning.startsWith('\0'))
    return false;
  let sum = 8 * ' '.charCodeAt(0);
  for (let at = 0; at < HEADER; at++)
    if (at < SUM_AT || at >= SUM_END) sum += beginning.charCodeAt(at);
  return sum === parseInt(written, 8);
}
