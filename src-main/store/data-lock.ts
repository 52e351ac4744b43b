/**
 * The lock that lets one application at a time work in a data folder.
 *
 * The system itself holds it, as a lock on the file `data.lock`, so that it ends with the process however that ends, and there are
 * no remains to judge. Node has no call for such locks, but its SQLite takes them on every system (`fcntl` ranges on Linux and macOS,
 * `LockFileEx` on Windows), and nothing but its lock is used here: the file stays empty. What else there is to choose from:
 * a file with a process number is stale after a crash, and the number soon is another process's; a heartbeat stops while a laptop
 * sleeps; a socket or a pipe has a path of at most 104 bytes, leaves a file behind that only a race can clear away, and is not seen
 * from another machine or container.
 *
 * The file is never removed while its folder is in use: whoever locks a new file of that name has another lock. And since POSIX drops
 * a process's locks on a file when it closes that file anywhere, nothing else here may open it.
 */
import { mkdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { VerseloomError } from '../contract/errors.ts';
import { errnoOf, unwritable } from '../contract/disk-errors.ts';
import { readJson, writeJson } from './atomic-file.ts';

const LOCK = 'data.lock';
const HOLDER = 'in-use.json';
/** What a lock leaves in its folder. */
export const lockNames: readonly string[] = [LOCK, HOLDER];

/** Milliseconds: Windows may refuse a free lock for a moment, and a holder needs one to say who it is. */
const PATIENCE = 250;
/** Result codes of SQLite: https://sqlite.org/rescode.html */
const BUSY = 5;
const READ_ONLY = 8;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

const holder = z.object({ pid: z.int() });

/** A lock ends when its connection is collected, so all that are held are kept here. */
const held = new Set<DataLock>();

export class DataLock {
  readonly folder: string;
  readonly #connection: DatabaseSync;

  private constructor(folder: string, connection: DatabaseSync) {
    this.folder = folder;
    this.#connection = connection;
  }

  /**
   * Makes the folder where it is missing, and takes its lock.
   * @throws VerseloomError `data.inUse` {folder, pid} when another process has it, or this one; `file.unwritable`
   */
  static async take(folder: string): Promise<DataLock> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw unwritable(folder, error);
    }
    const path = join(folder, LOCK);
    let connection: DatabaseSync;
    try {
      connection = await connect(path);
    } catch (error) {
      throw await refusal(folder, path, error);
    }
    const lock = new DataLock(folder, connection);
    held.add(lock);
    // Only for the sentence that another process shows.
    await writeJson(join(folder, HOLDER), { pid: process.pid }).catch(() => {});
    return lock;
  }

  async release(): Promise<void> {
    if (!held.delete(this)) return;
    await rm(join(this.folder, HOLDER), { force: true }).catch(() => {});
    this.#connection.close();
  }
}

async function connect(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite'); // not before it is needed: some versions of Node print a warning
  const open = (): DatabaseSync => {
    const connection = new DatabaseSync(path, { timeout: PATIENCE });
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
    return open();
  } catch (error) {
    if (codeOf(error) !== NOT_A_DATABASE) throw error;
    // A lock is one on the file, not on what is in it, so that this takes it from nobody.
    await truncate(path);
    return open();
  }
}

async function refusal(folder: string, path: string, error: unknown): Promise<unknown> {
  const code = codeOf(error);
  if (code === undefined) return unwritable(path, error);
  if (code === BUSY) {
    const pid = await pidOfHolder(folder);
    return new VerseloomError('data.inUse', { folder, pid }, { cause: error });
  }
  return code === READ_ONLY || code === CANNOT_OPEN
    ? new VerseloomError('file.unwritable', { path, reason: 'permission denied' }, { cause: error })
    : new VerseloomError(
        'file.unwritable',
        { path, reason: 'the disk cannot lock files' },
        { cause: error },
      );
}

/** @returns `?` for one that could not say who it is */
async function pidOfHolder(folder: string): Promise<number | string> {
  // Whoever has just got the lock still has to write its number over that of one before.
  for (let tries = 10; ; tries--) {
    const { pid = '?' } = (await readJson(join(folder, HOLDER), holder).catch(() => {})) ?? {};
    if (tries === 0 || (typeof pid === 'number' && isAlive(pid))) return pid;
    await setTimeout(PATIENCE / 5);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM'; // there, and somebody else's
  }
}

/** @returns SQLite's result code; undefined for an error of something else */
function codeOf(error: unknown): number | undefined {
  if (errnoOf(error) !== 'ERR_SQLITE_ERROR') return undefined;
  return (error as { errcode: number }).errcode & 0xff; // without what an extended code adds
}
