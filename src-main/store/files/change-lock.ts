/**
 * Changes to models and corpora that are made of what is in their files, such as a new name or a save that keeps the name: one at a
 * time among all processes, so that none undoes another's.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { VerseloomError } from '../../contract/errors.ts';
import { PRIVATE } from './atomic-file.ts';
import { FileLock, LockBusy } from './file-lock.ts';
import { checkGuards } from './folder-guards.ts';
import { makeFolder } from './make-folder.ts';
import { TurnsByName } from './turns-by-name.ts';

/** Hidden, in the folder of the models and in that of the corpora. */
export const CHANGE_LOCK = '.changes.lock';

/** Milliseconds. A change takes a second or two for the largest models; whoever takes longer is stuck. */
const PATIENCE = 10_000;
/** Milliseconds that this process keeps away after a change: others look for the lock more often. */
const TURN = 20;

/** Of the changes in each folder that this process makes. */
const turns = new TurnsByName();

/**
 * Makes a change when no other is being made in this folder, by any process. Where the disk cannot lock, it is made all the same: it is
 * worth more than the certainty.
 * @param otherwise what is made instead when another process does not come to an end
 * @throws VerseloomError `file.unwritable` {path, reason, errno: EBUSY} after ten seconds, `data.inUse`; whatever the change throws
 */
export async function whileAlone<T>(
  folder: string,
  change: () => Promise<T>,
  otherwise?: () => Promise<T>,
): Promise<T> {
  const made = turns.take(folder, () => lockAnd(folder, change, otherwise));
  void turns.take(folder, () => setTimeout(TURN));
  return made;
}

async function lockAnd<T>(
  folder: string,
  change: () => Promise<T>,
  otherwise?: () => Promise<T>,
): Promise<T> {
  const path = join(folder, CHANGE_LOCK);
  await checkGuards(path);
  let lock: FileLock;
  try {
    await makeFolder(folder, PRIVATE.folderMode);
    lock = await FileLock.take(path, PATIENCE);
  } catch (error) {
    if (!(error instanceof LockBusy)) return change(); // there can be no lock
    if (otherwise) return otherwise();
    throw new VerseloomError(
      'file.unwritable',
      { path, reason: 'another program is using the file', errno: 'EBUSY' },
      { cause: error },
    );
  }
  try {
    return await change();
  } finally {
    lock.release();
  }
}
