// The user's cache: what is got once for all clones of this user, since a clean checkout should not pay for it twice.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/** Where this platform keeps what can be made again: one folder for all clones of this user. */
export function cacheFolder(platform = process.platform, env = process.env) {
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'verseloom', 'Cache');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'verseloom');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'verseloom');
}

/** A folder of that name in it, which is made; with the clone, where a home cannot be written to. */
export function usableCache(root, name) {
  for (const cache of [cacheFolder(), join(root, 'node_modules', '.cache', 'verseloom')]) {
    const folder = join(cache, name);
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch {
      // the next one may
    }
  }
  throw new Error('no folder can be written to');
}

/** An empty folder beside the entries of a cache, renamed to one of them once it is complete. */
export function makePartial(cache) {
  // What a killed set-up left behind. Set-ups of several clones may run at once, hence the look at the process.
  for (const name of readdirSync(cache).filter((name) => name.startsWith('partial-'))) {
    if (!isAlive(Number(name.slice('partial-'.length)))) remove(join(cache, name));
  }
  const partial = join(cache, `partial-${process.pid}`);
  remove(partial);
  mkdirSync(partial);
  return partial;
}

const remove = (path) => rmSync(path, { recursive: true, force: true });
