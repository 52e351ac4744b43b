/**
 * Folders, made with those above them that are missing.
 *
 * Node's own `recursive` goes on for ever where a folder can hold no other, as below `/proc`: the system answers there that a part of
 * the path is missing, and Node makes that part, which is there, again and again.
 */
import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../../contract/disk-errors.ts';

/**
 * @param mode of the folders that are made
 * @throws Error of the file system
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isFolder(path)) return;
    if (!isBelowNothing(path, error)) throw error;
    await makeFolder(dirname(path), mode);
    await mkdir(path, { mode }).catch(async (again: unknown) => {
      if (!(await isFolder(path))) throw again; // else another process has just made it
    });
  }
}

/** As `makeFolder`, for what has to be there before anything else can begin. */
export function makeFolderNow(path: string, mode: number): void {
  const make = (otherwise: (error: unknown) => void): void => {
    try {
      mkdirSync(path, { mode });
    } catch (error) {
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) otherwise(error);
    }
  };
  make((error) => {
    if (!isBelowNothing(path, error)) throw error;
    makeFolderNow(dirname(path), mode);
    make((again) => {
      throw again;
    });
  });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  );

const isBelowNothing = (path: string, error: unknown): boolean =>
  errnoOf(error) === 'ENOENT' && dirname(path) !== path;
