// A key for every source: the same only while its own text, and that of all that it imports over any number of files, is the same.
//
// ESLint's own cache looks at each file alone, and so would miss a promise that floats here since a function there became
// asynchronous: a file's types come from all that it reaches.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex');
};
/** The files of ours that a text names in its imports; what only looks like one costs nothing but a longer key. */
function importsOf(root, file, text) {
  const found = new Set();
  for (const [, path] of text.matchAll(/(?:\bfrom|\bimport\b)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
    const target = relative(root, join(root, dirname(file), path)).replaceAll('\\', '/');
    if (existsSync(join(root, target))) found.add(target);
  }
  return found;
}

/**
 * @param files below `root`, with `/` between folders
 * @param common files that decide about each of them
 * @returns a map from each file to its key
 */
export function keysOf(root, files, common) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const base = digest(...common.map(read));
  // Types that are declared for everybody, by no import.
  const ambient = digest(...files.filter((file) => file.endsWith('.d.ts')).map(read));
  const texts = new Map();
  const imports = new Map();
  const look = (file) => {
    if (texts.has(file)) return;
    const text = read(file);
    texts.set(file, digest(file, text));
    imports.set(file, importsOf(root, file, text));
    for (const other of imports.get(file)) look(other);
  };
  files.forEach(look);
  return new Map(
    files.map((file) => {
      const reached = new Set([file]);
      for (const one of reached) for (const other of imports.get(one)) reached.add(other);
      const all = [...reached].sort().map((one) => texts.get(one));
      return [file, digest(base, ambient, ...all)];
    }),
  );
}
