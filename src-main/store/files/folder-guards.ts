/** Who says, before anything is written below a folder, whether that folder is still this process's to write to. */
import { sep } from 'node:path';

const guards = new Map<string, () => Promise<unknown>>();

/**
 * @param check throws when the folder is another's by now
 * @returns what ends it
 */
export function guardFolder(folder: string, check: () => Promise<unknown>): () => void {
  guards.set(folder, check);
  return () => {
    if (guards.get(folder) === check) guards.delete(folder);
  };
}

/** @throws whatever the guards of the folders throw that the path lies in; nothing for a path that nobody guards */
export async function checkGuards(path: string): Promise<void> {
  for (const [folder, check] of guards) if (path.startsWith(folder + sep)) await check();
}
