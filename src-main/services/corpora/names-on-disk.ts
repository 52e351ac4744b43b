/** What lies in folders, under names that need not be UTF-8: Linux keeps the bytes that an old program has unpacked. */
import { isUtf8 } from 'node:buffer';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { decoderOf } from '../../corpus/entry-names.ts';
import type { FilePath } from '../../store/files/read-file.ts';

export interface DiskEntry {
  readonly path: FilePath;
  /** As it is shown: guessed, for all of a folder together, where it is not UTF-8. */
  readonly name: string;
}

/** @throws Error of the file system */
export async function entriesOf(folder: FilePath): Promise<DiskEntry[]> {
  const names = await readdir(folder, { encoding: 'buffer' });
  const decode = decoderOf(names.filter((name) => !isUtf8(name)));
  return names.map((bytes) => {
    const isText = isUtf8(bytes);
    const name = isText ? bytes.toString() : decode(bytes).replaceAll('/', '\ufffd');
    if (isText && typeof folder === 'string') return { path: join(folder, name), name };
    return { path: Buffer.concat([Buffer.from(folder), Buffer.from(sep), bytes]), name };
  });
}

const WRONG = '\ufffd';

/**
 * @param path as a program is told it, with U+FFFD for what is not UTF-8
 * @returns what it may stand for; the path itself where it leads somewhere or nothing is like it
 */
export async function placesOf(path: string): Promise<{ path: FilePath; shown: string }[]> {
  const itself = [{ path, shown: path }];
  if (!path.includes(WRONG) || (await isThere(path))) return itself;
  const [folder, name] = [dirname(path), basename(path)];
  const like: { path: FilePath; shown: string }[] = [];
  for (const parent of await placesOf(folder))
    for (const entry of await entriesOf(parent.path).catch(() => []))
      if (lastOf(entry.path) === name)
        like.push({ path: entry.path, shown: join(parent.shown, entry.name) });
  return like.length > 0 ? like : itself;
}

/** @returns the last name of a path, as a program is told it */
const lastOf = (path: FilePath): string => basename(path.toString());

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
