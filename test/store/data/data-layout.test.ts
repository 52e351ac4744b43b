/** Versions of the layout: a newer one is left alone, an earlier one is migrated on a backup. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringUpToDate, isUpToDate } from '../../../src-main/store/data/data-layout.ts';
import { ourLayout } from '../../../src-main/store/data/migrations.ts';
import { openData, useData } from '../../../src-main/store/data/open-data.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { contentOf, timesOf } from './folder-content.ts';
import { checkKilledMigrations } from './killed-data.ts';
import { dataOfVersion1 } from './sample-data.ts';
import { failing, second, third } from './sample-migrations.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

/** Of the moments at which a migration can be killed; `npm run test:soak` takes all. */
const MOMENTS = 12;

const layoutOf = async (root: string): Promise<unknown> =>
  JSON.parse(await readFile(join(root, 'layout.json'), 'utf8'));

describe('a data folder', () => {
  it('is made as one of our layout', async () => {
    const root = join(await temporaryFolder(), 'new');
    const { data, lock } = await openData({ VERSELOOM_DATA: root });
    expect(data.root).toBe(root);
    expect(await layoutOf(root)).toEqual({ version: ourLayout.version, closed: true });
    expect(isUpToDate(root)).toBe(true);
    await lock.release();
  });

  it('of the first version needs no more than to say so', async () => {
    const root = await dataOfVersion1();
    const before = await contentOf(root);
    await bringUpToDate(root, { version: 1, migrations: [] });
    expect(await layoutOf(root)).toEqual({ version: 1 });
    expect(await contentOf(root, ['layout.json'])).toEqual(before);
  });

  it('of a newer version is refused by every way in, and nothing in it is touched', async () => {
    const root = await dataOfVersion1();
    const version = ourLayout.version + 1;
    await writeFile(join(root, 'layout.json'), JSON.stringify({ version, migrating: 7, more: {} }));
    const [content, times] = [await contentOf(root), await timesOf(root)];
    const newer = {
      code: 'data.newer',
      params: { folder: root, version, supported: ourLayout.version },
    };
    const env = { VERSELOOM_DATA: root };
    expect(() => resolveDataFolder(env)).toThrow(expect.objectContaining(newer));
    await expect(openData(env)).rejects.toMatchObject(newer);
    await expect(useData(env)).rejects.toMatchObject(newer);
    await expect(bringUpToDate(root)).rejects.toMatchObject(newer);
    expect(await contentOf(root)).toEqual(content);
    expect(await timesOf(root)).toEqual(times);
  });

  it('whose layout cannot be read is refused', async () => {
    const root = await dataOfVersion1();
    await writeFile(join(root, 'layout.json'), 'broken');
    await expect(openData({ VERSELOOM_DATA: root })).rejects.toMatchObject({
      code: 'file.unreadable',
      params: { path: join(root, 'layout.json') },
    });
  });
});

describe('a migration', () => {
  it('is made from every earlier version, with a backup of what it changes', async () => {
    const root = await dataOfVersion1();
    await bringUpToDate(root, { version: 3, migrations: [third, second] });
    expect(await layoutOf(root)).toEqual({ version: 3 });
    const [first, later, ...others] = (await listing(join(root, 'backups'))).filter(
      (path) => !/[\\/]/.test(path),
    );
    expect(others).toEqual([]);
    expect(first).toMatch(/^\d{8}T\d{9}-layout-1$/);
    expect(later).toMatch(/^\d{8}T\d{9}-layout-2$/);
    // What it was before, and nothing that the migration does not change.
    expect(Object.keys(await contentOf(join(root, 'backups', first!))).sort()).toEqual(
      ['backup.json', 'models', 'preferences.json']
        .concat(['.trash', '.trash/b.verse', 'a.verse'].map((path) => join('models', path)))
        .sort(),
    );
    expect(await readFile(join(root, 'backups', first!, 'models', 'a.verse'), 'utf8')).toBe('a');
    expect(await readFile(join(root, 'models', 'a.verse'), 'utf8')).toBe('third: second: a');
    expect(await listing(root)).not.toContain('preferences.json');
    expect(await readFile(join(root, 'settings.json'), 'utf8')).toBe('{"theme":"dark"}');
  });

  it('clears away backups of its own that were not finished, and nothing else that lies there', async () => {
    const root = await dataOfVersion1();
    const kept = ['album.part', 'old-layout-1', '2026-layout-1.part'].map((name) =>
      join(root, 'backups', name, 'songs.txt'),
    );
    const unfinished = join(root, 'backups', '20260101T120000000-layout-1.part', 'a.verse');
    for (const path of [...kept, unfinished]) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'months of work');
    }
    await bringUpToDate(root);
    for (const path of kept) expect(await readFile(path, 'utf8')).toBe('months of work');
    expect(await listing(join(root, 'backups'))).not.toContain(basename(dirname(unfinished)));
  });

  it('is not made on data that have just begun', async () => {
    const root = await temporaryFolder();
    await bringUpToDate(root, { version: 3, migrations: [] });
    expect(await listing(root)).toEqual(['layout.json']);
  });

  it('that fails leaves all as it was, and is made again when it can', async () => {
    const root = await dataOfVersion1();
    const before = await contentOf(root);
    const broken = { version: 2, migrations: [failing(1)] };
    for (let time = 0; time < 2; time++) {
      await expect(bringUpToDate(root, broken)).rejects.toThrow('failed on purpose');
      expect(await contentOf(root, ['layout.json', 'backups'])).toEqual(before);
      expect(await layoutOf(root)).toEqual({ version: 1 });
    }
    await expect(
      bringUpToDate(root, { version: 3, migrations: [second, failing(2)] }),
    ).rejects.toThrow('failed on purpose');
    // As the one before it has left them.
    expect(await layoutOf(root)).toEqual({ version: 2 });
    expect(await readFile(join(root, 'models', 'a.verse'), 'utf8')).toBe('second: a');
    await bringUpToDate(root, { version: 3, migrations: [third] });
    expect(await readFile(join(root, 'models', 'a.verse'), 'utf8')).toBe('third: second: a');
  });

  it('is not begun where no backup can be made', async () => {
    const root = await dataOfVersion1();
    await writeFile(join(root, 'backups'), 'a file in its place');
    const before = await contentOf(root);
    await expect(bringUpToDate(root, { version: 2, migrations: [second] })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(await contentOf(root)).toEqual(before);
  });

  it(
    'that is killed at any moment is taken back by the next start, and made',
    { tags: ['long'], timeout: 120_000 },
    async () => {
      await checkKilledMigrations(MOMENTS);
    },
  );
});
