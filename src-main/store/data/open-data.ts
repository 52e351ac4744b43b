/** Opening the data folder: found, locked, and brought into the layout of this version, before anything else is read from it. */
import { join } from 'node:path';
import { clearLeftovers } from '../corpora/corpus-leftovers.ts';
import { sweepDrafts } from '../drafts/draft-folder.ts';
import { platformPlace, resolveDataFolder, type DataFolder } from './data-folder.ts';
import { allEntries } from './data-contents.ts';
import { bringUpToDate, isClosed, isUpToDate, markClosed } from './data-layout.ts';
import { DataLock, type Holder } from './data-lock.ts';
import { finishMove, type OpenData } from './data-move.ts';
import { emptyTrash } from '../files/trash.ts';
import { closeToOthers } from './permissions.ts';
import { sweepTemporaryFiles } from '../files/temporary-file.ts';

/**
 * For an application, which keeps the lock for as long as it runs, and clears away what killed ones have left.
 * @param place the platform's folder for application data
 * @throws VerseloomError `data.inUse` {folder, pid}, and as `resolveDataFolder` and `bringUpToDate`
 */
export async function openData(
  env = process.env,
  place = platformPlace(),
  holder?: Holder,
): Promise<OpenData> {
  const open = await lockData(env, place, holder);
  const { root, models, corpora, drafts, runs } = open.data;
  for (const folder of [root, models, corpora, drafts, runs, open.data.place])
    if (folder !== null) await sweepTemporaryFiles(folder);
  for (const { path, thrownAway } of allEntries)
    if (thrownAway) await emptyTrash(join(root, path), thrownAway);
  await clearLeftovers(corpora);
  await sweepDrafts(drafts);
  return open;
}

/** For a short command, which works beside an application and needs the lock only where the layout has to be changed. */
export async function useData(env = process.env, place = platformPlace()): Promise<DataFolder> {
  const data = resolveDataFolder(env, place);
  const isReady = isUpToDate(data.root);
  if (isReady && isClosed(data.root)) return data;
  try {
    const open = await lockData(env, place);
    await open.lock.release();
    return open.data;
  } catch (error) {
    if (!isReady) throw error;
    return data; // it is closed another time: an application of an earlier version may be at work in it
  }
}

async function lockData(env: NodeJS.ProcessEnv, place: string, holder?: Holder): Promise<OpenData> {
  for (;;) {
    const data = resolveDataFolder(env, place);
    const lock = await DataLock.take(data.root, holder);
    try {
      // Another application may have moved the data, or a newer one have changed them, before it gave the lock back.
      if (resolveDataFolder(env, place).root === data.root) {
        // What is left of a move costs room and nothing else; the next start tries it again.
        if (data.place !== null) await finishMove(data.place).catch(() => {});
        await bringUpToDate(data.root);
        await closeOnce(data);
        return { data, lock };
      }
    } catch (error) {
      await lock.release();
      throw error;
    }
    await lock.release();
  }
}

async function closeOnce(data: DataFolder): Promise<void> {
  if (isClosed(data.root)) return;
  await closeToOthers(data);
  await markClosed(data.root);
}
