// Lints every file whose own text, or that of anything it imports, is another than when nothing was found in it.
//
// ESLint's own cache looks at each file alone, and so would miss a promise that floats here since a function there became
// asynchronous. A file's key is therefore made of all that its types can come from.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { root } from '../../src-main/setup/processes.mjs';
import { cache } from './static-checks.mjs';
import { listFiles, readStamp, writeStamp } from '../../src-main/setup/stamps.mjs';

const CACHE = join(cache, 'lint.json');
/** What decides about every file. */
const common = ['package-lock.json', 'test/checks/eslint.config.mjs', 'test/checks/lint.mjs'];
const settings = ['src-main', 'src-renderer', 'test'].map((folder) => `${folder}/tsconfig.json`);
const folders = ['src-main', 'src-renderer', 'test'];
const isLinted = (file) => /\.(ts|svelte|mjs|cjs|js)$/.test(file);

const digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex');
};
const read = (file) => readFileSync(join(root, file), 'utf8');

/** The files of ours that a text names in its imports; what only looks like one costs nothing but a longer key. */
function importsOf(file, text) {
  const found = new Set();
  for (const [, path] of text.matchAll(/(?:\bfrom|\bimport\b)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
    const target = relative(root, join(root, dirname(file), path)).replaceAll('\\', '/');
    if (existsSync(join(root, target))) found.add(target);
  }
  return found;
}

/** The key of every file: of its text, and of the texts that can be reached from it. */
function keysOf(files) {
  const base = digest(...[...common, ...settings].map(read));
  // Types that are declared for everybody, by no import.
  const ambient = digest(...files.filter((file) => file.endsWith('.d.ts')).map(read));
  const texts = new Map();
  const imports = new Map();
  const look = (file) => {
    if (texts.has(file)) return;
    const text = read(file);
    texts.set(file, digest(file, text));
    imports.set(file, importsOf(file, text));
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

const files = folders.flatMap((folder) => listFiles(root, folder)).filter(isLinted);
const keys = keysOf(files);
const clean = new Set(JSON.parse(readStamp(CACHE) ?? '[]'));
const due = files.filter((file) => !clean.has(keys.get(file)));

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: join(root, 'test', 'checks', 'eslint.config.mjs'),
  warnIgnored: false,
});
const results = due.length > 0 ? await eslint.lintFiles(due) : [];
const bad = results.filter(({ messages }) => messages.length > 0); // a warning is one too many
const badFiles = new Set(bad.map(({ filePath }) => relative(root, filePath).replaceAll('\\', '/')));
const good = files.filter((file) => !badFiles.has(file));
writeStamp(CACHE, JSON.stringify(good.map((file) => keys.get(file))));

if (bad.length > 0) console.log(await (await eslint.loadFormatter('stylish')).format(bad));
process.exitCode = bad.length > 0 ? 1 : 0;
