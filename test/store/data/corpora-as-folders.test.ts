/** The way from layout 1 to 2: the texts that an earlier version has kept, as it has left them in `layout-1`, become corpora. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { readPack } from '../../../src-main/store/corpora/packs.ts';
import type { StoredCorpus } from '../../../src-main/store/corpora/stored-corpus.ts';
import { bringUpToDate } from '../../../src-main/store/data/data-layout.ts';
import { openData, useData } from '../../../src-main/store/data/open-data.ts';
import { listing } from '../files/temporary-folder.ts';
import { contentOf } from './folder-content.ts';
import { onFullDisk } from './full-disk.ts';
import { checkKilledUpdates, corporaIn } from './killed-data.ts';
import { layout1 } from './sample-data.ts';

/** Of the moments at which it can be killed; `npm run test:soak` takes all. */
const MOMENTS = 6;

const sample = '047d32ad87822c94';
const ferry = '48b8e55af2e468b7';
const removed = 'aeb3bead9ae9634a';
const broken = 'eab60a44f47fc798';
const rewritten = 'df4303d94eee4305';
const lost = 'effc39b770fe4144';

/** What lies there of others. */
const foreign = [
  ...['notes.txt', 'index.json', 'my songs', join('my songs', '0123456789abcdef.txt')],
  join('.trash', 'old.txt'),
];

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @returns the texts, by their ids, as layout 1 has them */
async function textsIn(folder: string): Promise<Map<string, Buffer>> {
  const texts = new Map<string, Buffer>();
  for (const name of await readdir(folder)) {
    const id = /^([0-9a-f]{16})\.txt$/.exec(name)?.[1];
    if (id !== undefined) texts.set(id, await readFile(join(folder, name)));
  }
  return texts;
}

/** Looks whether a corpus is the text that it was, and nothing but that. */
async function checkText(
  library: CorpusLibrary,
  corpus: StoredCorpus,
  text: Buffer,
): Promise<void> {
  expect(corpus.hash).toBe(hashOf(text));
  expect(await library.readText(corpus)).toEqual(text);
  const [source, ...others] = corpus.sources;
  expect(others).toEqual([]);
  expect(source).toMatchObject({
    ...{ on: true, kind: 'text', file: null, original: null, hasOriginal: false, edited: true },
    ...{ split: { by: 'none' }, removed: {}, skipped: null, removedAt: null, songs: 1 },
  });
  const { pack, entry } = source!.edit!;
  expect(await readPack(library.packPath(corpus.id, pack), [entry])).toEqual([
    new Uint8Array(text),
  ]);
}

