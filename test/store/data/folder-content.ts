/** All that is in a folder, to see whether it has changed: paths, bytes and times. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { listing } from '../files/temporary-folder.ts';

/** What a killed process leaves of a file that it was writing. */
const LEFTOVER = /\.verseloom-[^/]*$/;

/**
 * @param leftOut names directly below the root, and of files anywhere
 * @returns the hash of every file by its path, or the size of one that is too large to be read; of a folder, that it is one
 */
export async function contentOf(
  root: string,
  leftOut: readonly string[] = [],
): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const path of await listing(root)) {
    if (leftOut.includes(path.split(sep)[0]!) || leftOut.includes(basename(path))) continue;
    if (LEFTOVER.test(path)) continue;
    const there = await stat(join(root, path));
    if (there.isDirectory()) content[path] = 'folder';
    else if (there.size > 1e9) content[path] = `${there.size} bytes`;
    else content[path] = hashOf(await readFile(join(root, path)));
  }
  return content;
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** @returns when every file and folder was last changed, the root included */
export async function timesOf(root: string): Promise<Record<string, bigint>> {
  const times: Record<string, bigint> = {};
  for (const path of ['', ...(await listing(root))])
    times[path] = (await stat(join(root, path), { bigint: true })).ctimeNs;
  return times;
}
