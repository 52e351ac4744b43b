/**
 * Reads the zip that a model file or a pack of a corpus is, and refuses it where two of its parts disagree: only a damaged file has such
 * parts. That is why yauzl, which reads anybody's zips for the corpora, is not asked: of every fact it takes one copy and passes over the other.
 */
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  CENTRAL_BYTES,
  CENTRAL_SIGNATURE,
  DEFLATED,
  END_BYTES,
  END_SIGNATURE,
  LOCAL_BYTES,
  LOCAL_SIGNATURE,
  STORED,
} from './archive-writer.ts';
import { Damage, shown } from '../files/damage.ts';
import { openFile } from '../files/read-file.ts';

/** Of what is read to find what is in a zip. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly directoryBytes: number;
}
/** Of a model: others may have added to the file; a name may be long, but not all of them. */
const MODEL_LIMITS: ArchiveLimits = { entries: 1000, directoryBytes: 1024 * 1024 };
const END_MARK = Buffer.alloc(4);
END_MARK.writeUInt32LE(END_SIGNATURE);
const MAX_COMMENT_BYTES = 0xffff;
const CHUNK_BYTES = 256 * 1024;
/** Deflate makes at most 1032 bytes of one. */
const MAX_EXPANSION = 1032;

/** @returns the bytes from `at` on; fewer than `length` only where the file ends */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

/** @throws VerseloomError `file.unreadable` for what is no file; errors of the file system */
export async function withFile<T>(
  path: string,
  use: (readAt: ReadAt, size: number) => Promise<T>,
): Promise<T> {
  await using file = await openFile(path);
  return await use((at, length) => readFully(file, at, length), (await file.stat()).size);
}

async function readFully(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let count = 0;
  while (count < length) {
    const { bytesRead } = await file.read(bytes, count, length - count, at + count);
    if (bytesRead === 0) break;
    count += bytesRead;
  }
  return bytes.subarray(0, count);
}

export const fromMemory =
  (bytes: Uint8Array): ReadAt =>
  (at, length) =>
    Promise.resolve(bytes.subarray(at, at + length));

/**
 * @returns the entries in the order of the directory, or null for what is no zip at all
 * @throws Damage
 */
export async function readArchive(
  readAt: ReadAt,
  size: number,
  limits = MODEL_LIMITS,
): Promise<ArchiveEntry[] | null> {
  const tailAt = Math.max(size - END_BYTES - MAX_COMMENT_BYTES, 0);
  const tail = Buffer.from(await readAt(tailAt, size - tailAt));
  const { at: end, hasMoreBehind } = findEnd(tail);
  if (end < 0) {
    if (!(await beginsLikeZip(readAt))) return null;
    if (hasMoreBehind) throw new Damage('something else follows the end of the file');
    throw new Damage('the end of the file is missing');
  }
  const disk = tail.readUInt16LE(end + 4);
  const directoryDisk = tail.readUInt16LE(end + 6);
  const countOnDisk = tail.readUInt16LE(end + 8);
  const count = tail.readUInt16LE(end + 10);
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryAt = tail.readUInt32LE(end + 16);
  if (disk !== 0 || directoryDisk !== 0) throw new Damage('it is one of several parts of a zip');
  if (countOnDisk !== count) throw new Damage('the end of the zip contradicts itself');
  if (directoryAt + directoryBytes !== tailAt + end)
    throw new Damage('the directory of the zip is not where its end says');
  if (count > limits.entries) throw new Damage(`more than ${limits.entries} entries`);
  if (directoryBytes > limits.directoryBytes)
    throw new Damage('the directory of the zip is too long');

  const directory = Buffer.from(await readAt(directoryAt, directoryBytes));
  const headers = [...centralHeaders(directory, count)];
  checkNames(headers);
  return findExtents(headers, directoryAt).map(
    ({ header, until }) => new ArchiveEntry(readAt, header, until),
  );
}

/**
 * @returns where the end record is, looked for from behind: it is followed by as long a comment as it says, and by nothing else; where
 * there is none, `at` is −1, and it is told whether there is a whole one that more follows than it says
 */
