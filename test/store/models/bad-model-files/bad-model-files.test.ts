/**
 * Every broken file is refused for its own reason, without much memory: in a process of its own, which is measured.
 *
 * @module-tag long
 */
import { FORMAT_VERSION } from '../../../../src-main/contract/model.ts';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badModelFiles } from './all.ts';
import type { BadFile } from './bad-file.ts';
import { goodFile } from './forge.ts';
import type { Opening } from './open-models.ts';

const MIB = 1024 * 1024;
/** How many files that take memory one process opens. */
const TOGETHER = 3;
const SCRIPT = join(import.meta.dirname, 'open-models.ts');

/** A file as it was made, and how opening it went. */
type Result = Unopened & Opening;
type Unopened = Omit<BadFile, 'bytes'> & { file: string; folder: string };

let root: string;
const results: Result[] = [];

/** @returns how opening each file of a folder went, in a process that opened a good one before */
async function openAll(folder: string, ...how: 'whole'[]): Promise<Opening[]> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--expose-gc', SCRIPT, folder, ...how], {
    maxBuffer: 100 * MIB,
  });
  return JSON.parse(stdout) as Opening[];
}

async function newFolder(name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  await writeFile(join(folder, '0000.verse'), await goodFile());
  return folder;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'verseloom-test-'));
  const together = await newFolder('small');
  let apart = together;
  const small: Unopened[] = [];
  const large: Unopened[] = [];
  for await (const { bytes, ...bad } of badModelFiles()) {
    const file = `${String(small.length + large.length + 1).padStart(4, '0')}.verse`;
    // What takes memory at all comes apart, a few to a process: what one leaves behind counts against the next as well.
    if (bad.large && large.length % TOGETHER === 0) apart = await newFolder(file);
    await writeFile(join(bad.large ? apart : together, file), bytes);
    (bad.large ? large : small).push({ ...bad, file, folder: bad.large ? apart : together });
  }
  for (const folder of new Set([...small, ...large].map((bad) => bad.folder))) {
    const files = [...small, ...large].filter((bad) => bad.folder === folder);
    const openings = await openAll(folder, ...(folder === together ? [] : ['whole' as const]));
    expect(openings.length).toBe(files.length);
    for (const [i, bad] of files.entries()) results.push({ ...bad, ...openings[i]! });
  }
}, 180_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe('the broken model files', () => {
  it('are many', () => {
    expect(results.length).toBeGreaterThan(700);
    expect(new Set(results.map(({ name }) => name)).size).toBe(results.length);
  });

  it('are each refused, for their own reason', () => {
    const expected = results.map(({ name, file, code, reason }) => {
      const because = typeof reason === 'string' ? reason : expect.stringMatching(reason ?? '');
      const params = {
        name: file,
        ...(reason !== undefined && { reason: because }),
        ...(code === 'model.newer' && { version: FORMAT_VERSION + 1, supported: FORMAT_VERSION }),
      };
      return { name, refused: { code, params } };
    });
    expect(results.map(({ name, whole }) => ({ name, refused: whole }))).toEqual(expected);
  });

  it('are refused alike from memory', () => {
    for (const { large, whole, fromMemory } of results)
      if (!large) expect(fromMemory).toEqual(whole);
  });

  it('give a summary, a history or weights only where nothing that was read for it is wrong', () => {
    const failing = (key: 'summary' | 'history' | 'weights') =>
      results.filter((result) => result[key]);
    for (const { summary, history, weights } of failing('summary'))
      expect([history, weights]).toEqual([summary, summary]);
    // What is found wrong is damage, though reading the whole may find another one first.
    for (const { whole, weights } of failing('weights')) expect(weights!.code).toBe(whole!.code);
    for (const { whole, history } of failing('history')) expect(history!.code).toBe(whole!.code);
    const ofHistory = /history|samples|best epoch/;
    for (const { name, whole, history } of results)
      if (ofHistory.test(String(whole!.params['reason'])) && history !== undefined)
        expect(history, name).toEqual(whole);
    expect(failing('summary').length).toBeGreaterThan(300);
    for (const key of ['history', 'weights'] as const) {
      expect(failing(key).length).toBeGreaterThan(failing('summary').length);
      expect(failing(key).length).toBeLessThan(results.length);
    }
  });

  it('take no more than 100 MB', () => {
    const worst = results.reduce((a, b) => (a.growth > b.growth ? a : b));
    expect(worst.growth, worst.name).toBeLessThan(100 * MIB);
  });
});
