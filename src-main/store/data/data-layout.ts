/**
 * The version of a data folder's layout, and the way from an earlier one to ours.
 *
 * A migration is made on a backup: what it changes is copied to `backups/` first, and put back when it fails or is killed.
 * A newer layout is left alone, to the byte.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { VerseloomError } from '../../contract/errors.ts';
import { unwritable } from '../../contract/disk-errors.ts';
import { flushFolder, PRIVATE, readJson, readJsonNow, writeJson } from '../files/atomic-file.ts';
import { statIfThere } from '../files/file-stat.ts';
import { copyFlushed, flushFolders, listTree, makeFolderLike } from '../files/file-tree.ts';
import { makeFolder } from '../files/make-folder.ts';
import { entries } from './data-contents.ts';
import { ourLayout, type Migration } from './migrations.ts';

const LAYOUT_NAME = entries.layout.path;
const BACKUPS = entries.backups.path;
const RECORD = 'backup.json';
/** A backup that is not complete. */
const PART = '.part';
/** As `backUp` makes them. */
const BACKUP_NAME = /^\d{8}T\d{9}-layout-\d+(\.part)?$/;

/** What every version has in its `layout.json`. */
const anyLayout = z.object({ version: z.int().min(1) });
const layoutFile = anyLayout.extend({
  /** The backup of a migration that is under way. */
  migrating: z.string().min(1).optional(),
  /** What had been there with the usual permissions was closed to others, see permissions.ts. */
  closed: z.literal(true).optional(),
});
type LayoutFile = z.infer<typeof layoutFile>;

const backupRecord = z.object({
  paths: z.array(z.object({ path: z.string(), existed: z.boolean() })),
});

/** @throws VerseloomError `data.newer` {folder, version, supported}, `file.unreadable`; nothing was changed then */
export function refuseNewer(root: string, { version: supported } = ourLayout): void {
  const version = readJsonNow(join(root, LAYOUT_NAME), anyLayout)?.version ?? 1;
  if (version > supported)
    throw new VerseloomError('data.newer', { folder: root, version, supported });
}

/** @returns whether a folder has been opened as a data folder before. @throws VerseloomError `file.unreadable` */
export const hasLayout = (root: string): boolean =>
  readJsonNow(join(root, LAYOUT_NAME), anyLayout) !== undefined;

/** @returns whether `bringUpToDate` has nothing to do. @throws VerseloomError `file.unreadable` */
export function isUpToDate(root: string, { version } = ourLayout): boolean {
  const there = readJsonNow(join(root, LAYOUT_NAME), layoutFile);
  return there?.version === version && there.migrating === undefined;
}

/**
 * Makes a folder one of our layout; the caller has its lock.
 * @throws VerseloomError `data.newer`, `file.unreadable`, `file.unwritable`, and whatever stops a migration: all is then as that one found it
 */
export async function bringUpToDate(root: string, layout = ourLayout): Promise<void> {
  refuseNewer(root, layout);
  if (isUpToDate(root, layout)) return;
  const there = await readJson(join(root, LAYOUT_NAME), layoutFile);
  if (there?.migrating !== undefined) await restore(root, there.version, there.migrating);
  await clearRemains(root);
  const isFresh = !there && !(await hasData(root));
  for (let from = there?.version ?? (isFresh ? layout.version : 1); from < layout.version; from++) {
    const migration = layout.migrations.find((candidate) => candidate.from === from);
    if (!migration) throw new Error(`no migration leads on from layout ${from}`);
    await migrate(root, migration);
  }
  await writeLayout(root, { version: layout.version });
}

/** The first version had no `layout.json` at first, but made these. */
async function hasData(root: string): Promise<boolean> {
  for (const { path } of [entries.models, entries.corpora])
    if (await statIfThere(join(root, path))) return true;
  return false;
}

/** @returns whether the folder says of itself that it was closed to others. @throws VerseloomError `file.unreadable` */
export const isClosed = (root: string): boolean =>
  readJsonNow(join(root, LAYOUT_NAME), layoutFile)?.closed === true;

