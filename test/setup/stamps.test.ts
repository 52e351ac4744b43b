// Stamps and hashes: what counts as a change, and what does not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFiles, readStamp, removeStamp, writeStamp } from '../../src-main/setup/stamps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verseloom-stamps-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('a hash sees contents, names and new files, deep down too', () => {
  const hashes = [hashFiles(folder, ['a', 'b.txt'])];
  const note = (): void => void hashes.push(hashFiles(folder, ['a', 'b.txt']));
  put('a/deep/x.ts', '1');
  note();
  put('a/deep/x.ts', '2');
  note();
  put('a/deep/y.ts', '2');
  note();
  put('b.txt', '');
  note();
  put('a/deep/z.ts', '2');
  rmSync(join(folder, 'a/deep/y.ts'));
  note();
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('a hash does not see what was not named, nor when a file was written', () => {
  put('a/x.ts', '1');
  const before = hashFiles(folder, ['a']);
  put('c.txt', 'other');
  put('a/x.ts', '1');
  expect(hashFiles(folder, ['a'])).toBe(before);
});

test('text cannot move from one file to the next without a trace', () => {
  put('a/x', 'one');
  put('a/y', 'two');
  const before = hashFiles(folder, ['a']);
  put('a/x', 'onetwo');
  put('a/y', '');
  expect(hashFiles(folder, ['a'])).not.toBe(before);
});

test('a stamp is read as it was written, and is null when it is gone', () => {
  const path = join(folder, 'new', 'a.stamp');
  expect(readStamp(path)).toBeNull();
  writeStamp(path, 'one');
  writeStamp(path, 'two');
  expect(readStamp(path)).toBe('two');
  removeStamp(path);
  removeStamp(path);
  expect(readStamp(path)).toBeNull();
});
