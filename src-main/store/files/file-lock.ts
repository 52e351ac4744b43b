/**
 * A lock between processes, on a file that stays empty and is never removed while it may be held.
 *
 * The system itself holds it, so that it ends with the process however that ends, and there are no remains to judge. Node has no call
 * for such locks, but its SQLite takes them on every system (`fcntl` ranges on Linux and macOS, `LockFileEx` on Windows), and nothing
 * but its lock is used here. What else there is to choose from: a file with a process number is stale after a crash, and the number
 * soon is another process's; a heartbeat stops while a laptop sleeps; a socket or a pipe has a path of at most 104 bytes, leaves a file
 * behind that only a race can clear away, and is not seen from another machine or container.
 *
 * Whoever locks a new file of that name has another lock, so a holder can ask whether its file is still the one at the path. And since
 * POSIX drops a process's locks on a file when it closes that file anywhere, nothing else here may open it.
 */
import { open, stat, truncate } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { VerseloomError } from '../../contract/errors.ts';
import { errnoOf, unwritable } from '../../contract/disk-errors.ts';
import { PRIVATE } from './atomic-file.ts';

/** Milliseconds between two attempts, at most: SQLite's own waiting would hold this whole thread up. */
const PAUSE = 10;
/** Result codes of SQLite: https://sqlite.org/rescode.html */
const BUSY = 5;
const READ_ONLY = 8;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** A lock ends when its connection is collected, so all that are held are kept here. */
const held = new Set<FileLock>();

/** Another process has the lock, or another part of this one. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';
}

export class FileLock {
  readonly path: string;
  readonly #connection: DatabaseSync;
  readonly #file: BigIntStats;

  private constructor(path: string, connection: DatabaseSync, file: BigIntStats) {
    this.path = path;
    this.#connection = connection;
    this.#file = file;
  }

  /**
   * @param path of its file, in a folder that is there
   * @param patience how long to wait for whoever has it, in milliseconds
   * @throws LockBusy; VerseloomError `file.unwritable` where there can be no lock
   */
  static async take(path: string, patience: number): Promise<FileLock> {
    const until = performance.now() + patience;
    for (;;) {
      try {
        const lock = await FileLock.#tryOnce(path);
        if (lock) return lock;
      } catch (error) {
        if (codeOf(error) !== BUSY) throw refusal(path, error);
        if (performance.now() >= until) throw new LockBusy(path, { cause: error });
      }
      await setTimeout(PAUSE * Math.random());
    }
  }

  /** @returns undefined when the file was replaced meanwhile. @throws whatever keeps it from the lock */
  static async #tryOnce(path: string): Promise<FileLock | undefined> {
    await makeEmpty(path);
    const before = await stat(path, { bigint: true });
    const connection = await connect(path);
    try {
      // As long as it is open, no other file has its number.
      const file = await stat(path, { bigint: true });
      if (isSame(before, file)) {
        const lock = new FileLock(path, connection, file);
        held.add(lock);
        return lock;
      }
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
    connection.close();
    return undefined;
  }

  /** @returns whether the file at the path is the one that is locked: else another process may have a lock there */
  async isInPlace(): Promise<boolean> {
    try {
      return isSame(this.#file, await stat(this.path, { bigint: true }));
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return false;
      throw error;
    }
  }

  release(): void {
    if (held.delete(this)) this.#connection.close();
  }
}

const isSame = (a: BigIntStats, b: BigIntStats): boolean => a.dev === b.dev && a.ino === b.ino;

/** With the permissions of what is ours. A file that is just being made is locked by nobody, so that this may close it. */
async function makeEmpty(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', PRIVATE.fileMode)).close();
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

async function connect(path: string): Promise<DatabaseSync> {
  // Not before it is needed: some versions of Node print a warning. And by no loader of modules, which an archive might confuse.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const take = (): DatabaseSync => {
    const connection = new DatabaseSync(path, { timeout: 0 });
    try {
      // No journal beside the file. And not EXCLUSIVE: two that ask for it at once may both be refused.
      connection.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  };
  try {
    return take();
  } catch (error) {
    if (codeOf(error) !== NOT_A_DATABASE) throw error;
    // A lock is one on the file, not on what is in it, so that this takes it from nobody.
    await truncate(path);
    return take();
  }
}

function refusal(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return unwritable(path, error);
  const why =
    code === READ_ONLY || code === CANNOT_OPEN
      ? { reason: 'permission denied' }
      : { reason: 'the disk cannot lock files' };
  return new VerseloomError('file.unwritable', { path, ...why }, { cause: error });
}

/** @returns SQLite's result code; undefined for an error of something else */
function codeOf(error: unknown): number | undefined {
  if (errnoOf(error) !== 'ERR_SQLITE_ERROR') return undefined;
  return (error as { errcode: number }).errcode & 0xff; // without what an extended code adds
}
