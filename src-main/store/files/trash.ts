/** The folder that removed models lie in, in that of the models, and removed texts in that of the texts; and what is thrown away of it. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TRASH_DAYS } from '../../contract/model.ts';
import { lstatIfThere } from './file-stat.ts';

export const TRASH = '.trash';

/** Of the one file that is a model. */
export const MODEL_ENDINGS = ['.verse'] as const;
/** Of what is a corpus: the description, without which there is none, and the text. */
export const CORPUS_ENDINGS = ['.json', '.txt'] as const;

/** Milliseconds that what was removed stays there. */
const AGE = TRASH_DAYS * 24 * 60 * 60 * 1000;

/**
 * Throws away what has lain in the trash for 30 days: files and links of those endings alone, whatever else is there. What cannot be thrown
 * away is in nobody's way.
 * @param folder the trash
 * @param now in milliseconds since 1970
 */
export async function emptyTrash(
  folder: string,
  endings: readonly string[],
  now = Date.now(),
): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!endings.some((ending) => name.endsWith(ending))) continue;
    const path = join(folder, name);
    const there = await lstatIfThere(path).catch(() => undefined);
    if (!there?.isFile() && !there?.isSymbolicLink()) continue;
    // Of what was put there with an old time, as out of a backup, the disk itself knows when that was.
    const since = Math.max(Number(there.mtimeMs), Number(there.ctimeMs));
    if (now - since > AGE) await rm(path, { force: true }).catch(() => {});
  }
}
