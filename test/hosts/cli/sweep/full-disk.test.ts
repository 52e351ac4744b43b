/**
 * A sweep on a disk that is full in its middle: what was made stays, the reason is told, and with more room it goes on from there.
 *
 * @module-tag long
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { Desk, lyrics } from '../verseloom.ts';

/** A file system of its own, which is full when it holds so much. @returns undefined where none can be mounted: that takes root, on Linux */
function mountSmallDisk(
  folder: string,
  kilobytes: number,
): ((kilobytes: number) => void) | undefined {
  const mount = (...args: string[]): void => {
    execFileSync('mount', args, { stdio: 'ignore' });
  };
  try {
    mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch {
    return undefined;
  }
  return (size) => mount('-o', `remount,size=${size}k`, folder);
}

it.for(['1', '2'])('goes on once there is room again, with --jobs %s', async (jobs, { skip }) => {
  const desk = await Desk.set();
  const disk = desk.path('disk');
  await mkdir(disk);
  const grow = mountSmallDisk(disk, 120);
  onTestFinished(async () => {
    if (grow) execFileSync('umount', ['-l', disk]);
    await desk.clear();
  });
  if (!grow) return skip('a small file system can be mounted by root on Linux alone');
  await desk.put('song.txt', lyrics.repeat(10));
  const folder = join(disk, 'sweep');
  const command = [
    ...['sweep', 'song.txt', '--set', 'eta=1..6:1', '--out', folder, '--jobs', jobs],
    ...['--hidden', '64', '--steps', '10', '--batch', '10', '--epochs', '4', '--period', '4'],
    ...['--engine', 'onnx', '--threads', '1', '--lang', 'en'],
    // Of two runs that save on their way at the same moment, each holds what it replaces, too: no run might find room to come to its end.
    ...(jobs === '2' ? ['--checkpoint-seconds', '0'] : []),
  ];
  const broken = await desk.run(command);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toMatch(/no space left on the disk/);
  expect(broken.stderr).toMatch(/^\d runs? (is|are) left; the same command continues\.$/m);
  const bytesOf = async (names: readonly string[]) =>
    Promise.all(names.map((name) => readFile(join(folder, name))));
  const whole: string[] = [];
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.verse')))
    if ((await readModelFile(join(folder, name))).manifest.outcome === 'finished') whole.push(name);
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.length).toBeLessThan(6);
  const before = await bytesOf(whole);
  // Nothing half is left in the way.
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);

  grow(4096);
  const { code, stdout, stderr } = await desk.run(command);
  expect([code, stderr]).toEqual([0, expect.stringContaining('results.csv has 6 runs.')]);
  expect(stdout.trimEnd().split('\n')).toHaveLength(6 - whole.length);
  expect(await bytesOf(whole)).toEqual(before);
  const table = (await readFile(join(folder, 'results.csv'), 'utf8')).trimEnd().split('\r\n');
  expect(table.slice(1).map((row) => row.split(',')[2])).toEqual(Array(6).fill('finished'));
});
