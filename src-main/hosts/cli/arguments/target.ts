/** Where a command writes: the path that a person names. One rule for all of them, so that no file is lost that nobody gave up. */
import type { BigIntStats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reasonOf, unwritable } from '../../../contract/disk-errors.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { checkWritable } from '../../../services/model-files.ts';
import { resolvePath, type Surroundings } from '../surroundings/surroundings.ts';
import { UsageError } from './usage-error.ts';

export interface WantedTarget {
  /** As the person wrote it: a file, or a folder that is there. */
  readonly named: string;
  /** What it was written after, as the help has it. */
  readonly flag: string;
  /** Name of the file in a folder; without one, a folder is not enough. */
  readonly usualName: string | undefined;
  /** What the command reads, which it must not overwrite. */
  readonly inputs: readonly (BigIntStats | undefined)[];
  readonly mayReplace: boolean;
  /** @returns the command that makes more of what is there already, where it is of that kind */
  goOn?(path: string): Promise<string | undefined>;
}

/**
 * Links are followed, here as by whatever writes; one that leads nowhere counts as a file that is there.
 * @returns an absolute path
 * @throws UsageError for what names no file, for an input, and for a file that may not be replaced; VerseloomError
 * `file.unwritable` as `checkWritable`, also for what is there and is no file
 */
export async function targetOf(around: Surroundings, wanted: WantedTarget): Promise<string> {
  const path = await fileOf(around, wanted);
  const there = await statOf(path);
  const isRead = wanted.inputs.some(
    (input) => input && there && input.ino === there.ino && input.dev === there.dev,
  );
  if (isRead) throw new UsageError('outIsInput', { path });
  // What is there and is no file is not replaced either way, as the check says.
  if ((there?.isFile() || there?.isSymbolicLink()) && !wanted.mayReplace) {
    const command = there.isFile() ? await wanted.goOn?.(path) : undefined;
    throw new UsageError('outIsThere', { path, ...(command && { command, context: 'model' }) });
  }
  await checkWritable(path);
  return path;
}

/** @returns what is to be written, where the folder alone may have been named */
async function fileOf(
  around: Surroundings,
  { named, flag, usualName }: WantedTarget,
): Promise<string> {
  if (named === '') throw new UsageError('outIsEmpty', { flag });
  if (named === '-') throw new UsageError('outIsDash', { flag });
  const path = resolvePath(around, named);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) {
    if (usualName === undefined) throw new UsageError('noUsualName', { flag });
    return join(path, usualName);
  }
  if (!namesFolder(named)) {
    const folder = await stat(dirname(path)).catch((error: NodeJS.ErrnoException) => error);
    if (folder instanceof Error && folder.code === 'ENOENT')
      throw new UsageError('noFolder', { path: dirname(path) });
    return path;
  }
  if (!there) throw new UsageError('noFolder', { path });
  throw new VerseloomError('file.unwritable', {
    ...{ path: named, reason: reasonOf('ENOTDIR'), errno: 'ENOTDIR' },
  });
}

/** Whether a path can be a folder only, as `songs/` and `songs/.` are. */
function namesFolder(named: string): boolean {
  const separator = process.platform === 'win32' ? /[\\/]/ : '/';
  return ['', '.', '..'].includes(named.split(separator).at(-1)!);
}

/** @returns what is there, or the link there that leads nowhere. @throws VerseloomError `file.unwritable` */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  const link = await lstat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unwritable(path, error);
  });
  return link && (await stat(path, { bigint: true }).catch(() => link));
}

/** @returns one and the same for two paths that lead to the same place, whether there is a file or not */
export async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return join(await realpath(dirname(path)), basename(path));
  }
}
