/** The lock of a data folder, between real processes. */
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataLock } from '../../../src-main/store/data/data-lock.ts';
import { startHolder } from './lock-holder-process.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

const inUse = (folder: string, pid: number) => ({ code: 'data.inUse', params: { folder, pid } });

describe('DataLock', () => {
  it('makes the folder, and is there again once it is given back', async () => {
    const folder = join(await temporaryFolder(), 'deep', 'er');
    const lock = await DataLock.take(folder);
    expect(await listing(folder)).toEqual(['data.lock', 'in-use.json']);
    await expect(DataLock.take(folder)).rejects.toMatchObject(inUse(folder, process.pid));
    await lock.release();
    await lock.release();
    expect(await listing(folder)).toEqual(['data.lock']);
    await (await DataLock.take(folder)).release();
  });

  it('tells a second process who has it, until the first one gives it back', async () => {
    const folder = await temporaryFolder();
    const first = await startHolder(folder);
    expect(first.said).toBe('held');
    expect((await startHolder(folder)).said).toEqual(inUse(folder, first.pid));
    await expect(DataLock.take(folder)).rejects.toMatchObject(inUse(folder, first.pid));
    await first.end();
    const second = await startHolder(folder);
    expect(second.said).toBe('held');
    await second.end();
  });

  it('tells also where Enter leads to who has it', async () => {
    const folder = await temporaryFolder();
    const lock = await DataLock.take(folder, { answersEnter: true });
    expect((await startHolder(folder)).said).toEqual({
      code: 'data.inUse',
      params: { folder, pid: process.pid, field: 'enter' },
    });
    await lock.release();
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends with its process, by %s', async (signal) => {
    const folder = await temporaryFolder();
    const first = await startHolder(folder);
    await first.kill(signal);
    // Its name is still there, and says nothing.
    expect(JSON.parse(await readFile(join(folder, 'in-use.json'), 'utf8'))).toEqual({
      pid: first.pid,
    });
    const lock = await DataLock.take(folder);
    expect((await startHolder(folder)).said).toEqual(inUse(folder, process.pid));
    await lock.release();
  });

  it(
    'goes to exactly one of twenty that ask for it at once, over the remains of one that was killed',
    { tags: ['long'], timeout: 120_000 },
    async () => {
      const folder = await temporaryFolder();
      await (await startHolder(folder)).kill('SIGKILL');
      const all = await Promise.all(Array.from({ length: 20 }, () => startHolder(folder)));
      const winners = all.filter(({ said }) => said === 'held');
      expect(winners).toHaveLength(1);
      for (const { said } of all)
        if (said !== 'held') expect(said).toEqual(inUse(folder, winners[0]!.pid));
    },
  ); // twenty processes have to start on whatever machine this is

  it('goes to one of those that ask for it within one process', async () => {
    const folder = await temporaryFolder();
    const taken = await Promise.allSettled([1, 2, 3].map(() => DataLock.take(folder)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of taken) if (result.status === 'fulfilled') await result.value.release();
  });

  it.each([
    '',
    'not a database, but long enough to be looked at as one'.repeat(20),
    '\0'.repeat(5000),
  ])('takes no notice of what is in its file: %#', async (content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'data.lock'), content);
    await writeFile(join(folder, 'in-use.json'), 'broken');
    const first = await startHolder(folder);
    expect(first.said).toBe('held');
    await expect(DataLock.take(folder)).rejects.toMatchObject(inUse(folder, first.pid));
    await first.end();
  });

  it.skipIf(process.platform === 'win32')('is that of the folder by any of its names', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'link'));
    const lock = await DataLock.take(join(folder, 'real'));
    await expect(DataLock.take(join(folder, 'link'))).rejects.toMatchObject({ code: 'data.inUse' });
    await lock.release();
  });

  it('cannot be had where no folder can be', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(DataLock.take(join(folder, 'file', 'x'))).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    await mkdir(join(folder, 'data.lock'));
    await expect(DataLock.take(folder)).rejects.toMatchObject({
      code: 'file.unwritable',
      params: { path: join(folder, 'data.lock') },
    });
    await rm(join(folder, 'data.lock'), { recursive: true });
  });
});
