// Where builds are made, how they are put in place, and when an old one goes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { makeBuildFolder, pinned, putInPlace } from '../../src-main/setup/build-folders.mjs';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

let root: string;
beforeEach(async () => {
  root = realpathSync(await temporaryFolder());
});

/** Makes a build of one file with that content, and puts it in place. @returns where it lies */
function build(content: string): string {
  const folder = makeBuildFolder(root, 'main');
  writeFileSync(join(folder, 'serve.cjs'), content);
  putInPlace(root, 'main', folder);
  return folder;
}

const link = (): string => join(root, 'dist', 'main');
const inPlace = (): string => readFileSync(join(link(), 'serve.cjs'), 'utf8');
const builds = (): string[] =>
  readdirSync(join(root, 'dist', 'builds')).filter((name) => name !== 'in-use');

test('a build is in place whole, under a name that does not change', () => {
  const first = build('first');
  expect([inPlace(), pinned(link())]).toEqual(['first', first]);
  const second = build('second');
  expect([inPlace(), pinned(link())]).toEqual(['second', second]);
  expect(readFileSync(join(first, 'serve.cjs'), 'utf8')).toBe('first'); // for who started a moment ago
  build('third');
  expect(existsSync(first)).toBe(false);
  expect(builds()).toHaveLength(2);
});

test('one that was begun and never finished changes nothing, and goes with the next', () => {
  const first = build('first');
  const half = makeBuildFolder(root, 'main');
  expect(inPlace()).toBe('first');
  build('second');
  expect(existsSync(half)).toBe(false);
  expect(existsSync(first)).toBe(true);
});

test('the other half is left alone', () => {
  const screens = makeBuildFolder(root, 'renderer');
  putInPlace(root, 'renderer', screens);
  for (const content of ['first', 'second', 'third']) build(content);
  expect(pinned(join(root, 'dist', 'renderer'))).toBe(screens);
});

test('a folder that a bundler has made there itself, or a link that leads nowhere, is no obstacle', () => {
  mkdirSync(link(), { recursive: true });
  writeFileSync(join(link(), 'serve.cjs'), 'of a bundler');
  const first = build('first');
  expect(inPlace()).toBe('first');
  build('second');
  build('third');
  expect(existsSync(first)).toBe(false);
});

test('a build stays as long as a process that uses it', async () => {
  const first = build('first');
  const program = `
    import { useBuilds } from ${JSON.stringify(join(import.meta.dirname, '../../src-main/setup/build-folders.mjs'))};
    useBuilds(${JSON.stringify(root)}, [${JSON.stringify(first)}]);
    console.log('uses it');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  for (const content of ['second', 'third', 'fourth']) build(content);
  expect(existsSync(first)).toBe(true);
  child.kill('SIGKILL'); // and cannot take its mark away
  await once(child, 'exit');
  build('fifth');
  expect(existsSync(first)).toBe(false);
  expect(readdirSync(join(dirname(first), 'in-use'))).toEqual([]);
});
