/** Writes the zip that a model file is: of the plainest kind, and the same bytes for the same entries. Its layout: FORMAT.md. */
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { inSlices } from '../files/slices.ts';

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const STORED = 0;
export const DEFLATED = 8;

/** Version 2.0 of the zip format is the one with deflate. */
const VERSION = 20;
/** The first day that a zip can name, 1 January 1980: the time of a save stands in the manifest. */
const DATE = 0x0021;
const BYTES_AT_ONCE = 1024 * 1024;
/** The fastest: most of a file is weights, which no level makes smaller. */
const LEVEL = 1;

export interface PackedEntry {
  readonly name: string;
  readonly method: typeof STORED | typeof DEFLATED;
  readonly crc32: number;
  /** In bytes, before it was packed. */
  readonly size: number;
  /** In pieces, end to end. */
  readonly data: readonly Uint8Array[];
  readonly packedSize: number;
}

const deflate = promisify(deflateRaw);

/**
 * Packs in a thread of Node's own, where jszip does so in this one: 16 ms for a model of the book's size and the better part of a
 * second for a long text, every time that a run is saved on its way.
 */
export async function packEntry(
  name: string,
  content: Uint8Array | readonly Uint8Array[],
  method: PackedEntry['method'],
): Promise<PackedEntry> {
  const pieces = content instanceof Uint8Array ? [content] : content;
  let checksum = 0;
  for (const piece of pieces)
    await inSlices(
      piece.length,
      (start, end) => (checksum = crc32(piece.subarray(start, end), checksum)),
      BYTES_AT_ONCE,
    );
  const data = method === DEFLATED ? [await deflate(inOne(pieces), { level: LEVEL })] : pieces;
  const [size, packedSize] = [lengthOf(pieces), lengthOf(data)];
  return { name, method, crc32: checksum, size, data, packedSize };
}

const inOne = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);

const lengthOf = (pieces: readonly Uint8Array[]) =>
  pieces.reduce((sum, { length }) => sum + length, 0);

/**
 * @returns the bytes of the zip in pieces, which share the entries' own
 * @throws RangeError for what would need more than the plain zip's 32-bit sizes
 */
export function writeArchive(entries: readonly PackedEntry[]): Uint8Array[] {
  const places: number[] = [];
  let at = 0;
  for (const { name, packedSize } of entries) {
    places.push(at);
    at += LOCAL_BYTES + name.length + packedSize;
  }
  const directory = entries.map((entry, i) => centralHeader(entry, places[i]!));
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  if (at + directoryBytes > 0xffff_ffff) throw new RangeError('the file would be too large');

  return [
    ...entries.flatMap((entry) => [localHeader(entry), ...entry.data]),
    ...directory,
    endRecord(entries.length, directoryBytes, at),
  ];
}

function localHeader(entry: PackedEntry): Buffer {
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL_SIGNATURE, 0);
  writeFacts(header, entry, 4);
  return Buffer.concat([header, Buffer.from(entry.name)]);
}

function centralHeader(entry: PackedEntry, place: number): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  header.writeUInt16LE(VERSION, 4);
  writeFacts(header, entry, 6);
  header.writeUInt32LE(place, 42);
  return Buffer.concat([header, Buffer.from(entry.name)]);
}

/** What both headers of an entry say, in the same order. */
function writeFacts(header: Buffer, entry: PackedEntry, at: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(entry.crc32, at + 10);
  header.writeUInt32LE(entry.packedSize, at + 14);
  header.writeUInt32LE(entry.size, at + 18);
  header.writeUInt16LE(entry.name.length, at + 22);
}

function endRecord(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(END_BYTES);
  record.writeUInt32LE(END_SIGNATURE, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryAt, 16);
  return record;
}
