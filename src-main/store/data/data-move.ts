/**
 * Moving the data to another folder, without loss whenever it is cut short.
 *
 * 1. `location.json` gets the move beside the folder in use, which is still the old one.
 * 2. Every file is copied, flushed, and compared with what it was copied from, until nothing has changed in the meantime.
 * 3. `location.json` names the new folder: in one step, by a rename that is flushed.
 * 4. In the old folder every file is deleted that the new one has in the same bytes; `location.json` forgets the move.
 *
 * Cut short before the third step, the next start deletes what was copied; after it, the next start does the fourth. On one disk the
 * folders could be renamed one by one instead, but then each would be in one place or in the other, and no single step would move all.
 */
import { readdir, realpath, rm, statfs } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { VerseloomError } from '../../contract/errors.ts';
import { errnoOf, reasonOf } from '../../contract/disk-errors.ts';
import { flushFolder } from '../files/atomic-file.ts';
import { CHANGE_LOCK, whileAlone } from '../files/change-lock.ts';
import { entries, lockNames, machineNames } from './data-contents.ts';
import { layOut, type DataFolder } from './data-folder.ts';
import { chosenFolder, readLocation, writeLocation, type Location } from './data-location.ts';
import { DataLock } from './data-lock.ts';
import { isUnchanged, statIfThere } from '../files/file-stat.ts';
import {
  copyAtomically,
  copyFlushed,
  flushFolders,
  haveSameBytes,
  listTree,
  makeFolderLike,
  removeEmpty,
  type Tree,
  type TreeFile,
} from '../files/file-tree.ts';
import { sweepTemporaryFiles } from '../files/temporary-file.ts';

/** A data folder that nobody else works in, for as long as its lock is held. */
export interface OpenData {
  readonly data: DataFolder;
  readonly lock: DataLock;
}

export interface MoveProgress {
  readonly files: number;
  readonly filesInAll: number;
  readonly bytes: number;
  readonly bytesInAll: number;
}

type Move = NonNullable<Location['move']>;

/** Where others may be at work that have not the lock of the whole. */
const shared = [entries.models.path, entries.corpora.path, entries.drafts.path];
/** The locks of their changes: that of a folder is no other one's. */
const changeLocks = shared.map((path) => join(path, CHANGE_LOCK));
const leftOut = [...machineNames, ...lockNames, ...changeLocks];
/** What a system puts into a folder that somebody has looked at. */
const OF_THE_SYSTEM = ['.DS_Store', 'desktop.ini', 'Thumbs.db'];
/** How often what was changed meanwhile, as by the command line, is copied again. */
const ROUNDS = 10;
const MIB = 1024 * 1024;

/**
 * Moves the data. The product is closed before, and opened on the result.
 * @param to an empty folder, or one to be made in a folder that is there
 * @returns the new folder with its lock; that of the old one is given back
 * @throws VerseloomError `data.notEmpty` {folder}, `data.moveFailed` {folder, reason}, `data.inUse` of the new folder; the old one is
 * then as it was, its lock included
 */
export async function moveData(
  open: OpenData,
  to: string,
  onProgress: (progress: MoveProgress) => void,
): Promise<OpenData> {
  if (!isAbsolute(to)) throw failed(to, { reason: 'the path is not absolute' });
  const folder = resolve(to);
  try {
    return await move(open, folder, onProgress);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== undefined) throw failed(folder, { reason: reasonOf(errno) });
    if (error instanceof VerseloomError && error.code === 'file.unwritable')
      throw failed(folder, { reason: String(error.params.reason) });
    throw error;
  }
}

async function move(
  { data: { root: from, place }, lock }: OpenData,
  to: string,
  onProgress: (progress: MoveProgress) => void,
): Promise<OpenData> {
  if (place === null) throw failed(to, { reason: 'VERSELOOM_DATA names the data folder' });
  const made = await refuseTarget(from, to, to === place ? leftOut : lockNames);
  const move = { from, to, made };
  let newLock: DataLock | undefined;
  try {
    await writeLocation(place, { ...naming(from, place), move });
    if (made) await makeFolderLike(from, to);
    await refuseFull(to, await listTree(from, leftOut));
    newLock = await DataLock.take(to, lock);
    await copyAll(move, onProgress);
    await writeLocation(place, { ...naming(to, place), move });
  } catch (error) {
    // A rename may be made and then not be flushed: the new folder is in use, and nothing is deleted before the next start.
    if (newLock && chosenFolder(readLocation(place), place) === to) {
      await lock.release();
      return { data: layOut(to, place), lock: newLock };
    }
    await newLock?.release();
    await undo(move, place).catch(() => {}); // the next start tries it again
    throw error;
  }
  await lock.release();
  await finishMove(place).catch(() => {}); // the next start tries it again
  return { data: layOut(to, place), lock: newLock };
}

/**
 * Brings a move to its end that was cut short, if there is one; the caller has the lock of the folder in use.
 * @param place where `location.json` is
 * @throws Error of the file system, VerseloomError `file.unwritable`
 */
export async function finishMove(place: string): Promise<void> {
  const location = readLocation(place);
  if (!location.move) return;
  const { from, to } = location.move;
  const root = chosenFolder(location, place);
  if (root === from) return undo(location.move, place);
  if (root === to) {
    await writeLocation(place, { ...naming(to, place), move: location.move });
    await clearOld(location.move, place);
  }
  await writeLocation(place, naming(root, place));
}

