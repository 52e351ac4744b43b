import { linkSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataSizes, type DataKind, type DataSizes } from '../../../src-main/contract/data.ts';
import { allEntries } from '../../../src-main/store/data/data-contents.ts';
import { layOut } from '../../../src-main/store/data/data-folder.ts';
import { measureData } from '../../../src-main/store/data/data-sizes.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { livedInFolder } from './lived-in-folder.ts';

/** @param files sizes by paths */
async function fill(root: string, files: Readonly<Record<string, number>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), Buffer.alloc(bytes));
  }
}

const sizesOf = ({ kinds }: DataSizes): Partial<Record<DataKind, [number, number]>> =>
  Object.fromEntries(
    kinds.filter(({ bytes }) => bytes > 0).map(({ kind, count, bytes }) => [kind, [count, bytes]]),
  );

describe('the sizes of the data', () => {
  it('are told by kind, with the models and texts counted and every byte in one kind', async () => {
    const root = await temporaryFolder();
    await fill(root, {
      'layout.json': 10,
      'preferences.json': 20,
      'models/a.verse': 1000,
      'models/b.verse': 2000,
      'models/index.json': 300,
      'models/.trash/c.verse': 4000,
      'corpora/0123456789abcdef/corpus.json': 5,
      'corpora/0123456789abcdef/0011223344556677.txt': 40,
      'corpora/0123456789abcdef/8899aabbccddeeff.zip': 10,
      'corpora/not a corpus.json': 3,
      'corpora/.trash/fedcba9876543210/corpus.json': 40,
      'corpora/.trash/fedcba9876543210/0011223344556677.txt': 500,
      'drafts/0123456789abcdef/draft.json': 60,
      'drafts/0123456789abcdef/1.revision.json': 30,
      'drafts/.trash/fedcba9876543210/draft.json': 7,
      'runs/a.run': 21,
      'runs/index.json': 2,
      'runs/.trash/b.run': 11,
      'backups/then-layout-0/models/a.verse': 600,
      'logs/verseloom.log': 70,
      'window/Cache/deep/er': 8,
      'a letter of the person.txt': 9000,
    });
    const sizes = await measureData(layOut(root));
    expect(dataSizes.parse(sizes)).toEqual(sizes);
    expect(sizesOf(sizes)).toEqual({
      models: [2, 3300],
      removedModels: [1, 4000],
      corpora: [1, 58],
      removedCorpora: [1, 540],
      drafts: [1, 90],
      removedDrafts: [1, 7],
      runs: [1, 23],
      removedRuns: [1, 11],
      backups: [1, 600],
      logs: [1, 70],
      window: [1, 8],
      other: [3, 9030],
    });
    expect(sizes).toMatchObject({
      folder: root,
      machineFolder: null,
      unreadable: { count: 0, first: [] },
    });
  });

  it('account for all that the product makes, each by its own entry in the description of the folder', async () => {
    const root = join(await temporaryFolder(), 'data');
    const { data, lock, product, modelId, draftId } = await livedInFolder(root);
    await product.handlers['runs.remove']({ id: modelId }); // which leaves its record
    await product.handlers['runs.remove']({ id: modelId });
    await product.handlers['corpora.remove']({ id: product.corpusId });
    await product.handlers['drafts.remove']({ id: draftId });
    const described = new Map(allEntries.map((entry) => [entry.path, entry]));
    const roots = await readdir(root);
    expect(roots.filter((name) => !described.has(name))).toEqual([]);
    const sizes = sizesOf(await measureData(data));
    for (const { path, kind } of allEntries.filter(({ thrownAway }) => thrownAway)) {
      expect([path, await readdir(join(root, path))]).not.toEqual([path, []]);
      expect([kind, sizes[kind]?.[0]]).toEqual([kind, 1]);
    }
    expect(sizes.corpora).toBeUndefined();
    expect(sizes.drafts).toBeUndefined();
    await lock.release();
  });

  it('have what belongs to this machine in them, and nothing else of the place where that lies', async () => {
    const [root, place] = [await temporaryFolder(), await temporaryFolder()];
    await fill(root, { 'models/a.verse': 100 });
    await fill(place, { 'logs/verseloom.log': 7, 'engines.json': 3, 'models/of-others.verse': 99 });
    const sizes = await measureData(layOut(root, place));
    expect(sizesOf(sizes)).toEqual({ models: [1, 100], logs: [1, 7], other: [1, 3] });
    expect(sizes.machineFolder).toBe(place);
  });

  it('are all nothing where there is no folder yet', async () => {
    const sizes = await measureData(layOut(join(await temporaryFolder(), 'none')));
    expect(sizesOf(sizes)).toEqual({});
    expect(sizes.unreadable.count).toBe(0);
  });

  it('follow links, go into each folder once, and name what cannot be read, a few of it', async () => {
    const root = await temporaryFolder();
    const elsewhere = await temporaryFolder();
    await fill(elsewhere, { 'big.verse': 5000 });
    await fill(root, { 'corpora/0123456789abcdef/corpus.json': 50 });
    await symlink(elsewhere, join(root, 'models'));
    await symlink(root, join(elsewhere, 'back'));
    await symlink(join(root, 'nowhere'), join(root, 'broken'));
    for (let i = 0; i < 7; i++) await symlink(`circle${i}`, join(root, `circle${i}`));
    const sizes = await measureData(layOut(root));
    expect(sizesOf(sizes)).toEqual({ models: [1, 5000], corpora: [1, 50] });
    expect(sizes.unreadable.count).toBe(7);
    expect(sizes.unreadable.first).toHaveLength(5);
    expect(sizes.unreadable.first[0]).toMatchObject({
      code: 'file.unreadable',
      params: { reason: 'the link leads in a circle', errno: 'ELOOP' },
    });
  });

  it('of ten thousand files are told while the host goes on with other things', async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, 'models'));
    const first = join(root, 'models', '0.verse');
    await writeFile(first, 'x');
    for (let i = 1; i < 10_000; i++) linkSync(first, join(root, 'models', `${i}.verse`)); // quicker than as many files
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const sizes = await measureData(layOut(root));
    clearInterval(timer);
    expect(sizesOf(sizes)).toEqual({ models: [10_000, 10_000] });
    expect(turns).toBeGreaterThan(20); // of the host, between the lots
  });
});
