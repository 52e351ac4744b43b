/**
 * How a file that is written and flushed under another name comes to its place, where another program may put one of its own at any time:
 * whether one is there is seen in the moment of the renaming, not before the writing, which takes as long as the disk does.
 */
import { link, open, rename, rm } from 'node:fs/promises';
import { errnoOf } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { isUnchanged, lstatIfThere } from './file-stat.ts';

/** @throws Error of the file system, VerseloomError `file.unwritable`; whatever is in the place is then as it was */
export type PutInPlace = (temporary: string, target: string) => Promise<void>;

/** Whatever file is there is replaced. */
export const replacing: PutInPlace = rename;

/**
 * Nothing is replaced: a second name is refused where there is one already, in one step. Disks that have no second names (exFAT, some of
 * the network's) get an empty file to hold the place, which is replaced as long as it is still empty: between this
 * look and the renaming there are microseconds, and no system lets every program rename without replacing.
 * @throws VerseloomError `file.unwritable` {path, reason, errno: EEXIST}
 */
export const asNew: PutInPlace = async (temporary, target) => {
  try {
    await link(temporary, target);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw written(target, error);
    await inHeldPlace(temporary, target);
  }
};

/**
 * A file that is there is replaced if it is one that may be; one that comes or changes meanwhile is looked at as well.
 * @param check throws for what may not be replaced
 */
export const replacingIf =
  (check: (path: string) => Promise<void>): PutInPlace =>
  async (temporary, target) => {
    for (;;) {
      const before = await lstatIfThere(target);
      if (!before) return asNew(temporary, target);
      await check(target);
      if (isUnchanged(before, await lstatIfThere(target))) return rename(temporary, target);
    }
  };

/** Of a file that nobody expected there. */
export const written = (path: string, cause?: unknown): VerseloomError =>
  new VerseloomError(
    'file.unwritable',
    { path, reason: 'another program has written it in the meantime', errno: 'EEXIST' },
    { cause },
  );

async function inHeldPlace(temporary: string, target: string): Promise<void> {
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    throw errnoOf(error) === 'EEXIST' ? written(target, error) : error;
  }
  if (!(await isEmpty(target))) throw written(target);
  try {
    await rename(temporary, target);
  } catch (error) {
    if (await isEmpty(target).catch(() => false)) await rm(target, { force: true });
    throw error;
  }
}

const isEmpty = async (path: string): Promise<boolean> => (await lstatIfThere(path))?.size === 0n;
