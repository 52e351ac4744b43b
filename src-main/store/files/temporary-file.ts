/**
 * Files that are there while another one is being written, and what becomes of them when their writer is killed.
 *
 * Such a file lies in the folder of the other one, so that a rename puts it in place. Its name is
 * `.verseloom-<machine>-<process>-<random>-<checksum>`, all in hexadecimal: the checksum is over what stands before it, so that no name
 * of anybody else's is taken for one. It is made of nothing of the other file's, so that it has room wherever that one's name has.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { lstat, readdir, realpath, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive } from './process-life.ts';

const NAME = /^(\.verseloom-([0-9a-f]{8})-([0-9a-f]{1,8})-[0-9a-f]{12})-([0-9a-f]{8})$/;
/** Milliseconds. Of a writer on another machine, or of a time before this one was started, nothing else can be known. */
const AGE = 24 * 60 * 60 * 1000;

/** Of this process: they are not left over, whatever processes had its number before. */
const underWay = new Set<string>();

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Where a process number names one and the same process: on Linux, between two starts of a system, or of a container. */
const machine = checksum(
  [
    hostname(),
    orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNothing(() => readlinkSync('/proc/self/ns/pid')),
  ].join('\n'),
);

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/**
 * @param target of a file that is to be written; a link is followed
 * @param use is given a path where nothing is yet, and the target itself; what it leaves at that path is removed
 * @throws Error of the file system
 */
export async function withTemporaryFile<T>(
  target: string,
  use: (temporary: string, target: string) => Promise<T>,
): Promise<T> {
  const real = await realpath(target).catch(() => target); // where something else is wrong, writing it will say so
  const id = `.verseloom-${machine}-${process.pid.toString(16)}-${randomBytes(6).toString('hex')}`;
  const name = `${id}-${checksum(id)}`;
  const temporary = join(dirname(real), name);
  underWay.add(name);
  try {
    return await use(temporary, real);
  } finally {
    await rm(temporary, { force: true }).catch(() => {}); // left to the next one that sweeps there
    underWay.delete(name);
  }
}

/**
 * Removes what killed processes have left of such files in a folder: files alone, by names that only this program makes, and when
 * their writer is gone, as far as that is to be known. What cannot be removed is in nobody's way.
 * @param now in milliseconds since 1970
 */
export async function sweepTemporaryFiles(folder: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, id, where, pid, sum] = NAME.exec(name) ?? [];
    if (id === undefined || checksum(id) !== sum || underWay.has(name)) continue;
    const path = join(folder, name);
    const there = await lstat(path).catch(() => undefined);
    if (!there?.isFile()) continue;
    const writer = parseInt(pid!, 16);
    const isLeft =
      where === machine
        ? writer === process.pid || !isAlive(writer)
        : now - Math.max(there.mtimeMs, there.ctimeMs) > AGE;
    if (isLeft) await rm(path, { force: true }).catch(() => {});
  }
}
