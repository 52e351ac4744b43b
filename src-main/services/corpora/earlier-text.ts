/**
 * What earlier versions read out of a file: a text with the line ends that it had; of a zip, its `.txt` files in an order of their own.
 * Models that keep only the hash of such a text go on with the same file. Nothing is guessed: the hash tells which reading it was.
 */
import iconv from 'iconv-lite';
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import { SONG_END } from '../../contract/corpus/song-text.ts';
import { guessEncoding, markedAs } from '../../corpus/encodings/guess.ts';
import { looksLikeZip, readZip, ZipFault, type ZipEntry } from '../../store/archives/zip-reader.ts';
import { giveWay } from '../../store/files/slices.ts';
import { hashOf } from '../../store/files/text-hash.ts';

/** All that were ever detected or offered, the likelier ones first. */
const encodings = [
  ...['UTF-8', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'Shift_JIS', 'EUC-JP', 'EUC-KR'],
  ...['ISO-8859-1', 'ISO-8859-2', 'ISO-8859-5', 'ISO-8859-6', 'ISO-8859-7', 'ISO-8859-8'],
  ...['ISO-8859-9', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254'],
  ...['windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'windows-874', 'KOI8-R'],
  ...['UTF-32LE', 'UTF-32BE'],
];
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 10_000;

/** @returns the text with this SHA-256, in UTF-8, if earlier versions could read one out of the file */
export async function findEarlierText(
  { name, bytes }: GivenFile,
  hash: string,
): Promise<Uint8Array | undefined> {
  const isZip = looksLikeZip(bytes) || /\.zip$/i.test(name);
  const parts = isZip ? await textsIn(bytes) : [bytes];
  for (const read of readings) {
    const texts = parts.map(read);
    if (!texts.every((text) => text !== undefined)) continue;
    const said = isZip ? texts.filter(hasInk) : texts;
    const text = new TextEncoder().encode(said.join('\n'));
    if ((await hashOf(text)) === hash) return text;
    await giveWay();
  }
  return undefined;
}

type Read = (bytes: Uint8Array) => string | undefined;

const readings: readonly Read[] = [
  ...encodings.flatMap((encoding): Read[] => [
    (bytes) => detected(bytes, encoding),
    (bytes) => decoded(bytes, encoding), // as for who chose one
  ]),
  // The texts of a zip were judged one by one.
  (bytes) => detected(bytes, guessEncoding(bytes)?.encoding ?? 'UTF-8'),
];

/** By its byte order mark or as UTF-8 where it is that, else in an encoding. */
function detected(bytes: Uint8Array, encoding: string): string | undefined {
  const mark = markedAs(bytes);
  if (mark && !mark.startsWith('utf-32')) return decoded(bytes, mark);
  if (bytes.includes(0)) return decoded(bytes, encoding);
  const DOS_END = 0x1a;
  const text = bytes.at(-1) === DOS_END ? bytes.subarray(0, -1) : bytes;
  return decoded(text, 'UTF-8') ?? decoded(text, encoding);
}

/** @returns undefined where some bytes are no characters */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  const text = /^utf-(?:8|16le)$/i.test(encoding)
    ? strictly(bytes, encoding)
    : iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
  const isWrong = text === undefined || !text.isWellFormed();
  return isWrong || (text.includes('\ufffd') && encoding.toUpperCase() !== 'UTF-8')
    ? undefined
    : text.replaceAll('\ufeff', '');
}

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const hasInk = (text: string): boolean => text.replaceAll(SONG_END, '').trim() !== '';

/** @returns the bytes of the texts of a zip, in the order of then; none of what was refused then */
async function textsIn(zip: Uint8Array): Promise<Uint8Array[]> {
  try {
    const entries = (await readZip(zip, MOST_ENTRIES))
      .map((entry) => ({ entry, path: pathOf(entry) }))
      .filter(({ path }) => isText(path))
      .sort((a, b) => naturally.compare(a.path, b.path) || (a.path < b.path ? -1 : 1));
    let left = MOST_BYTES;
    const texts: Uint8Array[] = [];
    for (const { entry } of entries) {
      const bytes = await entry.read(left);
      left -= bytes.length;
      texts.push(bytes);
    }
    return texts;
  } catch (error) {
    if (error instanceof ZipFault) return [];
    throw error;
  }
}

const naturally = new Intl.Collator('en', { numeric: true });

function pathOf({ nameBytes, utf8Name }: ZipEntry): string {
  const name = utf8Name ? new TextDecoder().decode(nameBytes) : strictly(nameBytes, 'utf-8');
  return (name ?? iconv.decode(Buffer.from(nameBytes), 'GB18030')).replaceAll('\\', '/');
}

/** Not what macOS adds, and not what is hidden. */
const isText = (path: string): boolean =>
  /\.txt$/i.test(path) &&
  !path.split('/').some((part) => part === '__MACOSX' || (part.startsWith('.') && part !== '.'));
