/** Files as they are read: no folder, device or pipe passes for one, and none is read that is larger than it may be. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { VerseloomError } from '../../contract/errors.ts';

/** A pipe that nobody writes to would otherwise keep whoever opens it waiting, for ever. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0); // which Windows does not have

const PIECE_BYTES = 64 * 1024;
/** Bytes that one piece of memory can take from a file, on every system. */
export const MAX_BYTES_AT_ONCE = 2 ** 31 - 1;

/** Names are bytes to Linux, and not always those of a text: such a path can only be kept as it is. */
export type FilePath = string | Buffer;

/** @returns a phrase and an error number for what is there and is no file; undefined for a file */
export function notAFile(there: Pick<Stats, 'isFile' | 'isDirectory'>) {
  if (there.isFile()) return undefined;
  return there.isDirectory()
    ? { reason: 'it is a folder', errno: 'EISDIR' }
    : { reason: 'it is a device, a pipe or a socket, and no file', errno: 'ENOTSUP' };
}

/** @throws VerseloomError `file.unreadable` {path, reason, errno} for what is no file; Error of the file system */
export async function openFile(path: FilePath): Promise<FileHandle> {
  check(path, await stat(path)); // to open a device may be to do something
  const file = await open(path, READ);
  try {
    check(path, await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function check(path: FilePath, there: Stats): void {
  const wrong = notAFile(there);
  if (wrong) throw new VerseloomError('file.unreadable', { path: String(path), ...wrong });
}

/** How often a file is read that changes meanwhile, and the milliseconds after which it is read again. */
const [TIMES, PAUSE] = [3, 100];

/**
 * @param limit in bytes
 * @param tooLarge what is thrown for a larger one, of which no more is read than that
 * @throws as `openFile`; `file.unreadable` {path, reason, errno} for one that goes on being written: what had been read would be a part of it
 */
export async function readWhole(
  path: FilePath,
  limit: number,
  tooLarge: (size: number) => VerseloomError = () => larger(String(path)),
): Promise<Buffer> {
  await using file = await openFile(path);
  for (let time = 0; time < TIMES; time++) {
    if (time > 0) await setTimeout(PAUSE);
    const { size, mtimeMs } = await file.stat();
    if (size > limit) throw tooLarge(size);
    if (size === 0) return await readUnsized(file, limit, tooLarge);
    const bytes = await readSized(file, size);
    const after = await file.stat();
    if (bytes.length === size && after.size === size && after.mtimeMs === mtimeMs) return bytes;
  }
  throw new VerseloomError('file.unreadable', {
    ...{ path: String(path), reason: 'another program is using the file', errno: 'EBUSY' },
  });
}

/** @returns the first bytes of a file, as many of them as are there */
async function readSized(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let length = 0; length < size;) {
    const { bytesRead } = await file.read(bytes, length, size - length, length);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  return bytes;
}

/** Of files without a size, as the system itself makes them below `/proc`, the end is not known before it comes. */
async function readUnsized(
  file: FileHandle,
  limit: number,
  tooLarge: (size: number) => VerseloomError,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit) throw tooLarge(size);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** As `readWhole`, for what has to be known before anything else can begin. */
export function readWholeNow(path: string, limit: number): Buffer {
  check(path, statSync(path));
  const file = openSync(path, READ);
  try {
    const there = fstatSync(file);
    check(path, there);
    if (there.size > limit) throw larger(path);
    return readUpTo(file, limit, path);
  } finally {
    closeSync(file);
  }
}

/** What a file says of its size may be wrong: as of those below `/proc`, and of one that grows. */
function readUpTo(file: number, limit: number, path: string): Buffer {
  const pieces: Buffer[] = [];
  for (let size = 0; ;) {
    const piece = Buffer.alloc(PIECE_BYTES);
    const length = readSync(file, piece);
    if (length === 0) return Buffer.concat(pieces, size);
    size += length;
    if (size > limit) throw larger(path);
    pieces.push(piece.subarray(0, length));
  }
}

const larger = (path: FilePath) =>
  new VerseloomError('file.unreadable', {
    path: String(path),
    reason: 'it is larger than it may be',
  });
