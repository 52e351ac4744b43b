/** The library of corpora: what is kept, changed, removed and taken back, and what becomes of the files. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { newPackId, readPack } from '../../../src-main/store/corpora/packs.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { bytesOf, hashOf, sampleCorpus, sampleSource, textOf } from './sample-corpus.ts';

const LOCK = '.changes.lock';
/** @returns what lies in a folder, without the lock */
const filesIn = async (folder: string): Promise<string[]> =>
  (await listing(folder)).filter((path) => path !== LOCK);

async function openLibrary() {
  const folder = join(await temporaryFolder(), 'corpora');
  const clock = { now: Date.UTC(2026, 0, 1) };
  const library = await CorpusLibrary.open(folder, () => clock.now);
  const add = (songs?: readonly string[], name?: string) => {
    const { corpus, packs, text } = sampleCorpus(songs, name);
    return library.add(corpus, packs, text);
  };
  return { folder, library, clock, add };
}

const notFound = (id: string) => ({ code: 'corpus.notFound', params: { id } });

describe('CorpusLibrary', () => {
  it('keeps a corpus as it is: its text, and the bytes that came in', async () => {
    const { folder, library } = await openLibrary();
    expect(await library.list()).toEqual([]);
    const { corpus, packs, text } = sampleCorpus(['想\r\n要\t𠮷😀\u2028', '']);
    const added = await library.add(corpus, packs, text);
    const time = '2026-01-01T00:00:00.000Z';
    expect(added).toEqual({
      ...{ ...corpus, id: added.id, version: 1, importedAt: time, changedAt: time },
    });
    const fresh = await CorpusLibrary.open(folder);
    expect(await fresh.list()).toEqual([added]);
    expect(await fresh.read(added.id)).toEqual(added);
    expect(await fresh.readText(added)).toEqual(Buffer.from(text));
    expect(textOf(await fresh.readBeginning(added.id, 4))).toBe('想\r');
    const { id: pack } = packs[0]!;
    const path = fresh.packPath(added.id, pack);
    expect((await readPack(path, [1, 0])).map(textOf)).toEqual(['', '想\r\n要\t𠮷😀\u2028']);
    expect(await filesIn(folder)).toEqual(
      [
        added.id,
        join(added.id, `${added.hash.slice(0, 16)}.txt`),
        join(added.id, `${pack}.zip`),
        join(added.id, 'corpus.json'),
      ].sort(),
    );
  });

  it('lists the newest first, and those of one time in one order', async () => {
    const { library, clock, add } = await openLibrary();
    const old = await add(['old']);
    clock.now += 1;
    const both = [await add(['a']), await add(['a'])];
    const ids = both.map(({ id }) => id).sort();
    expect((await library.list()).map(({ id }) => id)).toEqual([...ids, old.id]);
  });

  it('reads a description again only when its file has changed', async () => {
    const { folder, library, add } = await openLibrary();
    const { id } = await add();
    const [listed] = await library.list();
    expect((await library.list())[0]).toBe(listed);
    const path = join(folder, id, 'corpus.json');
    const json = await readFile(path, 'utf8');
    await writeFile(`${path}.new`, json.replace('我的歌', '他的歌')); // as large, and another file
    await rename(`${path}.new`, path);
    expect((await library.list())[0]!.name).toBe('他的歌');
    await writeFile(path, json.replace('我的歌', '她的歌')); // in the same file
    expect((await library.list())[0]!.name).toBe('她的歌');
  });

  it.each([
    ['of 250 bytes', '歌'.repeat(83) + 'a'],
    ['with line breaks', 'a\nb\r\nc\u2028d'],
    ['with marks that turn the writing', '\u202egnos\u202c שיר'],
    ['with markup', '<img src=x onerror=alert(1)>"\\ud800\u0000'],
    ['of a device', 'con/../aux'],
  ])('keeps names %s', async (_, name) => {
    const { folder, library } = await openLibrary();
    const { corpus, packs, text } = sampleCorpus();
    corpus.sources[0]!.name = name;
    corpus.sources[0]!.file = `${name}/${name}`;
    const { id } = await library.add({ ...corpus, name }, packs, text);
    const read = await (await CorpusLibrary.open(folder)).read(id);
    expect(read.name).toBe(name);
    expect(read.sources).toEqual(corpus.sources);
    expect((await library.duplicate(id, name)).name).toBe(name);
  });

  it('refuses to write what it could not read again', async () => {
    const { folder, library, add } = await openLibrary();
    const { corpus, packs, text } = sampleCorpus();
    await expect(library.add({ ...corpus, name: 'a'.repeat(1001) }, packs, text)).rejects.toThrow();
    await expect(library.add({ ...corpus, hash: hashOf('other') }, packs, text)).rejects.toThrow();
    expect(await filesIn(folder)).toEqual([]);
    const added = await add();
    const before = await filesIn(folder);
    await expect(library.change({ ...added, hash: hashOf('other') }, {})).rejects.toThrow();
    await expect(library.change({ ...added, songs: 0.5 }, {})).rejects.toThrow();
    expect(await library.read(added.id)).toEqual(added);
    expect(await filesIn(folder)).toEqual(before);
  });

  it('does not leave its folder', async () => {
    const { folder, library } = await openLibrary();
    await mkdir(join(folder, '..', 'x'));
    for (const id of ['../x', '', '..', '.trash', 'A'.repeat(16), 'a'.repeat(17)]) {
      for (const reaching of [
        () => library.read(id),
        () => library.readText({ id, hash: hashOf('') }),
        () => library.readBeginning(id, 1),
        () => library.remove(id),
        () => library.restore(id),
        () => library.duplicate(id, 'x'),
      ])
        await expect(reaching()).rejects.toMatchObject(notFound(id));
      expect(() => library.packPath(id, newPackId())).toThrow(
        expect.objectContaining(notFound(id)),
      );
    }
    expect(() => library.packPath('0'.repeat(16), '../x')).toThrow();
  });
});

