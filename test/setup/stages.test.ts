// When a stage of the set-up has something to do: after a change of the lockfile or the sources, and not otherwise.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needsBuild } from '../../src-main/setup/build.mjs';
import { hashDependencies, needsDependencies } from '../../src-main/setup/dependencies.mjs';
import { needsNativeTensorFlow, outcomePath } from '../../src-main/setup/native-tensorflow.mjs';
import { hashFiles, writeStamp } from '../../src-main/setup/stamps.mjs';
import { cacheFolder } from '../../src-main/setup/user-cache.mjs';

const clone = join(import.meta.dirname, '..', '..');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verseloom-stages-'));
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(clone, file), join(root, file));
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const edit = (path: string, from: string | RegExp, to: string): void => {
  const before = readFileSync(join(root, path), 'utf8');
  expect(before).toMatch(from);
  writeFileSync(join(root, path), before.replace(from, to));
};
const stampDependencies = (): void =>
  writeStamp(join(root, 'node_modules/.verseloom/dependencies.stamp'), hashDependencies(root));

test('dependencies: a fresh clone needs them, one that has them does not', () => {
  expect(needsDependencies(root)).toBe(true);
  stampDependencies();
  expect(needsDependencies(root)).toBe(false);
});

test('dependencies: a script or the version of the product is no reason, a package is', () => {
  stampDependencies();
  edit('package.json', '"scripts": {', '"scripts": { "more": "true",');
  expect(needsDependencies(root)).toBe(false);
  edit('package.json', '"devDependencies": {', '"devDependencies": { "more": "1.0.0",');
  expect(needsDependencies(root)).toBe(true);
});

test('dependencies: another lockfile is a reason', () => {
  stampDependencies();
  edit('package-lock.json', /\n$/, ' \n');
  expect(needsDependencies(root)).toBe(true);
});

test("dependencies: what somebody installed by hand counts, if npm's own note agrees with the lockfile", () => {
  put('package.json', '{"dependencies":{"a":"1.0.0"}}');
  const mine = { os: [process.platform], cpu: [process.arch], optional: true, version: '1.0.0' };
  const packages = {
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/mine': mine,
  };
  const elsewhere = { ...mine, os: ['elsewhere'] };
  const lock = {
    '': { dependencies: { a: '1.0.0' } },
    ...packages,
    'node_modules/elsewhere': elsewhere,
  };
  put('package-lock.json', JSON.stringify({ packages: lock }));
  const installed = (note: object): boolean => {
    put('node_modules/.package-lock.json', JSON.stringify({ packages: note }));
    rmSync(join(root, 'node_modules/.verseloom'), { recursive: true, force: true });
    return !needsDependencies(root);
  };
  expect(installed(packages)).toBe(true);
  expect(installed({ ...packages, 'node_modules/b': { version: '1.0.0' } })).toBe(false);
  expect(installed({ 'node_modules/a': packages['node_modules/a'] })).toBe(false);
  expect(installed({ ...packages, 'node_modules/a': { version: '1.0.1' } })).toBe(false);
});

test('build: due when a source, a message or an output has changed or gone', () => {
  expect(needsBuild(root, 'main')).toBe(false); // nothing to build yet
  put('src-main/serve.ts', '1');
  expect(needsBuild(root, 'main')).toBe(true);

  const built = (): void => {
    put('dist/main/serve.cjs', '1');
    const sources = [
      'package.json',
      'package-lock.json',
      'resources/messages',
      'src-main',
      'resources/corpora',
    ];
    put('dist/main.stamp', hashFiles(root, sources));
  };
  built();
  expect(needsBuild(root, 'main')).toBe(false);
  put('src-renderer/index.html', 'of the other half');
  expect(needsBuild(root, 'main')).toBe(false);
  expect(needsBuild(root, 'renderer')).toBe(true);

  put('src-main/serve.ts', '2');
  expect(needsBuild(root, 'main')).toBe(true);
  built();
  for (const source of ['resources/messages/zh/app.json', 'resources/corpora/songs.txt']) {
    put(source, '{}');
    expect(needsBuild(root, 'main')).toBe(true);
    built();
  }
  rmSync(join(root, 'dist/main/serve.cjs'));
  expect(needsBuild(root, 'main')).toBe(true);
});

test('TensorFlow: a failure is remembered by a start, and tried again by the tests', () => {
  expect(needsNativeTensorFlow(root, false)).toBe(true);
  writeStamp(outcomePath(root), JSON.stringify({ state: 'unavailable', reason: 'No network.' }));
  expect(needsNativeTensorFlow(root, false)).toBe(false);
  expect(needsNativeTensorFlow(root, true)).toBe(true);
});

test('TensorFlow: what was ready and is gone is got again', () => {
  writeStamp(outcomePath(root), JSON.stringify({ state: 'ready', reason: '' }));
  expect(needsNativeTensorFlow(root, false)).toBe(true);
  put('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node', '');
  expect(needsNativeTensorFlow(root, false)).toBe(false);
  expect(needsNativeTensorFlow(root, true)).toBe(false);
});

test("the cache is in the user's own folder of each platform", () => {
  const home = { LOCALAPPDATA: join('C:', 'Local'), XDG_CACHE_HOME: '/xdg' };
  expect(cacheFolder('win32', home)).toBe(join('C:', 'Local', 'verseloom', 'Cache'));
  expect(cacheFolder('linux', home)).toBe(join('/xdg', 'verseloom'));
  expect(cacheFolder('linux', {})).toMatch(/\.cache.verseloom$/);
  expect(cacheFolder('darwin', {})).toMatch(/Library.Caches.verseloom$/);
});
