/** Files that are either the old ones or the new ones, never something between. */
import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { errnoOf, unreadable, unwritable } from '../contract/disk-errors.ts';
import { VerseloomError } from '../contract/errors.ts';

/** What a file is to hold; bytes may come in pieces. */
type Content = string | Uint8Array | readonly Uint8Array[];

/**
 * Writes a file whole or not at all: a temporary file beside it, flushed, then renamed, then the folder flushed.
 * Makes the folder where it is missing. Writes to the same path are made one after another.
 * @throws VerseloomError `file.unwritable` {path, reason, errno}; the old file is then as it was
 */
export async function writeFileAtomically(path: string, data: Content): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, '', { tmpfileCreated: fillWith(data) });
    await flushFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * The library writes with one call and does not look how much of the data that took (on a full disk, a part of it), so
 * the bytes are put into its temporary file here; what it then flushes and renames is complete.
 */
function fillWith(data: Content): (temporary: string) => void {
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- it waits for the promise, though its types say void
  return (temporary) => writeFile(temporary, data);
}

/** Writes a value as indented JSON, as `writeFileAtomically` does. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * @returns the file's value, or undefined where there is no such file
 * @throws VerseloomError `file.unreadable` {path, reason}: with an `errno` when it cannot be read, without when its content is wrong
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return parseJson(path, await readFile(path, 'utf8'), schema);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

/** As `readJson`, for what has to be known before anything else can begin. */
export function readJsonNow<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return parseJson(path, readFileSync(path, 'utf8'), schema);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

function parseJson<T>(path: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
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
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason, errno}
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What says that a folder cannot be flushed here: as on Windows, on some network disks, in a folder one may not list. */
const CANNOT_FLUSH = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/** A rename is on disk only when its folder is. Where the system cannot do that, nothing is lost but this certainty. */
export async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!CANNOT_FLUSH.includes(errnoOf(error) ?? '')) throw error;
  }
}