describe('a change of a corpus', () => {
  it('keeps its id and the time of its import', async () => {
    const { library, add, clock } = await openLibrary();
    const added = await add();
    clock.now += 1000;
    const edit = { id: newPackId(), entries: [bytesOf('新词')] };
    const text = '新词\u001e飞';
    const [first, second] = added.sources;
    const changed = await library.change(
      {
        ...{ ...added, name: '改了', hash: hashOf(text), earlierHashes: [added.hash] },
        sources: [second!, { ...first!, edited: true, edit: { pack: edit.id, entry: 0 } }],
      },
      { packs: [edit], text: bytesOf(text) },
    );
    expect(changed).toMatchObject({ id: added.id, name: '改了', importedAt: added.importedAt });
    expect(changed.changedAt).toBe('2026-01-01T00:00:01.000Z');
    expect(await library.list()).toEqual([changed]);
    expect(textOf(await library.readText(changed))).toBe(text);
    const packs = changed.sources.map(({ original, edit: set }) => set ?? original);
    const words = packs.map((kept) =>
      readPack(library.packPath(added.id, kept!.pack), [kept!.entry]),
    );
    expect((await Promise.all(words)).flat().map(textOf)).toEqual(['飞', '新词']);
  });

  it('leaves the text of before to whoever reads it, and removes it with the next change', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add(['一']);
    const changed = await library.change(
      { ...added, hash: hashOf('二'), sources: [] },
      { text: bytesOf('二') },
    );
    expect(textOf(await library.readText(added))).toBe('一');
    const pack = added.sources[0]!.original!.pack;
    expect((await readPack(library.packPath(added.id, pack), [0])).map(textOf)).toEqual(['一']);

    const others = [
      ...['notes.txt', 'corpus.json.bak', '0123456789abcdef.doc', `x${'0'.repeat(16)}.txt`],
      ...['0123456789abcdef.zip/inside.txt'],
    ].map((path) => join(folder, added.id, path));
    for (const path of others) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, "another program's");
    }
    await library.change({ ...changed, name: '又改' }, {});
    await expect(library.readText(added)).rejects.toMatchObject({ code: 'file.notFound' });
    const left = (await filesIn(join(folder, added.id))).map((path) =>
      join(folder, added.id, path),
    );
    expect(left).toEqual(expect.arrayContaining(others));
    expect(left).not.toContain(library.packPath(added.id, pack));
    expect(textOf(await library.readText(changed))).toBe('二');
  });

  it('drops sources 30 days after they were taken out, and their packs after that', async () => {
    const { folder, library, add, clock } = await openLibrary();
    const DAY = 24 * 60 * 60 * 1000;
    const added = await add(['一']);
    const removedAt = new Date(clock.now).toISOString();
    const out = added.sources.map((source) => ({ ...source, removedAt }));
    const empty = { ...added, sources: out, hash: hashOf('') };
    let corpus = await library.change(empty, { text: bytesOf('') });
    clock.now += 29 * DAY;
    corpus = await library.change({ ...corpus, name: 'a' }, {});
    expect(corpus.sources).toHaveLength(1);
    const pack = added.sources[0]!.original!.pack;
    expect(await readPack(library.packPath(added.id, pack), [0])).toHaveLength(1);
    clock.now += 2 * DAY;
    corpus = await library.change({ ...corpus, name: 'b' }, {});
    expect(corpus.sources).toEqual([]);
    await library.change({ ...corpus, name: 'c' }, {});
    expect((await filesIn(join(folder, added.id))).join()).not.toContain(pack);
  });

  it('of one that another has changed since is refused, and loses nothing', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const other = await CorpusLibrary.open(folder);
    const theirs = await other.change({ ...(await other.read(added.id)), name: 'theirs' }, {});
    await expect(library.change({ ...added, name: 'mine' }, {})).rejects.toMatchObject({
      code: 'file.unwritable',
      params: {
        path: join(folder, added.id, 'corpus.json'),
        reason: 'another program has written it in the meantime',
      },
    });
    expect(await library.read(added.id)).toEqual(theirs);
  });

  it('is made after those that were asked for before it, so that none is lost', async () => {
    const { library, add } = await openLibrary();
    const { id } = await add();
    const names = Array.from({ length: 8 }, (_, i) => `s${i}`);
    const order: string[] = [];
    const append = (name: string) =>
      library.inTurn(id, async () => {
        const corpus = await library.read(id);
        if (name === 's3') throw new Error('failed on purpose');
        const sources = [...corpus.sources, sampleSource(name, null)];
        await library.change({ ...corpus, sources }, {});
        order.push(name);
      });
    const results = await Promise.allSettled(names.map(append));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const wanted = names.filter((name) => name !== 's3');
    expect(order).toEqual(wanted);
    expect((await library.read(id)).sources.slice(2).map((source) => source.id)).toEqual(wanted);
  });

  it('of one that is not there makes none', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    await library.remove(added.id);
    const before = await filesIn(folder);
    await expect(library.change({ ...added, name: 'x' }, {})).rejects.toMatchObject(
      notFound(added.id),
    );
    expect(await filesIn(folder)).toEqual(before);
  });

  it('that cannot be written leaves the corpus as it was', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const before = await filesIn(folder);
    // A folder in the place of the text: the pack is written by then.
    const text = '写不下';
    const inTheWay = join(folder, added.id, `${hashOf(text).slice(0, 16)}.txt`);
    await mkdir(inTheWay);
    const pack = { id: newPackId(), entries: [randomBytes(1000)] };
    const source = sampleSource('new', { pack: pack.id, entry: 0 });
    await expect(
      library.change(
        { ...added, hash: hashOf(text), sources: [source] },
        { packs: [pack], text: bytesOf(text) },
      ),
    ).rejects.toMatchObject({ code: 'file.unwritable', params: { path: inTheWay } });
    await rm(inTheWay, { recursive: true });
    expect(await filesIn(folder)).toEqual(before);
    expect(await library.read(added.id)).toEqual(added);
    expect(textOf(await library.readText(added))).toBe('想要有\u001e飞');
  });
});

