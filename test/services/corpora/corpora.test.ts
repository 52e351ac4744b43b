/** Corpora over real files and the real thread: what comes in, what is refused, and what is left when something goes wrong. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { corpusDetails, corpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import type { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { hashOf } from '../../../src-main/store/files/text-hash.ts';
import { listing } from '../../store/files/temporary-folder.ts';
import { bytesOf, fileOf, openCorpora } from './open-corpora.ts';

const SAMPLE = 'verseloom-sample';

/** @returns what does not come with the product */
const own = async (corpora: Corpora) => (await corpora.list()).filter(({ builtIn }) => !builtIn);
const textOf = async (corpora: Corpora, id: string): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode((await corpora.text(id)).text);
const choicesOf = async (corpora: Corpora, id: string) =>
  (await corpora.details(id)).sources.map(({ id: one, name, on, split }) => ({
    ...{ id: one, name, on, split },
  }));

describe('the library', () => {
  it('has the sample lyrics from the first minute on, named in the language of the moment', async () => {
    let language: Language = 'zh';
    const { corpora } = await openCorpora({ language: () => language });
    const info = (await corpora.list()).find(({ id }) => id === SAMPLE)!;
    expect(corpusInfo.strict().parse(info)).toEqual(info);
    expect(info).toMatchObject({ builtIn: true, suggestedPrefixes: ['分开', '不分开'] });
    const details = await corpora.details(SAMPLE);
    expect(corpusDetails.strict().parse(details)).toEqual(details);
    expect(details.sources).toMatchObject([{ hasOriginal: false, songs: info.songs }]);
    const { sources } = details;
    const view = await corpora.source(SAMPLE, sources[0]!.id, undefined);
    expect(view.songs.join('')).toHaveLength(view.text.length);
    expect((await corpora.preview(SAMPLE, usualRecipe)).characters).toBe(info.characters);
    language = 'en';
    expect((await corpora.info(SAMPLE)).name).not.toBe(info.name);
  });

  it('keeps what was made over a restart', async () => {
    const first = await openCorpora();
    const { id } = await first.take([fileOf('a.txt', '夜来了\n灯亮了')]);
    await first.corpora.setRecipe(id, { ...usualRecipe, credits: false });
    const details = await first.corpora.details(id);
    await first.corpora.close();
    const { corpora } = await openCorpora({ folder: first.folder });
    expect(await corpora.details(id)).toEqual(details);
    expect(await textOf(corpora, id)).toBe('夜来了\n灯亮了');
    expect((await corpora.setRecipe(id, usualRecipe)).songs).toBe(1);
  });
});

