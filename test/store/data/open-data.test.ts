/** Opening the data folder, beside others that do. */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src-main/store/data/data-folder.ts';
import { openData, useData } from '../../../src-main/store/data/open-data.ts';
import { contentOf } from './folder-content.ts';
import { dataOfVersion1 } from './sample-data.ts';
import { nameOfKilled } from '../files/killed-writer.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

describe('openData', () => {
  it('gives one application at a time the folder', async () => {
    const env = { VERSELOOM_DATA: await dataOfVersion1() };
    const { lock } = await openData(env);
    await expect(openData(env)).rejects.toMatchObject({
      code: 'data.inUse',
      params: { folder: env.VERSELOOM_DATA, pid: process.pid },
    });
    await lock.release();
    await (await openData(env)).lock.release();
  });

  it('gives the lock back when the folder cannot be opened', async () => {
    const root = await dataOfVersion1();
    await writeFile(join(root, 'layout.json'), '{"version": 1, "migrating": "gone"}');
    for (let time = 0; time < 2; time++)
      await expect(openData({ VERSELOOM_DATA: root })).rejects.toMatchObject({
        code: 'file.notFound',
      });
  });

  it('sweeps up what killed processes have left, and nothing that anybody else has made', async () => {
    const root = await temporaryFolder();
    const kept = [
      ...['lyrics.txt.1', 'preferences.json.123', join('corpora', 'a.txt.4'), 'notes.txt'],
      ...[join('models', 'song.verse.1'), join('models', 'backup.verse.2', 'a', 'song.verse')],
    ];
    const left = ['', 'models', 'corpora'].map((folder) => join(folder, nameOfKilled()));
    for (const path of [...kept, ...left]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), '');
      await utimes(join(root, path), 1e9, 1e9);
    }
    const { lock } = await openData({ VERSELOOM_DATA: root });
    const there = await listing(root);
    expect(there).toEqual(expect.arrayContaining(kept));
    for (const path of left) expect(there).not.toContain(path);
    await lock.release();
  });
});

describe('useData', () => {
  it('leaves a folder of this layout as it is, without its lock', async () => {
    const env = { VERSELOOM_DATA: await dataOfVersion1() };
    const { lock } = await openData(env);
    const before = await contentOf(env.VERSELOOM_DATA);
    expect(await useData(env)).toEqual(layOut(env.VERSELOOM_DATA));
    expect(await contentOf(env.VERSELOOM_DATA)).toEqual(before);
    await lock.release();
  });

  it('brings a folder into this layout that is not yet, and does not keep the lock', async () => {
    const env = { VERSELOOM_DATA: join(await temporaryFolder(), 'new') };
    await useData(env);
    expect(await listing(env.VERSELOOM_DATA)).toEqual(['data.lock', 'layout.json']);
    await (await openData(env)).lock.release();
  });
});
