// Tells how large what was packed has become.

import { lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One line: megabytes, and what has them. */
export function sizeLine(bytes, name) {
  return `${(bytes / 1e6).toFixed(1).padStart(9)} MB  ${name}`;
}

/** The size of a file. */
export function sizeOf(path) {
  return lstatSync(path).size;
}

/** The sum of all files in a folder, and its largest files with their paths inside it, the largest first. */
export function measureFolder(folder, howMany) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), size: sizeOf(path) }))
    .sort((a, b) => b.size - a.size);
  return {
    total: files.reduce((sum, { size }) => sum + size, 0),
    largest: files.slice(0, howMany),
  };
}