function findEnd(tail: Buffer): { at: number; hasMoreBehind: boolean } {
  let hasMoreBehind = false;
  for (let at = lastMark(tail, tail.length - END_BYTES); at >= 0; at = lastMark(tail, at - 1)) {
    const beyondComment = tail.length - (at + END_BYTES + tail.readUInt16LE(at + 20));
    if (beyondComment === 0) return { at, hasMoreBehind: false };
    if (beyondComment > 0) hasMoreBehind = true;
  }
  return { at: -1, hasMoreBehind };
}

/** @returns where the last mark is that begins at `from` or before it, or −1: a negative place is one counted from the end for Node */
const lastMark = (tail: Buffer, from: number): number =>
  from < 0 ? -1 : tail.lastIndexOf(END_MARK, from);

async function beginsLikeZip(readAt: ReadAt): Promise<boolean> {
  const start = Buffer.from(await readAt(0, 4));
  return start.length === 4 && [LOCAL_SIGNATURE, END_SIGNATURE].includes(start.readUInt32LE());
}

interface CentralHeader {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  readonly nameBytes: Buffer;
  readonly place: number;
}

function* centralHeaders(directory: Buffer, count: number): Generator<CentralHeader> {
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL_SIGNATURE)
      throw new Damage('the directory of the zip is damaged');
    const nameAt = at + CENTRAL_BYTES;
    const nameEnd = nameAt + directory.readUInt16LE(at + 28);
    if (directory.readUInt16LE(at + 34) !== 0)
      throw new Damage('it is one of several parts of a zip');
    yield {
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      nameBytes: directory.subarray(nameAt, nameEnd),
      place: directory.readUInt32LE(at + 42),
    };
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (at !== directory.length) throw new Damage('the directory of the zip is damaged');
}

/** Nothing is ever unpacked by its name here; but a file that would hurt whoever unpacks it is not a model of anybody's. */
function checkNames(headers: readonly CentralHeader[]): void {
  const seen = new Set<string>();
  for (const { nameBytes } of headers) {
    const name = nameBytes.toString('latin1');
    if (/^$|^\/|^[a-z]:|[\\\0]|(^|\/)\.\.(\/|$)/i.test(name))
      throw new Damage(`the name "${nameOf(nameBytes)}" leads out of the file`);
    if (seen.has(name)) throw new Damage(`${nameOf(nameBytes)} is there twice`);
    seen.add(name);
  }
}

/** Every entry has the room up to the next one, and the last one up to the directory. */
function findExtents(
  headers: readonly CentralHeader[],
  directoryAt: number,
): { header: CentralHeader; until: number }[] {
  const places = [...headers.map(({ place }) => place), directoryAt].sort((a, b) => a - b);
  const ends = new Map<number, number>();
  for (let i = places.length - 1; i > 0; i--) ends.set(places[i - 1]!, places[i]!);
  return headers.map((header) => {
    const { place, packedSize, nameBytes } = header;
    const until = ends.get(place) ?? 0;
    if (place > directoryAt) throw new Damage(`${nameOf(nameBytes)} lies outside the file`);
    if (place + LOCAL_BYTES + nameBytes.length + packedSize > until)
      throw new Damage(`${nameOf(nameBytes)} lies over another part of the file`);
    return { header, until };
  });
}

const nameOf = (nameBytes: Buffer) => shown(nameBytes.toString());

export class ArchiveEntry {
  readonly name: string;
  /** In bytes, as declared: unpacked, and in the file. */
  readonly size: number;
  readonly packedSize: number;
  /** Of what is unpacked, as declared. */
  readonly crc32: number;
  readonly #readAt: ReadAt;
  readonly #header: CentralHeader;
  readonly #until: number;

  constructor(readAt: ReadAt, header: CentralHeader, until: number) {
    this.name = nameOf(header.nameBytes);
    this.size = header.size;
    this.packedSize = header.packedSize;
    this.crc32 = header.crc32;
    this.#readAt = readAt;
    this.#header = header;
    this.#until = until;
  }

