/** The folder that removed models lie in, in that of the models, and so for all that is kept by a file or a folder each; and what is thrown away of it. */
import type { BigIntStats } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TRASH_DAYS } from '../../contract/model.ts';
import { lstatIfThere } from './file-stat.ts';

export const TRASH = '.trash';

export const MODEL_ENDING = '.verse';
export const RUN_ENDING = '.run';

/** What of a trash is thrown away, whatever else is there. */
export interface ThrownAway {
  /** @param there what it is; links are not followed */
  isOne(name: string, there: BigIntStats): boolean;
  discard(path: string): Promise<void>;
}

/** Files and links with such a name. */
const filesOf = (ending: string): ThrownAway => ({
  isOne: (name, there) => name.endsWith(ending) && (there.isFile() || there.isSymbolicLink()),
  discard: (path) => rm(path, { force: true }),
});
export const removedModels = filesOf(MODEL_ENDING);
export const removedRuns = filesOf(RUN_ENDING);

/** Milliseconds that what was removed stays there. */
export const KEPT_MS = TRASH_DAYS * 24 * 60 * 60 * 1000;

/**
 * Throws away what has lain in the trash for 30 days. What cannot be thrown away is in nobody's way.
 * @param folder the trash
 * @param now in milliseconds since 1970
 */
export async function emptyTrash(
  folder: string,
  thrown: ThrownAway,
  now = Date.now(),
): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const there = await lstatIfThere(path).catch(() => undefined);
    if (!there || !thrown.isOne(name, there)) continue;
    // Of what was put there with an old time, as out of a backup, the disk itself knows when that was.
    const since = Math.max(Number(there.mtimeMs), Number(there.ctimeMs));
    if (now - since > KEPT_MS) await thrown.discard(path).catch(() => {});
  }
}
