// The lock of the set-up: one owner at a time, and nobody waits for the dead.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../src-main/setup/lock.mjs';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verseloom-lock-'));
  path = join(folder, 'dist', 'setup.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('it is there while it is held, and gone afterwards', async () => {
  const release = await takeLock(path);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  release();
  expect(existsSync(path)).toBe(false);
});

test('whoever comes second is told once, waits, and gets it', async () => {
  const order: string[] = [];
  const release = await takeLock(path);
  const second = takeLock(path, { onWait: () => order.push('waits') }).then((releaseSecond) => {
    order.push('has it');
    releaseSecond();
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  order.push('given back');
  release();
  await second;
  expect(order).toEqual(['waits', 'given back', 'has it']);
});

test('the lock of a process that is gone is taken over', async () => {
  const release = await takeLock(path);
  release();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path, String(pid));
  const releaseOwn = await takeLock(path);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  releaseOwn();
});

test('so is one whose number now belongs to somebody else: its heart has stopped', async () => {
  const release = await takeLock(path);
  release();
  writeFileSync(path, String(process.ppid));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  const releaseOwn = await takeLock(path);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  releaseOwn();
});
