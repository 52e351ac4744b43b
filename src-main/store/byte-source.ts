/** Bytes that can be read from any place: those of a file, a part at a time, or those that are in memory already. */
import { open, type FileHandle } from 'node:fs/promises';

export type ByteSource = {
  /** In bytes. */
  readonly size: number;
  /** @returns exactly `length` bytes; the caller has checked that they lie within `size` */
  read(offset: number, length: number): Promise<Uint8Array>;
};

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** Opens a file for as long as `use` runs. */
export async function withBytesOfFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await use({ size, read: (offset, length) => readExactly(file, offset, length) });
  } finally {
    await file.close();
  }
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new RangeError('the file became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}