describe('what layout 1 had of texts', () => {
  it('becomes corpora of the same ids, bytes and hashes, in every encoding that they came in', async () => {
    const root = await layout1();
    const texts = await textsIn(join(root, 'corpora'));
    const known = new Map<string, Record<string, unknown>>();
    for (const id of texts.keys())
      if (id !== broken)
        known.set(id, JSON.parse(await readFile(join(root, 'corpora', `${id}.json`), 'utf8')));
    const others = Object.entries(await contentOf(join(root, 'corpora'))).filter(([path]) =>
      foreign.includes(path),
    );
    expect(others).toHaveLength(foreign.length);

    const { data, lock } = await openData({ VERSELOOM_DATA: root });
    const library = await CorpusLibrary.open(data.corpora);
    const corpora = await library.list();
    expect(new Set(corpora.map(({ id }) => id))).toEqual(new Set(texts.keys()));
    for (const corpus of corpora) await checkText(library, corpus, texts.get(corpus.id)!);
    for (const corpus of corpora.filter(({ id }) => ![broken, rewritten].includes(id))) {
      const { encoding, builtIn: _, id: __, ...facts } = known.get(corpus.id)!;
      expect(corpus).toMatchObject(facts);
      expect(corpus.encodings).toEqual([(encoding as string).toLowerCase()]);
      expect(corpus.sources[0]!.encoding).toBe(corpus.encodings[0]);
      expect(corpus).toMatchObject({ recipe: usualRecipe, earlierHashes: [], songs: 1 });
    }
    expect(new Set(corpora.flatMap(({ encodings }) => encodings))).toEqual(
      new Set(['utf-8', 'gb18030', 'big5', 'utf-16le']),
    );
    expect(corpora.find(({ id }) => id === ferry)).toMatchObject({ name: 'CRLF 渡口', lines: 4 });
    expect(texts.get(ferry)!.includes('\r\n')).toBe(true);
    expect(texts.get(sample)!.length).toBeGreaterThan(40_000);

    // Nothing is left of the old files, and everything of others'.
    const content = await contentOf(data.corpora);
    const left = Object.keys(content).filter((path) => /^(\.trash.)?[0-9a-f]{16}\.\w+$/.test(path));
    expect(left).toEqual([]);
    expect(content).toMatchObject(Object.fromEntries(others));
    await lock.release();
  });

  it('and was in the trash can be taken back out of it', async () => {
    const root = await layout1();
    const text = (await textsIn(join(root, 'corpora', '.trash'))).get(removed)!;
    const data = await useData({ VERSELOOM_DATA: root });
    const library = await CorpusLibrary.open(data.corpora);
    expect((await library.list()).map(({ id }) => id)).not.toContain(removed);
    const restored = await library.restore(removed);
    expect(restored.name).toBe('removed');
    await checkText(library, restored, text);
  });

  it('is kept where it was damaged, as far as it goes', async () => {
    const root = await layout1();
    const before = await readFile(join(root, 'corpora', `${rewritten}.json`), 'utf8');
    await bringUpToDate(root);
    const library = await CorpusLibrary.open(join(root, 'corpora'));
    // Without a description, a text is called by its first line.
    expect(await library.read(broken)).toMatchObject({
      ...{ name: '描述坏了 词还在', lines: 2, earlierHashes: [], suggestedPrefixes: ['描述'] },
      importedAt: '2025-06-15T15:06:40.000Z', // of its file
    });
    // One that was changed by hand is what it is now, and what it was is known.
    expect(await library.read(rewritten)).toMatchObject({
      ...{ name: 'changed', firstLines: ['手写之后 又添了一行', '新的一行'] },
      earlierHashes: [(JSON.parse(before) as { hash: string }).hash],
    });
    // Words that are gone are gone; what was known of them is in the backup.
    await expect(library.read(lost)).rejects.toMatchObject({ code: 'corpus.notFound' });
    expect(await listing(join(root, 'corpora'))).not.toContain(`${lost}.json`);
    const [backup] = await readdir(join(root, 'backups'));
    expect(await listing(join(root, 'backups', backup!, 'corpora'))).toContain(`${lost}.json`);
  });

  it('and was being removed or taken back when its application was killed is where its description is', async () => {
    const root = await layout1();
    const corpora = join(root, 'corpora');
    const text = (await textsIn(corpora)).get(ferry)!;
    await rename(join(corpora, `${ferry}.json`), join(corpora, '.trash', `${ferry}.json`));
    await bringUpToDate(root);
    const library = await CorpusLibrary.open(corpora);
    await expect(library.read(ferry)).rejects.toMatchObject({ code: 'corpus.notFound' });
    await checkText(library, await library.restore(ferry), text);
  });

  it('is found where nothing says that it is of layout 1', async () => {
    const root = await layout1();
    await rm(join(root, 'layout.json'));
    await rm(join(root, 'models'), { recursive: true, force: true });
    await bringUpToDate(root);
    expect(await (await CorpusLibrary.open(join(root, 'corpora'))).read(ferry)).toBeDefined();
  });

  it('and is not UTF-8 any more becomes what it was always read as', async () => {
    const root = await layout1();
    const path = join(root, 'corpora', `${ferry}.txt`);
    await writeFile(
      path,
      Buffer.concat([Buffer.from('\ufeff水'), Buffer.from([0xe6, 0xb0, 0x0a])]),
    );
    await bringUpToDate(root);
    const library = await CorpusLibrary.open(join(root, 'corpora'));
    await checkText(library, await library.read(ferry), Buffer.from('\ufeff水\ufffd\n'));
  });

  it('and is behind a link is brought along, and what the link leads to stays', async () => {
    const root = await layout1();
    const elsewhere = join(root, '..', 'elsewhere.txt');
    const path = join(root, 'corpora', `${ferry}.txt`);
    await rename(path, elsewhere);
    await symlink(elsewhere, path);
    const text = await readFile(elsewhere);
    await bringUpToDate(root);
    const library = await CorpusLibrary.open(join(root, 'corpora'));
    await checkText(library, await library.read(ferry), text);
    expect(await readFile(elsewhere)).toEqual(text);
  });

  it('and cannot be one of ours stays as it is', async () => {
    const root = await layout1();
    const corpora = join(root, 'corpora');
    const names = [
      `${sample}.json`,
      `${ferry}.txt`,
      'aaaaaaaaaaaaaaaa.txt',
      'AAAAAAAAAAAAAAAA.json',
    ];
    await rm(join(corpora, names[0]!));
    await rm(join(corpora, names[1]!));
    for (const name of names.slice(0, 2)) await mkdir(join(corpora, name));
    for (const name of names.slice(2)) await writeFile(join(corpora, name), '{}');
    await mkdir(join(corpora, broken)); // in the place of what would be made
    await bringUpToDate(root);
    const left = await readdir(corpora);
    expect(left).toEqual(expect.arrayContaining([...names, `${broken}.txt`, `${broken}.json`]));
    expect(await readdir(join(corpora, broken))).toEqual([]);
  });

  it(
    'is as it was where the disk is full before all is done, and is brought along once there is room',
    { tags: ['long'], timeout: 60_000 },
    async () => {
      const wanted = await corporaIn(await updated());
      for (let moment = 1; ; moment += 9) {
        const root = await layout1();
        const before = await contentOf(root, ['layout.json', 'backups']);
        const hadRoom = await onFullDisk(moment, () => bringUpToDate(root)).catch(
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'file.unwritable', params: { errno: 'ENOSPC' } });
            return false;
          },
        );
        if (hadRoom) return expect(moment).toBeGreaterThan(40);
        expect(await contentOf(root, ['layout.json', 'backups']), `moment ${moment}`).toEqual(
          before,
        );
        await bringUpToDate(root);
        expect(await corporaIn(root), `moment ${moment}`).toEqual(wanted);
      }
    },
  );

  it(
    'is brought along whenever it was killed on the way',
    { tags: ['long'], timeout: 120_000 },
    async () => {
      await checkKilledUpdates(MOMENTS);
    },
  );
});

async function updated(): Promise<string> {
  const root = await layout1();
  await bringUpToDate(root);
  return root;
}
