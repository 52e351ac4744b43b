/** One entry of a zip, unpacked within a limit and checked against what the directory declares of it. */
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { findData, ZipFault, type ZipEntry } from './zip-directory.ts';

const inflate = promisify(inflateRaw);

const STORED = 0;
const DEFLATED = 8;
/** Deflate may make data that do not compress a little larger. */
const DEFLATE_OVERHEAD = 65_536;

/**
 * Unpacks an entry on a thread of Node's pool. Memory stays within the limit whatever the entry declares: unpacking
 * ends where the limit is passed.
 * @param limit in bytes
 * @throws ZipFault `tooLarge` by its declared or its real size, `damaged`, `encrypted`
 */
export async function readEntry(
  source: ByteSource,
  entry: ZipEntry,
  limit: number,
): Promise<Uint8Array> {
  if (entry.size > limit || entry.compressedSize > limit + DEFLATE_OVERHEAD)
    throw new ZipFault('tooLarge', 'an entry declares more than the limit');
  const packed = await source.read(await findData(source, entry), entry.compressedSize);
  const bytes = await unpack(packed, entry.method, limit);
  if (bytes.length > limit) throw new ZipFault('tooLarge', 'an entry holds more than the limit');
  if (bytes.length !== entry.size)
    throw new ZipFault('damaged', 'an entry has another size than declared');
  if (crc32(bytes) !== entry.crc32) throw new ZipFault('damaged', 'a checksum does not match');
  return bytes;
}

async function unpack(packed: Uint8Array, method: number, limit: number): Promise<Uint8Array> {
  if (method === STORED) return packed;
  if (method !== DEFLATED)
    throw new ZipFault('damaged', `compression method ${method} is not known`);
  try {
    return await inflate(packed, { maxOutputLength: Math.max(limit, 1), chunkSize: 262_144 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new ZipFault('tooLarge', 'an entry holds more than the limit', { cause: error });
    throw new ZipFault('damaged', 'an entry cannot be unpacked', { cause: error });
  }
}