  /** @throws Damage, also for one of more than `limit` bytes, of which nothing is unpacked */
  async read(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#checkSize(limit);
    const bytes = new Uint8Array(this.size);
    await this.unpack(limit, (chunk, at) => bytes.set(chunk, at));
    return bytes;
  }

  /**
   * Unpacks without keeping anything: `take` is given one chunk after another, before the checksum of them all is known.
   * @throws Damage as `read`
   */
  async unpack(
    limit: number,
    take: (chunk: Uint8Array, at: number) => void = () => {},
  ): Promise<void> {
    const { name, size } = this;
    this.#checkSize(limit);
    const dataAt = await this.#findData();
    let length = 0;
    let checksum = 0;
    await this.#forEachChunk(dataAt, (chunk) => {
      if (length + chunk.length > size) throw new Damage(`${name} has another size than it says`);
      checksum = crc32(chunk, checksum);
      take(chunk, length);
      length += chunk.length;
    });
    if (length !== size) throw new Damage(`${name} has another size than it says`);
    if (checksum !== this.#header.crc32) throw new Damage(`the checksum of ${name} does not match`);
  }

  #checkSize(limit: number): void {
    const { name, size, packedSize } = this;
    if (size > limit) throw new Damage(`${name} is larger than it may be`);
    const possible = this.#header.method === STORED ? packedSize : packedSize * MAX_EXPANSION;
    if (size > possible) throw new Damage(`${name} has another size than it says`);
  }

  /** Holds the local header to the one in the directory. @returns where the data begin */
  async #findData(): Promise<number> {
    const { name } = this;
    const { flags, method, crc32, packedSize, size, nameBytes, place } = this.#header;
    const local = Buffer.from(await this.#readAt(place, LOCAL_BYTES + nameBytes.length));
    if (local.length < LOCAL_BYTES + nameBytes.length) throw new Damage('the file is cut short');
    if (local.readUInt32LE(0) !== LOCAL_SIGNATURE)
      throw new Damage(`${name} is not where the directory says`);
    const facts = [local.readUInt32LE(14), local.readUInt32LE(18), local.readUInt32LE(22)];
    const streamed = flags & 0x0008 && facts.every((fact) => fact === 0); // they stand behind the data then
    const agreed =
      local.readUInt16LE(6) === flags &&
      local.readUInt16LE(8) === method &&
      (streamed || facts.join() === [crc32, packedSize, size].join()) &&
      local.readUInt16LE(26) === nameBytes.length &&
      local.subarray(LOCAL_BYTES).equals(nameBytes);
    if (!agreed) throw new Damage(`the two headers of ${name} disagree`);
    if (flags & 0x2041) throw new Damage(`${name} is encrypted`);
    if (method !== STORED && method !== DEFLATED)
      throw new Damage(`${name} is packed in an unknown way`);
    const dataAt = place + local.length + local.readUInt16LE(28);
    if (dataAt + packedSize > this.#until)
      throw new Damage(`${name} lies over another part of the file`);
    return dataAt;
  }

  async #forEachChunk(dataAt: number, take: (chunk: Uint8Array) => void): Promise<void> {
    const packed = this.#packedChunks(dataAt);
    if (this.#header.method === STORED) {
      for await (const chunk of packed) take(chunk);
      return;
    }
    try {
      await pipeline(packed, createInflateRaw(), async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) take(chunk);
      });
    } catch (error) {
      if (!isOfZlib(error)) throw error;
      throw new Damage(`${this.name} cannot be unpacked`, { cause: error });
    }
  }

  async *#packedChunks(dataAt: number): AsyncGenerator<Uint8Array> {
    for (let at = dataAt; at < dataAt + this.packedSize; at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, dataAt + this.packedSize - at);
      const chunk = await this.#readAt(at, length);
      if (chunk.length < length) throw new Damage('the file is cut short');
      yield chunk;
    }
  }
}

const isOfZlib = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
