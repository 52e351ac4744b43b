/** Opening the data folder: found, locked, and brought into the layout of this version, before anything else is read from it. */
import { platformPlace, resolveDataFolder, type DataFolder } from './data-folder.ts';
import { bringUpToDate, isUpToDate } from './data-layout.ts';
import { DataLock } from './data-lock.ts';
import { finishMove, type OpenData } from './data-move.ts';
import { LEFTOVER_AGE, removeOld } from './file-tree.ts';

const LEFTOVER = /\.(json|txt)\.\d+$/;

/**
 * For an application, which keeps the lock for as long as it runs.
 * @param place the platform's folder for application data
 * @throws VerseloomError `data.inUse` {folder, pid}, and as `resolveDataFolder` and `bringUpToDate`
 */
export async function openData(env = process.env, place = platformPlace()): Promise<OpenData> {
  for (;;) {
    const data = resolveDataFolder(env, place);
    const lock = await DataLock.take(data.root);
    try {
      // Another application may have moved the data, or a newer one have changed them, before it gave the lock back.
      if (resolveDataFolder(env, place).root === data.root) {
        // What is left of a move costs room and nothing else; the next start tries it again.
        if (data.place !== null) await finishMove(data.place).catch(() => {});
        await bringUpToDate(data.root);
        for (const folder of [data.root, data.corpora, data.place]) await sweep(folder);
        return { data, lock };
      }
    } catch (error) {
      await lock.release();
      throw error;
    }
    await lock.release();
  }
}

/** Removes what processes that were killed have left of files that they were writing. */
async function sweep(folder: string | null): Promise<void> {
  if (folder === null) return;
  const ageOf = (name: string) => (LEFTOVER.test(name) ? LEFTOVER_AGE : undefined);
  await removeOld(folder, ageOf, Date.now(), false).catch(() => {}); // there is no such folder
}

/** For a short command, which works beside an application and needs the lock only where the layout has to be changed. */
export async function useData(env = process.env, place = platformPlace()): Promise<DataFolder> {
  const data = resolveDataFolder(env, place);
  if (isUpToDate(data.root)) return data;
  const open = await openData(env, place);
  await open.lock.release();
  return open.data;
}
