/**
 * Closes a data folder to other users of the machine, once: what is in it with the permissions that systems usually give gets those that
 * the product gives by now. Other permissions are a person's choice, as are those that are set after it. Not on Windows, where folders
 * of the person are closed as they are.
 */
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PRIVATE } from '../files/atomic-file.ts';
import { allEntries, entries, type Entry, type EntryName } from './data-contents.ts';
import type { DataFolder } from './data-folder.ts';

/** What the umasks 022, 002 and 000 leave. */
const USUAL_FOLDERS = [0o755, 0o775, 0o777];
const USUAL_FILES = [0o644, 0o664, 0o666];

/**
 * @param data what is not in its description is somebody else's, whose folder may be the very one that `VERSELOOM_DATA` names; that
 * itself is closed only where there is nothing else in it
 */
export async function closeToOthers(data: DataFolder): Promise<void> {
  if (process.platform === 'win32') return;
  const { root, place } = data;
  for (const name of Object.keys(entries) as EntryName[])
    await (isForeign(entries[name]) ? close : closeTree)(data[name]);
  const ours = allEntries.map(({ path }) => path);
  const hasOthers = (await readdir(root).catch(() => [])).some((name) => !ours.includes(name));
  if (place !== null || !hasOthers) await close(root);
  if (place !== null) await close(place);
}

const isForeign = (entry: Entry): boolean => entry.isForeign === true;

async function closeTree(path: string): Promise<void> {
  if (!(await close(path))) return;
  for (const name of await readdir(path).catch(() => [])) await closeTree(join(path, name));
}

/** Whatever cannot be closed stays open: not every disk has permissions. @returns whether it is a folder; links are not followed */
async function close(path: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (!there) return false;
  const mode = there.mode & 0o7777;
  if (there.isDirectory() && USUAL_FOLDERS.includes(mode))
    await chmod(path, PRIVATE.folderMode).catch(() => {});
  if (there.isFile() && USUAL_FILES.includes(mode))
    await chmod(path, PRIVATE.fileMode).catch(() => {});
  return there.isDirectory();
}
