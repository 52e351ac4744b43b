/** The folder that removed models lie in, in that of the models, and what is thrown away of it. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TRASH_DAYS } from '../../contract/model.ts';
import { lstatIfThere } from '../files/file-tree.ts';

export const TRASH = '.trash';

/** Milliseconds that a model stays there. */
const AGE = TRASH_DAYS * 24 * 60 * 60 * 1000;

/**
 * Throws away the models that have lain in the trash for 30 days: files and links alone, whatever else is there. What cannot be thrown
 * away is in nobody's way.
 * @param models folder of the models
 * @param now in milliseconds since 1970
 */
export async function emptyTrash(models: string, now = Date.now()): Promise<void> {
  const folder = join(models, TRASH);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.verse')) continue;
    const path = join(folder, name);
    const there = await lstatIfThere(path).catch(() => undefined);
    if (!there?.isFile() && !there?.isSymbolicLink()) continue;
    // Of what was put there with an old time, as out of a backup, the disk itself knows when that was.
    const since = Math.max(Number(there.mtimeMs), Number(there.ctimeMs));
    if (now - since > AGE) await rm(path, { force: true }).catch(() => {});
  }
}