describe('what is read of a corpus', () => {
  it('says that the corpus is gone, or what of it', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const path = join(folder, added.id, `${added.hash.slice(0, 16)}.txt`);
    await rm(path);
    const lost = { code: 'file.notFound', params: { path } };
    await expect(library.readText(added)).rejects.toMatchObject(lost);
    await expect(library.readBeginning(added.id, 3)).rejects.toMatchObject(lost);
    await expect(library.duplicate(added.id, 'x')).rejects.toMatchObject(lost);
    await rm(join(folder, added.id), { recursive: true });
    for (const read of [() => library.readText(added), () => library.readBeginning(added.id, 3)])
      await expect(read()).rejects.toMatchObject(notFound(added.id));
    expect(await library.list()).toEqual([]);
  });

  it('is not another text than the one that it names', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const path = join(folder, added.id, `${added.hash.slice(0, 16)}.txt`);
    await writeFile(path, 'texts');
    await expect(library.readText(added)).rejects.toMatchObject({
      code: 'file.unreadable',
      params: {
        path,
        reason: 'it is not the text that was imported; remove the corpus and import it anew',
      },
    });
    await library.change(added, { text: bytesOf('想要有\u001e飞') }); // made anew of its sources
    expect(textOf(await library.readText(added))).toBe('想要有\u001e飞');
  });

  it('leaves a broken corpus out of the list, and touches nothing of it', async () => {
    const { folder, library, add } = await openLibrary();
    const broken = await add(['一']);
    const whole = await add(['二']);
    await writeFile(join(folder, broken.id, 'corpus.json'), '{');
    const before = await filesIn(folder);
    expect((await library.list()).map(({ id }) => id)).toEqual([whole.id]);
    await expect(library.read(broken.id)).rejects.toMatchObject({ code: 'file.unreadable' });
    await expect(library.change({ ...broken, name: 'x' }, {})).rejects.toMatchObject({
      code: 'file.unreadable',
    });
    expect(await filesIn(folder)).toEqual(before);
  });
});

