/**
 * The central directory of a zip: what the archive says it holds, read before anything is unpacked (APPNOTE.TXT 4.3, 4.5.3).
 * JSZip shows neither the declared sizes nor the checksums, and reads a directory of any length; a zip from a stranger
 * has to be judged by them first.
 */
import type { ByteSource } from './byte-source.ts';

export type ZipEntry = {
  /** As stored; its encoding is known only when `utf8Name`. */
  nameBytes: Uint8Array;
  utf8Name: boolean;
  encrypted: boolean;
  /** 0 stored, 8 deflated; others are not read. */
  method: number;
  crc32: number;
  /** In bytes, as declared. */
  compressedSize: number;
  size: number;
  /** Of the local header, from the beginning of the file. */
  offset: number;
};

/** Why a zip was refused. */
export class ZipFault extends Error {
  constructor(
    readonly kind: 'notZip' | 'damaged' | 'encrypted' | 'tooLarge',
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}: ${reason}`, options);
  }
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;

const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL_BYTES = 46;
/** A directory may take this much for each entry it may have, names and extra fields included. */
const BYTES_PER_ENTRY = 1024;

/** @returns whether the file begins as a zip does, an empty one included. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const signature = viewOf(bytes).getUint32(0, true);
  return signature === LOCAL || signature === END;
}

/** @throws ZipFault `notZip`, `damaged`, or `tooLarge` for more than `maxEntries` entries */
export async function readDirectory(source: ByteSource, maxEntries: number): Promise<ZipEntry[]> {
  const { count, offset, length, shift } = await findDirectory(source);
  if (count > maxEntries || length > maxEntries * BYTES_PER_ENTRY)
    throw new ZipFault('tooLarge', `more than ${maxEntries} entries`);
  const bytes = await source.read(offset, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    const { entry, next } = readRecord(bytes, at, shift);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/**
 * @returns where the data of an entry begin, behind its local header
 * @throws ZipFault `damaged`, `encrypted`
 */
export async function findData(source: ByteSource, entry: ZipEntry): Promise<number> {
  const HEADER_BYTES = 30;
  if (entry.offset + HEADER_BYTES > source.size) throw damaged('an entry lies outside the file');
  const header = viewOf(await source.read(entry.offset, HEADER_BYTES));
  if (header.getUint32(0, true) !== LOCAL) throw damaged('an entry is not where it should be');
  if (entry.encrypted || header.getUint16(6, true) & 1)
    throw new ZipFault('encrypted', 'an entry is encrypted');
  const data =
    entry.offset + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (data + entry.compressedSize > source.size) throw damaged('the file is cut short');
  return data;
}

type Directory = {
  count: number;
  /** Where it begins in the file, and how long it is, in bytes. */
  offset: number;
  length: number;
  /** Bytes before the zip proper, by which all its offsets are off (a self-extracting archive). */
  shift: number;
};

async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailBytes = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const tailAt = source.size - tailBytes;
  const tail = viewOf(await source.read(tailAt, tailBytes));
  let at = tailBytes - END_BYTES;
  while (
    at >= 0 &&
    !(
      tail.getUint32(at, true) === END &&
      at + END_BYTES + tail.getUint16(at + 20, true) <= tailBytes
    )
  )
    at--;
  if (at < 0) {
    const beginning = await source.read(0, Math.min(4, source.size));
    throw looksLikeZip(beginning)
      ? damaged('the end of the file is missing')
      : new ZipFault('notZip', 'it is not a zip');
  }

  let end = tailAt + at;
  let count = tail.getUint16(at + 10, true);
  let length = tail.getUint32(at + 12, true);
  let declaredOffset = tail.getUint32(at + 16, true);
  if (count === 0xffff || length === 0xffffffff || declaredOffset === 0xffffffff) {
    const LOCATOR_BYTES = 20;
    const RECORD_BYTES = 56;
    const locator = at - LOCATOR_BYTES;
    if (locator >= 0 && tail.getUint32(locator, true) === END_64_LOCATOR) {
      end = readLarge(tail, locator + 8);
      if (end + RECORD_BYTES > source.size) throw damaged('the directory lies outside the file');
      const record = viewOf(await source.read(end, RECORD_BYTES));
      if (record.getUint32(0, true) !== END_64)
        throw damaged('the directory is not where it should be');
      count = readLarge(record, 32);
      length = readLarge(record, 40);
      declaredOffset = readLarge(record, 48);
    }
  }
  const offset = end - length;
  if (offset < 0 || offset < declaredOffset) throw damaged('the directory lies outside the file');
  return { count, offset, length, shift: offset - declaredOffset };
}

function readRecord(
  bytes: Uint8Array,
  at: number,
  shift: number,
): { entry: ZipEntry; next: number } {
  const view = viewOf(bytes);
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL)
    throw damaged('the directory is damaged');
  const flags = view.getUint16(at + 8, true);
  const nameAt = at + CENTRAL_BYTES;
  const extraAt = nameAt + view.getUint16(at + 28, true);
  const extraEnd = extraAt + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > bytes.length) throw damaged('the directory is damaged');

  const sizes = {
    size: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
  };
  let offset = view.getUint32(at + 42, true);
  // Zip64 keeps what does not fit into 32 bits in an extra field, in this order.
  const large = zip64Values(view, extraAt, extraEnd);
  if (sizes.size === 0xffffffff) sizes.size = large.shift() ?? sizes.size;
  if (sizes.compressedSize === 0xffffffff)
    sizes.compressedSize = large.shift() ?? sizes.compressedSize;
  if (offset === 0xffffffff) offset = large.shift() ?? offset;

  const entry: ZipEntry = {
    nameBytes: bytes.slice(nameAt, extraAt),
    utf8Name: (flags & 0x800) !== 0,
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    ...sizes,
    offset: offset + shift,
  };
  return { entry, next };
}

function zip64Values(view: DataView, from: number, end: number): number[] {
  for (let at = from; at + 4 <= end;) {
    const id = view.getUint16(at, true);
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (id === 1 && fieldEnd <= end) {
      const values: number[] = [];
      for (let value = at + 4; value + 8 <= fieldEnd; value += 8)
        values.push(readLarge(view, value));
      return values;
    }
    at = fieldEnd;
  }
  return [];
}

/** Sizes beyond 2⁵³ lose their last bits, which is as good as any number that is too large. */
const readLarge = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (reason: string) => new ZipFault('damaged', reason);