describe('an import', () => {
  it('is one corpus of files of all kinds, in the order of their names, and one bad one refuses no other', async () => {
    const { corpora, take } = await openCorpora();
    const zip = new JSZip();
    zip
      .file('第十首.txt', '第十')
      .file('第二首.txt', '第二')
      .file('cover.png', '\x89PNG\r\n\x1a\n');
    const made = await take([
      fileOf('b/notes.pdf', '%PDF-1.4\n'),
      { name: 'b/pack.zip', bytes: await zip.generateAsync({ type: 'uint8array' }) },
      { name: 'b/1.txt', bytes: iconv.encode('想要有直升机\n想要和你飞到宇宙去', 'gbk') },
      fileOf('b/ad.txt', 'www.example.com'),
    ]);
    expect(made).toMatchObject({ name: 'b', songs: 3, added: 6, leftOut: 3 });
    const { sources } = await corpora.details(made.id);
    expect(sources.map(({ file, skipped }) => [file, skipped?.reason])).toEqual([
      ['b/1.txt', undefined],
      ['b/ad.txt', 'advert'],
      ['b/notes.pdf', 'kind'],
      ['b/pack.zip/cover.png', 'kind'],
      ['b/pack.zip/第二首.txt', undefined],
      ['b/pack.zip/第十首.txt', undefined],
    ]);
    expect(sources[0]).toMatchObject({ encoding: 'gbk', hasOriginal: true });
    expect(sources[1]).toMatchObject({ hasOriginal: true }); // with another recipe it comes back
    expect(sources[2]).toMatchObject({ kind: 'pdf', hasOriginal: false });
    const all = await corpora.setRecipe(made.id, { ...usualRecipe, adverts: false });
    expect(all.sources[1]).toMatchObject({ skipped: null, songs: 1 });
  });

  it('refuses by its sentence what nothing can be learnt of, and keeps nothing', async () => {
    const { corpora, take, folder } = await openCorpora();
    const before = await listing(folder);
    const refusals = [
      [[fileOf('a.txt', '')], 'corpus.leftOut', { because: 'empty' }],
      [[fileOf('a.txt', ' \r\n\u3000')], 'corpus.leftOut', { because: 'empty' }],
      [[fileOf('a.txt', '作词：某人')], 'corpus.leftOut', { because: 'words' }],
      [[fileOf('a.txt', '%PDF-1.4\n')], 'corpus.refused', { kind: 'pdf' }],
    ] as const;
    for (const [files, code, params] of refusals)
      await expect(take(files)).rejects.toMatchObject({ code, params });
    const several = [
      fileOf('a.txt', '%PDF-1.4'),
      fileOf('b.txt', ''),
      fileOf('c.txt', '作词：某人'),
    ];
    await expect(take(several)).rejects.toMatchObject({
      ...{ code: 'corpus.noneLeft', params: { name: 'a.txt', files: 3 } },
      files: [
        { name: 'a.txt', reason: { code: 'corpus.refused', params: { kind: 'pdf' } } },
        { name: 'b.txt', reason: { code: 'corpus.leftOut', params: { because: 'empty' } } },
        { name: 'c.txt', reason: { code: 'corpus.leftOut', params: { because: 'words' } } },
      ],
    });
    expect([await listing(folder), await own(corpora)]).toEqual([before, []]);
  });

  it('of the same words is the corpus that is there, also when both come at once', async () => {
    const { corpora, take } = await openCorpora();
    const gbk = { name: 'b.txt', bytes: iconv.encode('想要有直升机\r\n不分开', 'gbk') };
    const both = await Promise.all([
      take([fileOf('a.txt', '想要有直升机\n不分开\n')]),
      take([gbk]),
    ]);
    expect(both.map(({ alreadyThere }) => alreadyThere).sort()).toEqual([false, true]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    expect(await own(corpora)).toHaveLength(1);
  });

  it('into a corpus adds, replaces what has changed and leaves what has not, and can be taken back', async () => {
    const { corpora, take } = await openCorpora();
    const { id, hash } = await take([fileOf('f/a.txt', '甲'), fileOf('f/b.txt', '乙')]);
    const [a, b] = await choicesOf(corpora, id);
    await corpora.arrange(id, [{ ...b!, name: '乙歌' }, a!]);
    const files = [fileOf('f/a.txt', '甲'), fileOf('f/b.txt', '乙乙'), fileOf('f/c.txt', '丙')];
    const again = await take(files, { into: id, replace: true });
    expect(again).toMatchObject({ id, added: 1, replaced: 1, unchanged: 1, leftOut: 0 });
    expect(await textOf(corpora, id)).toBe('乙乙\u001e甲\u001e丙');
    const after = await choicesOf(corpora, id);
    expect(after.map(({ name }) => name)).toEqual(['乙歌', 'a', 'c']);
    expect(again.changes).toEqual({
      added: [after[2]!.id],
      replaced: [{ before: b!.id, after: after[0]!.id }],
    });
    expect((await corpora.arrange(id, [a!, b!])).hash).toBe(hash);
    // A file that has gone bad takes the place of none.
    const bad = await take([fileOf('f/a.txt', '%PDF-1.4\n')], { into: id, replace: true });
    expect(bad).toMatchObject({ hash, added: 1, replaced: 0, leftOut: 1 });
    await expect(take(files, { into: SAMPLE })).rejects.toMatchObject({ code: 'corpus.builtIn' });
  });

  it('that is called off, or ends with the application, leaves nothing', async () => {
    const { corpora, take, folder } = await openCorpora();
    const { id } = await take([fileOf('a.txt', '甲')]);
    const before = [await listing(folder), await corpora.details(id)];
    const long = [fileOf('long.txt', '夜来了，灯亮了。\n'.repeat(200_000))];
    for (const into of [undefined, id]) {
      const importing = take(long, { task: 'long', into });
      const waiting = take(long, { task: 'long', into }); // behind it, under the same name
      await Promise.all([
        expect(importing).rejects.toMatchObject({ code: 'corpus.cancelled' }),
        expect(waiting).rejects.toMatchObject({ code: 'corpus.cancelled' }),
        corpora.cancel('long'),
      ]);
    }
    expect([await listing(folder), await corpora.details(id)]).toEqual(before);
    const closed = expect(take(long)).rejects.toMatchObject({ code: 'compute.stopped' });
    await corpora.close();
    await closed;
    expect(await listing(folder)).toEqual(before[0]);
  });

  it('that cannot be written says so, and keeps nothing', async () => {
    const { corpora, take, folder } = await openCorpora();
    const { id } = await take([fileOf('a.txt', '甲')]);
    const before = await corpora.details(id);
    // Where what is new of the corpus would be written, something else lies.
    const text = (await hashOf(bytesOf('甲\u001e乙'))).slice(0, 16);
    await mkdir(join(folder, id, `${text}.txt`));
    const into = take([fileOf('b.txt', '乙')], { into: id });
    await expect(into).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(await corpora.details(id)).toEqual(before);
    expect(await textOf(corpora, id)).toBe('甲');
    await rename(folder, `${folder} aside`);
    await writeFile(folder, '');
    const anew = take([fileOf('b.txt', '乙')]);
    await expect(anew).rejects.toMatchObject({ code: expect.stringMatching(/^file\./) });
    await rm(folder);
    await rename(`${folder} aside`, folder);
    expect((await own(corpora)).map((corpus) => corpus.id)).toEqual([id]);
  });

  it('has names that neither begin a line nor turn one around nor leave a folder', async () => {
    const { corpora, take } = await openCorpora();
    const names = [
      ...['../../etc/passwd.txt', 'a\nb\u2028c.txt', '\u202egpj.txt', '<b>&amp;</b>.txt'],
      ...[`${'长'.repeat(83)}.txt`, '.txt', 'CON.txt', 'con.txt'],
    ];
    const files = names.map((name, index) => fileOf(name, `第${index}首`));
    const { id, songs } = await take(files, { name: ' 名 ' });
    expect(songs).toBeGreaterThanOrEqual(names.length - 1); // a name that is an ending alone is hidden
    const { sources } = await corpora.details(id);
    for (const { name } of sources) expect(name).not.toMatch(/[\p{Cc}\u2028\u202e]|^$/u);
    expect(sources.map(({ file }) => file)).toEqual(expect.arrayContaining(names));
    const { files: packed } = await JSZip.loadAsync((await corpora.export(id, 'songs')).bytes);
    const told = Object.keys(packed);
    expect(told).toHaveLength(songs);
    expect(new Set(told.map((name) => name.toLowerCase())).size).toBe(songs);
    for (const name of told) expect(name).not.toMatch(/[/\\\n<>:]|^con\.txt$/i);
  });
});

describe('texts of extremes', () => {
  it.each([
    ['one character repeated', '啊'.repeat(300_000), { distinct: 1, characters: 300_000 }],
    [
      '20,000 distinct characters',
      Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(''),
      { distinct: 20_000, lines: 1 },
    ],
    ['one line of 5 MB', '夜色很长，'.repeat(350_000), { lines: 1, characters: 1_750_000 }],
  ])('%s', async (_, text, facts) => {
    const { corpora, take } = await openCorpora();
    const info = await take([fileOf('a.txt', text)]);
    expect(info).toMatchObject({ ...facts, songs: 1 });
    const { lines, total } = await corpora.lines(info.id, { from: 0, count: 10, offset: 0 });
    expect([lines.length, total]).toEqual([1, 1]);
    expect(lines[0]!.length).toBeLessThanOrEqual(1_000_000);
    expect(await corpora.figures(info.id)).toMatchObject({ characters: info.characters });
    const [source] = (await corpora.details(info.id)).sources;
    const view = await corpora.source(info.id, source!.id, undefined);
    expect(view.cut).toBe(text.length > 1_000_000);
  });

  it('5,000 files, and more than are read', { tags: ['long'] }, async () => {
    const { corpora, take } = await openCorpora();
    const files = Array.from({ length: 5002 }, (_, i) => fileOf(`f/${i}.txt`, `第 ${i} 首`));
    const { id, songs, leftOut } = await take(files);
    expect([songs, leftOut]).toEqual([5000, 2]);
    const { sources } = await corpora.details(id);
    expect(sources.at(-1)).toMatchObject({ file: 'f/5001.txt', skipped: { reason: 'many' } });
    expect(await corpora.songs(id)).toHaveLength(5000);
    const more = await take([fileOf('g.txt', '再来')], { into: id });
    expect(more).toMatchObject({ songs: 5000, leftOut: 1 });
  });
});

describe('changes', () => {
  it('of one corpus come one after the other, and of none is anything lost', async () => {
    const { corpora } = await openCorpora();
    const { id } = await corpora.create('歌', '');
    const names = Array.from({ length: 8 }, (_, i) => `第${i}首`);
    await Promise.all([
      ...names.map((name) => corpora.addSong(id, name, name)),
      corpora.rename(id, '新'),
      corpora.setRecipe(id, { ...usualRecipe, credits: false }),
    ]);
    const { name, sources, recipe, songs } = await corpora.details(id);
    expect([name, recipe.credits, songs]).toEqual(['新', false, 8]);
    expect(sources.map((source) => source.name)).toEqual(names);
    expect(await textOf(corpora, id)).toBe(names.join('\u001e'));
  });

  it('tell of doubles, and of what is damaged, by place', async () => {
    const { corpora, take } = await openCorpora();
    const bytes = Buffer.concat([bytesOf('夜来了\n灯'), Buffer.of(0xff), bytesOf('亮了\n河水流')]);
    const { id } = await take([
      { name: 'a.txt', bytes },
      fileOf('b.txt', '风吹过'),
      fileOf('c.txt', '风吹过\n'),
    ]);
    const [a, b, c] = (await corpora.details(id)).sources;
    expect(a).toMatchObject({ encoding: 'utf-8', damaged: 1, damagedLines: [2] });
    expect([b!.doubles, c!.doubles]).toEqual([null, b!.id]);
    const edited = await corpora.editText(id, a!.id, '夜来了\n灯亮了');
    expect(edited.sources[0]).toMatchObject({ damaged: 0, damagedLines: [], edited: true });
    const back = await corpora.editText(id, a!.id, null);
    expect(back.sources[0]).toMatchObject({ damaged: 1, edited: false });
  });

  it('say that what came in is gone where somebody has taken its pack, and leave all as it was', async () => {
    const first = await openCorpora();
    const { id } = await first.take([fileOf('a.txt', '甲')]);
    const details = await first.corpora.details(id);
    await first.corpora.close();
    const pack = (await readdir(join(first.folder, id))).find((name) => name.endsWith('.zip'))!;
    const path = join(first.folder, id, pack);
    await writeFile(path, 'no zip');
    const { corpora } = await openCorpora({ folder: first.folder });
    const change = () => corpora.setRecipe(id, { ...usualRecipe, chords: false });
    await expect(change()).rejects.toMatchObject({ code: 'file.unreadable' });
    await rm(path);
    await expect(change()).rejects.toMatchObject({ code: expect.stringMatching(/^file\./) });
    expect(await corpora.details(id)).toEqual(details);
    expect(await textOf(corpora, id)).toBe('甲');
  });

  it('keep the bits of a text of before, whatever its line ends', async () => {
    const { folder, corpora } = await openCorpora();
    const text = '夜来了\r\n\r\n灯亮了\n';
    const { id } = await corpora.duplicate(SAMPLE, '旧');
    const library = await CorpusLibrary.open(folder);
    const kept = await library.read(id);
    const pack = '0123456789abcdef';
    const hash = await hashOf(bytesOf(text));
    const source = { ...kept.sources[0]!, original: null, hasOriginal: false };
    await library.change(
      { ...kept, hash, sources: [{ ...source, edit: { pack, entry: 0 } }] },
      { packs: [{ id: pack, entries: [bytesOf(text)] }], text: bytesOf(text) },
    );
    const changed = await corpora.setRecipe(id, { ...usualRecipe, chords: false });
    expect(changed).toMatchObject({ hash, songs: 1, lines: 2 });
    expect(await textOf(corpora, id)).toBe(text);
  });
});
