/** Whole folders of files: listed, copied so that the copy is on disk, and compared byte by byte. */
import type { BigIntStats } from 'node:fs';
import {
  chmod,
  constants,
  copyFile,
  open,
  readdir,
  rename,
  rmdir,
  stat,
  utimes,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { flushFolder, PRIVATE } from './atomic-file.ts';
import { statIfThere } from './file-stat.ts';
import { makeFolder } from './make-folder.ts';
import { withTemporaryFile } from './temporary-file.ts';

export interface TreeFile {
  /** Seen from the root of the tree. */
  readonly path: string;
  readonly stat: BigIntStats;
}

export interface Tree {
  readonly files: readonly TreeFile[];
  /** Seen from the root, every folder before those in it. */
  readonly folders: readonly string[];
}

/**
 * Lists all that is below a folder; links count as what they lead to.
 * What is neither a file nor a folder, such as a socket or a link to nowhere, belongs to a program that runs and is left out.
 * @param leftOut paths, seen from the root, that are not looked at
 * @throws Error of the file system
 */
export async function listTree(root: string, leftOut: readonly string[] = []): Promise<Tree> {
  const files: TreeFile[] = [];
  const folders: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(root, folder))).sort()) {
      const path = join(folder, name);
      if (leftOut.includes(path)) continue;
      const there = await statIfThere(join(root, path));
      if (there?.isFile()) files.push({ path, stat: there });
      if (!there?.isDirectory()) continue;
      folders.push(path);
      await walk(path);
    }
  };
  await walk('');
  return { files, folders };
}

/** Makes a folder where it is missing, with the permissions of another one. */
export async function makeFolderLike(from: string, to: string): Promise<void> {
  await makeFolder(to, PRIVATE.folderMode);
  const { mode } = await stat(from);
  await chmod(to, mode & 0o7777).catch(() => {}); // not every disk has permissions
}

/** Copies a file with its time and its permissions, over what is there; it is on disk when this is done, but for its name. */
export async function copyFlushed(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to), PRIVATE.folderMode);
  // Where the disk can share the blocks of two files, this takes no time and no room.
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const { atimeMs, mtimeMs } = await stat(from);
  await utimes(to, atimeMs / 1000, mtimeMs / 1000);
  // Windows flushes only what is open for writing; elsewhere a file that is read-only is flushed, too.
  await using file = await open(to, process.platform === 'win32' ? 'r+' : 'r');
  await file.sync();
}

/**
 * Copies a file to where none is yet, or over what is there: whole or not at all, and only when the copy has the same bytes.
 * @param finish is given the path of the copy, before it is put in place
 * @throws Error of the file system; VerseloomError `file.unreadable` {path, reason} for a file that changes meanwhile
 */
export async function copyAtomically(
  from: string,
  to: string,
  finish: (copy: string) => Promise<void> = async () => {},
): Promise<void> {
  await withTemporaryFile(to, async (temporary, target) => {
    await copyFlushed(from, temporary);
    if (!(await haveSameBytes(from, temporary)))
      throw new VerseloomError('file.unreadable', {
        ...{ path: from, reason: 'another program is using the file', errno: 'EBUSY' },
      });
    await finish(temporary);
    await rename(temporary, target);
    await flushFolder(dirname(target));
  });
}

/** Flushes a folder and all those below it that are named, so that the names of what was put into them are on disk. */
export async function flushFolders(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of [...folders].reverse()) await flushFolder(join(root, folder));
  await flushFolder(root);
}

/** Removes those of the given folders that are empty. */
export async function removeEmpty(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of [...folders].reverse())
    await rmdir(join(root, folder)).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errnoOf(error) ?? '')) throw error;
    });
}

/** @throws Error of the file system */
export async function haveSameBytes(one: string, other: string): Promise<boolean> {
  const CHUNK_BYTES = 1 << 20;
  await using a = await open(one, 'r');
  await using b = await open(other, 'r');
  const [ofA, ofB] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
  for (let at = 0; ;) {
    const length = await readFully(a, ofA, at);
    if (length !== (await readFully(b, ofB, at))) return false;
    if (!ofA.subarray(0, length).equals(ofB.subarray(0, length))) return false;
    if (length < CHUNK_BYTES) return true;
    at += length;
  }
}

/** @returns how much there was to read: less than the buffer takes only at the end of the file */
async function readFully(
  file: Awaited<ReturnType<typeof open>>,
  into: Buffer,
  at: number,
): Promise<number> {
  let length = 0;
  while (length < into.length) {
    const { bytesRead } = await file.read(into, length, into.length - length, at + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
