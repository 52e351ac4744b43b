/** What is known of a file without reading it, and whether it is still the same. */
import type { BigIntStats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { errnoOf } from '../../contract/disk-errors.ts';

/** @returns undefined when nothing is there */
export async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns as `statIfThere`, of a link itself */
export async function lstatIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns whether a file is for sure as it was when it was looked at before */
export const isUnchanged = (before: BigIntStats, now: BigIntStats | undefined): boolean =>
  now !== undefined &&
  before.size === now.size &&
  before.mtimeNs === now.mtimeNs &&
  before.ctimeNs === now.ctimeNs &&
  before.ino === now.ino;
