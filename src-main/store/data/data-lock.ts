/**
 * The lock that lets one application at a time work in a data folder.
 *
 * A folder may be removed, and made anew by another application, while one works in it. So before anything is written there, it is seen
 * whether the lock is still that of the folder at this path. Where it is not, the one that is there now is locked and made a data folder,
 * or, if another application has done so, nothing is written.
 */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { VerseloomError } from '../../contract/errors.ts';
import { unwritable } from '../../contract/disk-errors.ts';
import { PRIVATE, readJson, writeJson } from '../files/atomic-file.ts';
import { entries } from './data-contents.ts';
import { bringUpToDate } from './data-layout.ts';
import { FileLock, LockBusy } from '../files/file-lock.ts';
import { guardFolder } from '../files/folder-guards.ts';
import { makeFolder } from '../files/make-folder.ts';
import { isAlive } from '../files/process-life.ts';

const LOCK = entries.lock.path;
const HOLDER = entries.holder.path;

/** Milliseconds: Windows may refuse a free lock for a moment, and a holder needs one to say who it is. */
const PATIENCE = 250;

const holder = z.object({ pid: z.int(), enter: z.boolean().optional() });

export interface Holder {
  /** Whether this process prints an address for whoever presses Enter in its terminal: then that is the way to the data it holds. */
  readonly answersEnter: boolean;
}

export class DataLock implements Holder {
  readonly folder: string;
  readonly answersEnter: boolean;
  #lock: FileLock;
  #isHeld = true;
  readonly #endGuard: () => void;
  #takingAnew: Promise<void> | undefined;

  private constructor(folder: string, lock: FileLock, { answersEnter }: Holder) {
    this.folder = folder;
    this.answersEnter = answersEnter;
    this.#lock = lock;
    this.#endGuard = guardFolder(folder, () => this.#hold());
  }

  /**
   * Makes the folder where it is missing, and takes its lock.
   * @throws VerseloomError `data.inUse` {folder, pid}, with the field `enter` where that leads to it, when another process has it, or this one; `file.unwritable`
   */
  static async take(folder: string, holder: Holder = { answersEnter: false }): Promise<DataLock> {
    const lock = new DataLock(resolve(folder), await lockOf(folder), holder);
    await lock.#tellHolder();
    return lock;
  }

  async release(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#endGuard();
    await this.#takingAnew?.catch(() => {});
    // In a folder that has come in the place of ours, it is another's.
    if (await this.#lock.isInPlace().catch(() => false))
      await rm(join(this.folder, HOLDER), { force: true }).catch(() => {});
    this.#lock.release();
  }

  /** @throws VerseloomError `data.inUse` {folder, pid} when the folder is another's by now; `file.unwritable` */
  async #hold(): Promise<void> {
    const isOurs = await this.#lock.isInPlace().catch((error: unknown) => {
      throw unwritable(this.folder, error);
    });
    if (isOurs || !this.#isHeld) return;
    await (this.#takingAnew ??= this.#takeAnew().finally(() => (this.#takingAnew = undefined)));
  }

  async #takeAnew(): Promise<void> {
    const lock = await lockOf(this.folder);
    this.#lock.release();
    this.#lock = lock;
    await bringUpToDate(this.folder);
    await this.#tellHolder();
  }

  /** Only for the sentence that another process shows. */
  async #tellHolder(): Promise<void> {
    const told = { pid: process.pid, ...(this.answersEnter && { enter: true }) };
    await writeJson(join(this.folder, HOLDER), told).catch(() => {});
  }
}

async function lockOf(folder: string): Promise<FileLock> {
  try {
    await makeFolder(folder, PRIVATE.folderMode);
  } catch (error) {
    throw unwritable(folder, error);
  }
  try {
    return await FileLock.take(join(folder, LOCK), PATIENCE);
  } catch (error) {
    if (!(error instanceof LockBusy)) throw error;
    const { pid, enter } = await holderOf(folder);
    const params = { folder, pid, ...(enter && { field: 'enter' }) };
    throw new VerseloomError('data.inUse', params, { cause: error });
  }
}

/** @returns the number of its process, `?` for one that could not say who it is, and whether it answers Enter */
async function holderOf(folder: string): Promise<{ pid: number | string; enter?: boolean }> {
  // Whoever has just got the lock still has to write its number over that of one before.
  for (let tries = 10; ; tries--) {
    const told = await readJson(join(folder, HOLDER), holder).catch(() => {});
    if (told && isAlive(told.pid)) return { pid: told.pid, enter: told.enter === true };
    if (tries === 0) return { pid: told?.pid ?? '?' };
    await setTimeout(PATIENCE / 5);
  }
}