describe('a corpus that is removed', () => {
  it('is one folder in the trash, and comes back as it was', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const before = await filesIn(folder);
    await writeFile(join(folder, added.id, 'notes.txt'), "the person's");
    await library.remove(added.id);
    expect(await library.list()).toEqual([]);
    expect(await filesIn(folder)).toEqual(
      [
        '.trash',
        ...[...before, join(added.id, 'notes.txt')].map((path) => join('.trash', path)),
      ].sort(),
    );
    await expect(library.remove(added.id)).rejects.toMatchObject(notFound(added.id));
    await expect(library.readText(added)).rejects.toMatchObject(notFound(added.id));
    expect(await library.restore(added.id)).toEqual(added);
    expect(await library.restore(added.id)).toEqual(added);
    expect(textOf(await library.readText(added))).toBe('想要有\u001e飞');
    expect(await filesIn(folder)).toContain(join(added.id, 'notes.txt'));
    const unknown = '0123456789abcdef';
    await expect(library.restore(unknown)).rejects.toMatchObject(notFound(unknown));
  });

  it('takes the place of what is left of it in the trash, and nothing there that of a corpus', async () => {
    const { folder, library, add } = await openLibrary();
    const added = await add();
    const inTrash = join(folder, '.trash', added.id);
    await mkdir(inTrash, { recursive: true });
    await writeFile(join(inTrash, 'corpus.json'), '{}'); // copied there by hand
    expect(await library.restore(added.id)).toEqual(added);
    await library.remove(added.id);
    expect(await library.restore(added.id)).toEqual(added);
  });
});

describe('a duplicate', () => {
  it('is a corpus of its own, without what was taken out', async () => {
    const { library, add, clock } = await openLibrary();
    const added = await add();
    const [first, second] = added.sources;
    const removedAt = new Date(clock.now).toISOString();
    const text = '想要有';
    const one = await library.change(
      { ...added, sources: [first!, { ...second!, removedAt }], hash: hashOf(text) },
      { text: bytesOf(text) },
    );
    clock.now += 1000;
    const copy = await library.duplicate(added.id, '副本');
    expect(copy).toMatchObject({ name: '副本', hash: one.hash, sources: [first] });
    expect(copy.importedAt).toBe('2026-01-01T00:00:01.000Z');
    await library.remove(added.id);
    expect(textOf(await library.readText(copy))).toBe(text);
    const { pack, entry } = copy.sources[0]!.original!;
    expect((await readPack(library.packPath(copy.id, pack), [entry])).map(textOf)).toEqual([text]);
  });
});
