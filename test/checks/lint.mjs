// Lints every file whose own text, or that of anything it imports, is another than when nothing was found in it.

import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { root } from '../../src-main/setup/processes.mjs';
import { keysOf } from './lint-keys.mjs';
import { cache } from './static-checks.mjs';
import { listFiles, readStamp, writeStamp } from '../../src-main/setup/stamps.mjs';

const CACHE = join(cache, 'lint.json');
/** What decides about every file. */
const common = [
  'package-lock.json',
  'test/checks/eslint.config.mjs',
  'test/checks/lint.mjs',
  'test/checks/lint-keys.mjs',
];
const settings = ['src-main', 'src-renderer', 'test'].map((folder) => `${folder}/tsconfig.json`);
const folders = ['src-main', 'src-renderer', 'test'];
const isLinted = (file) => /\.(ts|svelte|mjs|cjs|js)$/.test(file);

const files = folders.flatMap((folder) => listFiles(root, folder)).filter(isLinted);
const keys = keysOf(root, files, [...common, ...settings]);
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
