/** Files that are either the old ones or the new ones, never something between. */
import type { Stats } from 'node:fs';
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { errnoOf, unreadable, unwritable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { checkGuards } from './folder-guards.ts';
import { makeFolder } from './make-folder.ts';
import { replacing } from './put-in-place.ts';
import {
  MAX_BYTES_AT_ONCE,
  notAFile,
  readWhole,
  readWholeNow,
  type FilePath,
} from './read-file.ts';
import { sweepTemporaryFiles, withTemporaryFile } from './temporary-file.ts';

/** What a file is to hold; bytes may come in pieces. */
type Content = string | Uint8Array | readonly Uint8Array[];

/** Whose a file or a folder that is made anew is: of what is there, the permissions stay. */
export interface Making {
  readonly folderMode: number;
  readonly fileMode: number;
}
/** At a path that a person has named: as everything that they make, by their umask. */
export const AS_USUAL: Making = { folderMode: 0o777, fileMode: 0o666 };
/** In the data folder: nobody else's business. */
export const PRIVATE: Making = { folderMode: 0o700, fileMode: 0o600 };

/** More than any of the product's own small files. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** In which killed writers' remains have been looked for. */
const swept = new Set<string>();

/**
 * Writes a file whole or not at all: a temporary file beside it, flushed, then renamed, then the folder flushed.
 * Makes the folder where it is missing.
 *
 * The libraries for this (write-file-atomic, atomically) name that file after its target, so that a long name has no room for it and
 * another's file may have that name; they write all at once, however little of it the disk takes; and they do not flush the folder.
 * @throws VerseloomError `file.unwritable` {path, reason, errno}, `data.inUse` in a data folder that is another's by now; the old file
 * is then as it was
 */
export async function writeFileAtomically(
  path: string,
  data: Content,
  making = AS_USUAL,
  putInPlace = replacing,
): Promise<void> {
  await checkGuards(path);
  await replaceFile(path, data, making, putInPlace);
}

/**
 * Makes the folder of a file that another process is to write, where it is missing.
 * @throws VerseloomError `file.unwritable`, `data.inUse`
 */
export async function makeFolderOf(path: string, making: Making): Promise<void> {
  await checkGuards(path);
  try {
    await makeFolder(dirname(path), making.folderMode);
  } catch (error) {
    throw unwritable(dirname(path), error);
  }
}

/** As `writeFileAtomically`, for a folder that others write to at the same time. */
export async function replaceFile(
  path: string,
  data: Content,
  making: Making,
  putInPlace = replacing,
): Promise<void> {
  try {
    await makeFolder(dirname(path), making.folderMode);
    await withTemporaryFile(path, async (temporary, target) => {
      await sweepOnce(dirname(target));
      const before = await stat(target).catch(nothingIfMissing);
      const wrong = before && notAFile(before);
      if (wrong) throw new VerseloomError('file.unwritable', { path, ...wrong });
      await using file = await open(temporary, 'wx', making.fileMode);
      if (before) await keepOwner(file, before);
      await file.writeFile(data);
      await file.sync();
      await file.close();
      await putInPlace(temporary, target);
      await flushFolder(dirname(target));
    });
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  await sweepTemporaryFiles(folder);
}

/** A link in a circle leads to nothing, as one that leads nowhere, and is replaced as that is. */
function nothingIfMissing(error: unknown): undefined {
  if (!['ENOENT', 'ELOOP'].includes(errnoOf(error) ?? '')) throw error;
}

/** The new file has the owner and the permissions of the old one, as far as that may be. */
async function keepOwner(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => {});
  await file.chmod(mode & 0o7777).catch(() => {}); // not every disk has permissions
}

/**
 * Writes a value into the data folder as indented JSON, as `writeFileAtomically` does.
 * @param limit of the bytes that whoever reads it takes. @throws also VerseloomError `file.unwritable` for more of them
 */
export async function writeJson(
  path: string,
  value: unknown,
  limit = MAX_JSON_BYTES,
): Promise<void> {
  const json = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  if (json.length > limit)
    throw new VerseloomError('file.unwritable', { path, reason: 'it is larger than it may be' });
  await writeFileAtomically(path, json, PRIVATE);
}

/**
 * @param limit of its bytes
 * @returns the file's value, or undefined where there is no such file
 * @throws VerseloomError `file.unreadable` {path, reason}: with an `errno` when it cannot be read, without when its content is wrong
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  limit = MAX_JSON_BYTES,
): Promise<T | undefined> {
  try {
    return parseJson(path, await readWhole(path, limit), schema);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

/** As `readJson`, for what has to be known before anything else can begin. */
export function readJsonNow<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return parseJson(path, readWholeNow(path, MAX_JSON_BYTES), schema);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

function parseJson<T>(path: string, bytes: Buffer, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new VerseloomError('file.unreadable', { path, reason: 'it is not JSON' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new VerseloomError('file.unreadable', { path, reason: `unexpected value at "${field}"` });
}

/**
 * As `readJson`, but a file that is there and broken is set aside under another name, so that nothing overwrites it.
 * @returns no value where there is no such file, or where it was put aside to the path in `setAside`
 */
export async function readJsonOrSetAside<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<{ value?: T; setAside?: string }> {
  try {
    const value = await readJson(path, schema);
    return value === undefined ? {} : { value };
  } catch (error) {
    // A file that could not be opened may be whole; only one whose content is wrong is set aside.
    if (!(error instanceof VerseloomError) || 'errno' in error.params) throw error;
    const setAside = `${path}.broken-${Date.now()}`;
    await rename(path, setAside).catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
    return { setAside };
  }
}

/**
 * @returns the bytes of a file that a person named
 * @param limit how many there may be
 * @param tooLarge what is thrown where there are more, of which nothing is read; `size` is how many there are at least
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason, errno}
 */
export async function readBytes(
  path: FilePath,
  limit = MAX_BYTES_AT_ONCE,
  tooLarge?: (size: number) => VerseloomError,
): Promise<Uint8Array> {
  try {
    return await readWhole(path, limit, tooLarge);
  } catch (error) {
    throw unreadable(String(path), error);
  }
}

/** What says that a folder cannot be flushed here: as on Windows, on some network disks, in a folder one may not list. */
const CANNOT_FLUSH = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/** A rename is on disk only when its folder is. Where the system cannot do that, nothing is lost but this certainty. */
export async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!CANNOT_FLUSH.includes(errnoOf(error) ?? '')) throw error;
  }
}
