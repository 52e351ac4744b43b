/** Changes to one model by several processes at once: none undoes another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { whileAlone } from '../../../src-main/store/files/change-lock.ts';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { saveModelAt } from '../../../src-main/store/models/save-model-at.ts';
import { sampleFile, sampleManifest } from './sample-model.ts';
import { startRenamer } from './start-renamer.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const savedOn = (day: number) =>
  sampleFile({
    manifest: sampleManifest({ savedAt: `2026-02-01T00:00:00.${String(day).padStart(3, '0')}Z` }),
  });

describe('a model that another process renames all the time', () => {
  it('keeps every save, and the last name', { tags: ['long'] }, async () => {
    const folder = await temporaryFolder();
    const library = await ModelLibrary.open(folder);
    const id = await library.save(savedOn(0));
    const end = await startRenamer(folder, id);
    for (let day = 1; day <= 20; day++) {
      const before = savedOn(day - 1).manifest.savedAt;
      expect(await library.save(savedOn(day), id, [before])).toBe(id);
      // Whatever it is called by now, it is this save.
      expect((await library.read(id)).manifest.savedAt).toBe(savedOn(day).manifest.savedAt);
    }
    const times = await end();
    expect(times).toBeGreaterThan(5); // each had its turns
    expect(await library.info(id)).toMatchObject({
      ...{ name: `name ${times}`, savedAt: savedOn(20).manifest.savedAt },
    });
    expect(await library.list()).toHaveLength(1);
  });

  it('is not lost when it is removed and restored meanwhile', async () => {
    const folder = await temporaryFolder();
    const library = await ModelLibrary.open(folder);
    const id = await library.save(savedOn(0));
    const others = await Promise.all([1, 2].map(() => ModelLibrary.open(folder)));
    await Promise.all([
      ...others.map((other, i) => other.change(id, { name: String(i) })),
      library.save(savedOn(1), id),
      library.remove(id).then(() => library.restore(id)),
    ]).catch(() => {}); // in the moment in which it is removed, it cannot be renamed
    expect((await library.read(id)).manifest.savedAt).toBe(savedOn(1).manifest.savedAt);
  });
});

describe('a file outside of the library', () => {
  it('is replaced by one of those that save there, and the others hear of it', async () => {
    const folder = await temporaryFolder();
    const [models, path] = [join(folder, 'models'), join(folder, 'song.verse')];
    await saveModelAt(path, savedOn(0), undefined, models);
    const saves = [1, 2, 3, 4].map((day) =>
      saveModelAt(path, savedOn(day), [savedOn(0).manifest.savedAt], models),
    );
    const outcomes = await Promise.allSettled(saves);
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect((await readModelFile(path)).manifest.savedAt).toBe(savedOn(won + 1).manifest.savedAt);
    for (const [i, outcome] of outcomes.entries())
      if (i !== won)
        expect(outcome).toMatchObject({
          reason: { code: 'file.unwritable', params: { path, errno: 'EEXIST' } },
        });
  });
});

describe('whileAlone', () => {
  it('goes to one after the other in one process, in the order in which they ask', async () => {
    const folder = await temporaryFolder();
    let [now, most] = [0, 0];
    const order: number[] = [];
    const work = (i: number) => async () => {
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      order.push(i);
      now -= 1;
    };
    await Promise.all([1, 2, 3].map((i) => whileAlone(folder, work(i))));
    await expect(whileAlone(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await whileAlone(folder, work(4));
    expect({ most, order }).toEqual({ most: 1, order: [1, 2, 3, 4] });
  });

  it.skipIf(process.platform === 'win32')(
    'says so when another process keeps it, and a save is made beside it all the same',
    async () => {
      const folder = await temporaryFolder();
      const library = await ModelLibrary.open(folder);
      const id = await library.save(savedOn(0));
      const program = `
        import { whileAlone } from ${JSON.stringify(join(import.meta.dirname, '../../../src-main/store/files/change-lock.ts'))};
        await whileAlone(${JSON.stringify(folder)}, () => {
          console.log('held');
          return new Promise((resolve) => setTimeout(resolve, 1e6));
        });
      `;
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program]);
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      let clock = 0;
      const time = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 500)); // in a hurry
      const [renamed, saved] = await Promise.allSettled([
        library.change(id, { name: 'other' }),
        (await ModelLibrary.open(folder)).save(savedOn(1), id),
      ]);
      time.mockRestore();
      expect(renamed).toMatchObject({
        reason: { code: 'file.unwritable', params: { errno: 'EBUSY' } },
      });
      const beside = (saved as PromiseFulfilledResult<string>).value;
      expect(beside).not.toBe(id);
      expect((await library.read(id)).manifest.savedAt).toBe(savedOn(0).manifest.savedAt);
      expect((await library.read(beside)).manifest.savedAt).toBe(savedOn(1).manifest.savedAt);
      child.kill('SIGKILL');
      await once(child, 'close');
      await library.change(id, { name: 'other' });
    },
  );

  it('makes the change where nothing can be locked', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, '.changes.lock'));
    await writeFile(join(folder, '.changes.lock', 'x'), '');
    expect(await whileAlone(folder, () => Promise.resolve(1))).toBe(1);
  });
});
