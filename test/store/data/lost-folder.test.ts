/** A data folder that is removed, and made anew by another application, while one works in it. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { writeJson } from '../../../src-main/store/files/atomic-file.ts';
import { isUpToDate } from '../../../src-main/store/data/data-layout.ts';
import { DataLock } from '../../../src-main/store/data/data-lock.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { startHolder } from './lock-holder-process.ts';
import { sampleFile } from '../models/sample-model.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

const inUse = (folder: string, pid: number) => ({ code: 'data.inUse', params: { folder, pid } });
const ofTheLock = ['data.lock', 'in-use.json'];

describe('a folder in the place of one that was removed', () => {
  it(
    "is another application's, and nothing is written there but what is saved for good",
    { tags: ['long'] },
    async () => {
      const folder = join(await temporaryFolder(), 'data');
      const lock = await DataLock.take(folder);
      const models = await ModelLibrary.open(join(folder, 'models'));
      const corpora = await CorpusLibrary.open(join(folder, 'corpora'));
      const id = await models.save(sampleFile());
      await rm(folder, { recursive: true });
      const other = await startHolder(folder);
      expect(other.said).toBe('held');

      const refused = inUse(folder, other.pid);
      for (const writing of [
        () => writeJson(join(folder, 'preferences.json'), {}),
        () => models.save(sampleFile()),
        () => models.save(sampleFile(), id, []),
        () => models.change(id, { name: 'x' }),
        () => models.remove(id),
        () => models.restore(id),
        () => corpora.remove('0123456789abcdef'),
        () => corpora.restore('0123456789abcdef'),
      ])
        await expect(writing()).rejects.toMatchObject(refused);
      expect(await listing(folder)).toEqual(ofTheLock);

      const saved = await models.saveBesideOthers(sampleFile());
      expect(await models.read(saved)).toEqual(sampleFile());
      await lock.release();
      expect(JSON.parse(await readFile(join(folder, 'in-use.json'), 'utf8'))).toEqual({
        pid: other.pid,
      });
      await expect(DataLock.take(folder)).rejects.toMatchObject(refused);
      await other.end();
    },
  );

  it('is ours again once the other application has ended', async () => {
    const folder = join(await temporaryFolder(), 'data');
    const lock = await DataLock.take(folder);
    await rm(folder, { recursive: true });
    const other = await startHolder(folder);
    const path = join(folder, 'preferences.json');
    await expect(writeJson(path, {})).rejects.toMatchObject({ code: 'data.inUse' });
    await other.end();
    await writeJson(path, {});
    expect((await startHolder(folder)).said).toEqual(inUse(folder, process.pid));
    await lock.release();
  });

  it('is made by the first that writes there, one of our layout, and locked', async () => {
    const folder = join(await temporaryFolder(), 'data');
    const lock = await DataLock.take(folder);
    const models = await ModelLibrary.open(join(folder, 'models'));
    await rm(folder, { recursive: true });
    const ids = await Promise.all([1, 2, 3].map(() => models.save(sampleFile())));
    expect((await models.list()).map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(isUpToDate(folder)).toBe(true);
    expect(await listing(folder)).toEqual(expect.arrayContaining(ofTheLock));
    expect((await startHolder(folder)).said).toEqual(inUse(folder, process.pid));
    await lock.release();
    const next = await startHolder(folder);
    expect(next.said).toBe('held');
    await next.end();
  });
});
