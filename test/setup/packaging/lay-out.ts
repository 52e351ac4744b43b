/** Lays an archive out as plain Node wants it: its files, and those that were packed beside it, in their places. */
import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';

export function layOut(archive: string, folder: string): void {
  for (const name of listPackage(archive, { isPack: false })) {
    const path = name.slice(1);
    const entry = statFile(archive, path, false);
    if ('files' in entry) continue;
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    if (!('unpacked' in entry && entry.unpacked)) writeFileSync(to, extractFile(archive, path));
    else share(join(`${archive}.unpacked`, path), to);
  }
}

/** Native libraries have hundreds of megabytes, which need not be copied within one disk. One that is missing stays so. */
function share(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') copyFileSync(from, to);
  }
}