/** Copies everything, and again what was changed meanwhile. */
async function copyAll(
  { from, to }: Move,
  onProgress: (progress: MoveProgress) => void,
): Promise<void> {
  const copied = new Map<string, TreeFile>();
  for (let round = 0; round < ROUNDS; round++) {
    const tree = await listTree(from, leftOut);
    const there = new Set(tree.files.map(({ path }) => path));
    const gone = [...copied.keys()].filter((path) => !there.has(path));
    const due = tree.files.filter(({ path, stat }) => {
      const known = copied.get(path);
      return !known || !isUnchanged(known.stat, stat);
    });
    if (round > 0 && gone.length + due.length === 0) {
      await flushFolders(to, tree.folders);
      return flushFolder(dirname(to));
    }
    for (const path of gone) {
      await rm(join(to, path));
      copied.delete(path);
    }
    for (const folder of tree.folders) await makeFolderLike(join(from, folder), join(to, folder));
    const inAll = { filesInAll: tree.files.length, bytesInAll: bytesOf(tree.files) };
    let bytes = inAll.bytesInAll - bytesOf(due);
    onProgress({ files: inAll.filesInAll - due.length, bytes, ...inAll });
    for (const [index, file] of due.entries()) {
      await copyChecked(file, from, to);
      copied.set(file.path, file);
      bytes += Number(file.stat.size);
      onProgress({ files: inAll.filesInAll - due.length + index + 1, bytes, ...inAll });
    }
  }
  throw failed(to, { reason: 'another program goes on changing the data' });
}

async function copyChecked(file: TreeFile, from: string, to: string): Promise<void> {
  const [original, copy] = [join(from, file.path), join(to, file.path)];
  await copyFlushed(original, copy);
  if (await haveSameBytes(original, copy)) return;
  if (isUnchanged(file.stat, await statIfThere(original)))
    throw failed(to, { reason: 'a copy differs from its original' });
}

/** Deletes what was copied: all that the old folder still has. */
async function undo({ from, to, made }: Move, place: string): Promise<void> {
  if (await statIfThere(to)) {
    const { files, folders } = await listTree(to, leftOut);
    for (const { path } of files)
      if (await statIfThere(join(from, path))) await rm(join(to, path), { force: true });
    await removeLocks(to);
    await removeEmpty(to, folders);
    if (made) await removeEmpty(to, ['']);
  }
  await writeLocation(place, naming(from, place));
}

/** Deletes from the old folder what the new one has in the same bytes, or newer; what it lacks is brought over first. */
async function clearOld({ from, to }: Move, place: string): Promise<void> {
  if (!(await statIfThere(from))) return;
  // A command that has begun to change something in one of them is waited for.
  const clear = shared.reduce<() => Promise<Tree>>(
    (then, path) => () => whileAlone(join(from, path), then),
    () => clearFiles(from, to),
  );
  const { folders } = await clear();
  await removeLocks(from);
  await removeEmpty(from, folders);
  if (from !== place) await removeEmpty(from, ['']);
}

/** @returns what was there */
async function clearFiles(from: string, to: string): Promise<Tree> {
  const tree = await listTree(from, leftOut);
  // The layout first: without it, the old folder is not taken for the one in use any more.
  const isLayout = ({ path }: TreeFile) => (path === entries.layout.path ? 0 : 1);
  for (const { path, stat } of tree.files.toSorted((a, b) => isLayout(a) - isLayout(b))) {
    const [old, kept] = [join(from, path), join(to, path)];
    const there = await statIfThere(kept);
    const isSame = there !== undefined && (await haveSameBytes(old, kept));
    if (!isSame && !(there && there.mtimeNs > stat.mtimeNs)) await copyAtomically(old, kept); // the new folder is in use
    await rm(old, { force: true });
  }
  return tree;
}

async function removeLocks(folder: string): Promise<void> {
  await sweepTemporaryFiles(folder);
  for (const path of [...lockNames, ...changeLocks]) await rm(join(folder, path), { force: true });
}

/** @returns whether the folder has to be made */
async function refuseTarget(
  from: string,
  to: string,
  allowed: readonly string[],
): Promise<boolean> {
  const real = join(await realpath(dirname(to)), basename(to));
  const isThere = (await statIfThere(to)) !== undefined;
  const [source, target] = [await realpath(from), isThere ? await realpath(to) : real];
  if (source === target) throw failed(to, { reason: 'it is the present data folder' });
  if (isWithin(target, source)) throw failed(to, { reason: 'it lies in the present data folder' });
  if (isWithin(source, target)) throw failed(to, { reason: 'the present data folder lies in it' });
  if (!isThere) return true;
  const names = await readdir(to);
  if (names.some((name) => !allowed.includes(name) && !OF_THE_SYSTEM.includes(name)))
    throw new VerseloomError('data.notEmpty', { folder: to });
  return false;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function refuseFull(to: string, { files }: Tree): Promise<void> {
  const BLOCK_BYTES = 4096n;
  const onDisk = ({ stat }: TreeFile) => (stat.size / BLOCK_BYTES + 1n) * BLOCK_BYTES;
  const needed = files.reduce((bytes, file) => bytes + onDisk(file), BigInt(MIB));
  const { bavail, bsize } = await statfs(to, { bigint: true });
  const missing = Math.ceil(Number(needed - bavail * bsize) / MIB);
  if (missing > 0) throw failed(to, { reason: `it lacks room for ${missing} MB more` });
}

const bytesOf = (files: Iterable<TreeFile>): number =>
  [...files].reduce((bytes, { stat }) => bytes + Number(stat.size), 0);

const naming = (root: string, place: string): Location => (root === place ? {} : { folder: root });
const failed = (folder: string, { reason }: { reason: string }) =>
  new VerseloomError('data.moveFailed', { folder, reason });
