/** A zip from a stranger, read by yauzl: judged by what it declares, and unpacked within limits whatever it declares. */
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';

export type ZipEntry = {
  /** As stored; its encoding is known only when `utf8Name`. */
  nameBytes: Uint8Array;
  utf8Name: boolean;
  encrypted: boolean;
  /** In bytes, as declared. */
  size: number;
  /** @throws ZipFault `tooLarge` by its declared or its real size, `damaged`, `encrypted`, `packed` */
  read(limit: number): Promise<Uint8Array>;
};

/** Why a zip was refused. */
export class ZipFault extends Error {
  /** `packed`: in a way that is not read here, of which the reason is the name. */
  readonly kind: 'notZip' | 'damaged' | 'encrypted' | 'packed' | 'tooLarge';
  readonly reason: string;

  constructor(kind: ZipFault['kind'], reason: string, options?: ErrorOptions) {
    super(`${kind}: ${reason}`, options);
    this.kind = kind;
    this.reason = reason;
  }
}

/** @returns whether the file begins as a zip does, an empty one included. */
export const looksLikeZip = (bytes: Uint8Array) =>
  ['PK\x03\x04', 'PK\x05\x06'].includes(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));

/** @throws ZipFault `notZip`, `damaged`, `encrypted`, or `tooLarge` for more than `maxEntries` entries */
export async function readZip(bytes: Uint8Array, maxEntries: number): Promise<ZipEntry[]> {
  const readAt: ReadAt = (at, length) => Promise.resolve(bytes.subarray(at, at + length));
  return listEntries(readAt, bytes.length, maxEntries);
}

/** @returns at most `length` bytes, and none only at the end */
type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

/**
 * The part of a file that is the zip: without what stands before it (a self-extracting archive) and from its comment on,
 * both of which yauzl may refuse.
 */
class ZipPart extends RandomAccessReader {
  readonly #readAt: ReadAt;
  readonly #start: number;
  readonly size: number;

  constructor(readAt: ReadAt, start: number, size: number) {
    super();
    this.#readAt = readAt;
    this.#start = start;
    this.size = size;
  }

  override _readStreamForRange(from: number, end: number): Readable {
    return Readable.from(this.chunks(from, end));
  }

  private async *chunks(from: number, end: number): AsyncGenerator<Uint8Array> {
    const CHUNK_BYTES = 262_144;
    if (end > this.size) throw new ZipFault('damaged', 'the file is cut short');
    for (let at = from; at < end;) {
      const chunk = await this.#readAt(this.#start + at, Math.min(end - at, CHUNK_BYTES));
      if (chunk.length === 0) return;
      // The last two bytes are the length of the comment, which is left out.
      const kept = Math.max(this.size - 2 - at, 0);
      yield kept < chunk.length ? new Uint8Array(chunk).fill(0, kept) : chunk;
      at += chunk.length;
    }
  }
}

async function findZip(readAt: ReadAt, size: number): Promise<ZipPart> {
  const END_BYTES = 22;
  const tailAt = Math.max(size - END_BYTES - 0xffff, 0);
  const tail = Buffer.from(await readAt(tailAt, size - tailAt));
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x06054b50) continue;
    if (at + END_BYTES + tail.readUInt16LE(at + 20) > tail.length) continue;
    // Zip64 keeps the place of its directory elsewhere.
    const large = at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50;
    const directoryEnd = tail.readUInt32LE(at + 12) + tail.readUInt32LE(at + 16);
    const start = large ? 0 : tailAt + at - directoryEnd;
    if (start < 0) throw new ZipFault('damaged', 'the directory lies outside the file');
    return new ZipPart(readAt, start, tailAt + at + END_BYTES - start);
  }
  if (looksLikeZip(await readAt(0, 4)))
    throw new ZipFault('damaged', 'the end of the file is missing');
  throw new ZipFault('notZip', 'it is not a zip');
}

async function listEntries(readAt: ReadAt, size: number, maxEntries: number): Promise<ZipEntry[]> {
  try {
    const part = await findZip(readAt, size);
    const zip = await fromRandomAccessReaderPromise(part, part.size, {
      autoClose: false, // there is nothing to close
      decodeStrings: false, // what is not UTF-8 is not always code page 437, and nothing is written by its name
      validateEntrySizes: false, // `unpack` does, and tells what is too large from what is damaged
    });
    if (zip.entryCount > maxEntries)
      throw new ZipFault('tooLarge', `more than ${maxEntries} entries`);
    const entries: ZipEntry[] = [];
    for await (const entry of zip.eachEntry())
      entries.push({
        nameBytes: entry.fileNameRaw,
        utf8Name: (entry.generalPurposeBitFlag & 0x800) !== 0,
        encrypted: entry.isEncrypted(),
        size: entry.uncompressedSize,
        read: (limit) => unpack(zip, entry, limit).catch(refuse),
      });
    return entries;
  } catch (error) {
    return refuse(error);
  }
}

async function unpack(zip: ZipFile, entry: Entry, limit: number): Promise<Uint8Array> {
  const size = entry.uncompressedSize;
  if (size > limit) throw new ZipFault('tooLarge', 'an entry declares more than the limit');
  const local = await zip.readLocalFileHeaderPromise(entry);
  if (entry.isEncrypted() || local.generalPurposeBitFlag & 1)
    throw new ZipFault('encrypted', 'an entry is encrypted');
  const { compressionMethod: method } = entry;
  if (method !== STORED && method !== DEFLATED) throw new ZipFault('packed', methodNamed(method));
  const bytes = new Uint8Array(size);
  let length = 0;
  let checksum = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    if (length + chunk.length <= size) bytes.set(chunk, length);
    length += chunk.length;
    if (length > limit) throw new ZipFault('tooLarge', 'an entry holds more than the limit');
    checksum = crc32(chunk, checksum);
  }
  if (length !== size) throw new ZipFault('damaged', 'an entry has another size than declared');
  if (checksum !== entry.crc32) throw new ZipFault('damaged', 'a checksum does not match');
  return bytes;
}

const [STORED, DEFLATED] = [0, 8];
/** By the numbers of the format's description. */
const METHODS: Readonly<Record<number, string>> = {
  ...{ 1: 'Shrink', 2: 'Reduce', 3: 'Reduce', 4: 'Reduce', 5: 'Reduce', 6: 'Implode' },
  ...{ 9: 'Deflate64', 10: 'PKWARE DCL Implode', 12: 'bzip2', 14: 'LZMA', 16: 'CMPSC' },
  ...{ 18: 'TERSE', 19: 'LZ77', 20: 'Zstandard', 93: 'Zstandard', 94: 'MP3', 95: 'XZ' },
  ...{ 96: 'JPEG', 97: 'WavPack', 98: 'PPMd' },
};
const methodNamed = (method: number): string => METHODS[method] ?? `#${method}`;

/** Faults of yauzl and zlib have only a message; those of the file system are none of the zip. */
function refuse(error: unknown): never {
  if (!(error instanceof Error) || error instanceof ZipFault || 'syscall' in error) throw error;
  const kind = error.message.includes('encryption') ? 'encrypted' : 'damaged';
  throw new ZipFault(kind, error.message, { cause: error });
}
