// Stamps: small files that say from what something was made, so that it is made again only when that has changed.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the stamp says; null when there is none. */
export function readStamp(path) {
  return readIfThere(path)?.toString('utf8') ?? null;
}

/** Writes a stamp whole or not at all. */
export function writeStamp(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}

/** Takes a stamp away: before its subject is touched, so that a kill in between is noticed. */
export function removeStamp(path) {
  rmSync(path, { force: true });
}

/** A hash over the names and contents of files and of everything in folders, named below `root`; what is missing counts as empty. */
export function hashFiles(root, paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const file of paths.flatMap((path) => listFiles(root, path))) {
    const content = readFileSync(join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The file itself, or every file in the folder, in an order that does not depend on the disk. */
export function listFiles(root, path) {
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) =>
        entry.isDirectory() ? listFiles(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
      );
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