/** Of a folder of our layout. @throws VerseloomError `file.unreadable`, `file.unwritable` */
export async function markClosed(root: string): Promise<void> {
  await writeJson(join(root, LAYOUT_NAME), {
    ...(await readJson(join(root, LAYOUT_NAME), layoutFile)),
    closed: true,
  });
}

/** Whoever opens the folder to others later has decided so: that it was once closed stays, whatever else changes. */
async function writeLayout(root: string, layout: Omit<LayoutFile, 'closed'>): Promise<void> {
  const there = await readJson(join(root, LAYOUT_NAME), layoutFile);
  await writeJson(join(root, LAYOUT_NAME), { ...layout, ...(there?.closed && { closed: true }) });
}

async function migrate(root: string, migration: Migration): Promise<void> {
  const changes = await migration.changes(root);
  if (changes.length === 0) return writeLayout(root, { version: migration.from + 1 });
  const backup = await backUp(root, migration.from, changes);
  await writeLayout(root, { version: migration.from, migrating: backup });
  try {
    await migration.run(root);
    await writeLayout(root, { version: migration.from + 1 });
  } catch (error) {
    await restore(root, migration.from, backup);
    throw error;
  }
}

/** @returns the name of the backup, which is then on disk */
async function backUp(root: string, layout: number, paths: readonly string[]): Promise<string> {
  // Without the colons, which Windows does not have in names.
  const time = new Date().toISOString().replace(/[-:.Z]/g, '');
  const name = `${time}-layout-${layout}`;
  const folder = join(root, BACKUPS, name);
  const part = `${folder}${PART}`;
  try {
    await makeFolder(part, PRIVATE.folderMode);
    const record: z.infer<typeof backupRecord> = { paths: [] };
    for (const path of paths)
      record.paths.push({ path, existed: await copyAll(join(root, path), join(part, path)) });
    await writeJson(join(part, RECORD), record);
    await rename(part, folder);
    await flushFolder(join(root, BACKUPS));
    await flushFolder(root);
    return name;
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => {});
    throw unwritable(folder, error);
  }
}

/** Copies a file or a folder with all that is in it. @returns false when there is nothing */
async function copyAll(from: string, to: string): Promise<boolean> {
  const there = await statIfThere(from);
  if (!there) return false;
  if (there.isDirectory()) {
    const { files, folders } = await listTree(from);
    for (const folder of ['', ...folders])
      await makeFolderLike(join(from, folder), join(to, folder));
    for (const { path } of files) await copyFlushed(join(from, path), join(to, path));
    await flushFolders(to, folders);
  } else {
    await copyFlushed(from, to);
  }
  await flushFolder(dirname(to));
  return true;
}

/** Puts a backup back by renaming, which needs no room; killed on the way, it is made to its end at the next start. */
async function restore(root: string, version: number, name: string): Promise<void> {
  const folder = join(root, BACKUPS, name);
  const record = await readJson(join(folder, RECORD), backupRecord);
  if (!record) throw new VerseloomError('file.notFound', { path: join(folder, RECORD) });
  try {
    for (const { path, existed } of record.paths) {
      const [live, kept] = [join(root, path), join(folder, path)];
      if (existed && !(await statIfThere(kept))) continue; // it is back already
      await rm(live, { recursive: true, force: true });
      if (existed) await rename(kept, live);
      await flushFolder(dirname(live));
    }
    await writeLayout(root, { version });
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw unwritable(root, error);
  }
}

/** Removes backups that were not finished, and what is left of those that were put back. */
async function clearRemains(root: string): Promise<void> {
  for (const name of await readdir(join(root, BACKUPS)).catch(() => [])) {
    if (!BACKUP_NAME.test(name)) continue; // somebody else's, in a folder that was there before
    const folder = join(root, BACKUPS, name);
    if (name.endsWith(PART) || (await isSpent(folder).catch(() => false)))
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

async function isSpent(folder: string): Promise<boolean> {
  for (const { path, existed } of (await readJson(join(folder, RECORD), backupRecord))?.paths ?? [])
    if (existed && !(await statIfThere(join(folder, path)))) return true;
  return false;
}
