/** What is cleared away behind others when a data folder is opened, and what of a trash is thrown away. */
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removedCorpora } from '../../../src-main/store/corpora/corpus-folder.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { clearLeftovers } from '../../../src-main/store/corpora/corpus-leftovers.ts';
import { openData } from '../../../src-main/store/data/open-data.ts';
import { emptyTrash } from '../../../src-main/store/files/trash.ts';
import { contentOf, timesOf } from '../data/folder-content.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { bytesOf, hashOf, sampleCorpus } from './sample-corpus.ts';

const DAY = 24 * 60 * 60 * 1000;

async function openLibrary(folder: string) {
  const library = await CorpusLibrary.open(folder);
  const { corpus, packs, text } = sampleCorpus();
  return { library, corpus: await library.add(corpus, packs, text) };
}

async function put(...path: string[]): Promise<void> {
  await mkdir(join(...path, '..'), { recursive: true });
  await writeFile(join(...path), '');
}

describe('opening the data folder', () => {
  it('clears away what no corpus names, and nothing that anybody else has put there', async () => {
    const root = join(await temporaryFolder(), 'data');
    const folder = join(root, 'corpora');
    await (await openData({ VERSELOOM_DATA: root })).lock.release();
    const { library, corpus } = await openLibrary(folder);
    const whole = await contentOf(join(folder, corpus.id));
    const half = '0011223344556677';
    const shared = '8899aabbccddeeff';
    await put(folder, half, '0123456789abcdef.txt');
    await put(folder, half, '0123456789abcdef.zip');
    await put(folder, shared, '0123456789abcdef.zip');
    await put(folder, corpus.id, '0123456789abcdef.txt');
    await put(folder, corpus.id, 'fedcba9876543210.zip');
    const others = [
      join(shared, 'letter.txt'),
      join(corpus.id, 'notes.txt'),
      join(corpus.id, '0123456789abcdef.txt.bak'),
      join('my songs', '0123456789abcdef.txt'),
      '0123456789abcdef.txt',
      join('.trash', 'old', '0123456789abcdef.txt'),
    ];
    for (const path of others) await put(folder, path);

    await (await openData({ VERSELOOM_DATA: root })).lock.release();
    const left = await listing(folder);
    expect(left).toEqual(expect.arrayContaining(others));
    expect(left.filter((path) => path.startsWith(half))).toEqual([]);
    expect(await readdir(join(folder, shared))).toEqual(['letter.txt']);
    expect(await contentOf(join(folder, corpus.id))).toMatchObject(whole);
    expect(await readdir(join(folder, corpus.id))).toHaveLength(Object.keys(whole).length + 2);
    expect(await library.list()).toEqual([corpus]);
  });

  it('writes nothing where nothing is to be cleared away', async () => {
    const folder = await temporaryFolder();
    const { library, corpus } = await openLibrary(folder);
    const { id } = await library.duplicate(corpus.id, 'x');
    await library.remove(id);
    await writeFile(join(folder, corpus.id, 'corpus.json'), '{'); // what it names is not known
    await put(folder, corpus.id, '0123456789abcdef.txt');
    const before = await timesOf(folder);
    await clearLeftovers(folder);
    expect(await timesOf(folder)).toEqual(before);
  });

  it('drops sources that were taken out 30 days ago, with their bytes', async () => {
    const folder = await temporaryFolder();
    const { library, corpus } = await openLibrary(folder);
    const removedAt = new Date().toISOString();
    const sources = corpus.sources.map((source) => ({ ...source, removedAt }));
    const empty = { ...corpus, sources, hash: hashOf('') };
    const changed = await library.change(empty, { text: bytesOf('') });
    await clearLeftovers(folder, Date.now() + 29 * DAY);
    expect((await library.read(corpus.id)).sources).toEqual(sources);
    await clearLeftovers(folder, Date.now() + 31 * DAY);
    const swept = await library.read(corpus.id);
    expect(swept).toEqual({ ...changed, sources: [], changedAt: swept.changedAt });
    expect(swept.changedAt > changed.changedAt).toBe(true);
    expect((await readdir(join(folder, corpus.id))).sort()).toEqual(
      [`${hashOf('').slice(0, 16)}.txt`, 'corpus.json'].sort(),
    );
  });
});

describe('the trash of the corpora', () => {
  it('throws away what has lain there for 30 days since it was removed, and nothing of others', async () => {
    const folder = await temporaryFolder();
    const { library, corpus } = await openLibrary(folder);
    const { id: shared } = await library.duplicate(corpus.id, 'x');
    await put(folder, shared, 'letter.txt');
    await utimes(join(folder, corpus.id), 1, 1); // old, as out of a backup
    for (const id of [corpus.id, shared]) await library.remove(id);
    const trash = join(folder, '.trash');
    const elsewhere = join(await temporaryFolder(), 'corpus.json');
    await put(elsewhere);
    await symlink(join(elsewhere, '..'), join(trash, '0123456789abcdef'));
    await put(trash, 'old', 'corpus.json');
    await put(trash, 'fedcba9876543210');
    const before = await contentOf(trash);
    await emptyTrash(trash, removedCorpora, Date.now() + 29 * DAY);
    expect(await contentOf(trash)).toEqual(before);
    await emptyTrash(trash, removedCorpora, Date.now() + 31 * DAY);
    expect(await listing(trash)).toEqual(
      [
        'fedcba9876543210',
        'old',
        join('old', 'corpus.json'),
        shared,
        join(shared, 'letter.txt'),
      ].sort(),
    );
    expect(await readdir(join(elsewhere, '..'))).toEqual(['corpus.json']);
  });
});
