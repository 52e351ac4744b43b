/** The calls about corpora as every host has to keep them: over its real link, into real files, read by the real worker thread. */
import JSZip from 'jszip';
import { expect } from 'vitest';
import type { Api, ApiCalls } from '../../src-main/contract/api.ts';
import { usualRecipe } from '../../src-main/contract/corpus/recipe.ts';
import type { CorpusDetails } from '../../src-main/contract/corpus/corpus.ts';
import { expectFailure, expectTold, lyrics, type Case } from './contract-cases.ts';

type CorpusCall = Extract<keyof Api, `corpora.${string}`>;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
let tasks = 0;

/** Imports one file, under a name that no other import has. */
export const importFile = (
  calls: ApiCalls,
  name: string,
  bytes: Uint8Array,
): ReturnType<ApiCalls['corpora.import']> =>
  calls['corpora.import']({ task: `task ${++tasks}`, files: [{ name, bytes }] });

/** @returns a corpus of two songs, which no other case has */
async function twoSongs(calls: ApiCalls): Promise<CorpusDetails> {
  const mark = `第${++tasks}`;
  const { id } = await calls['corpora.import']({
    task: mark,
    files: [
      { name: '夜/10 灯.txt', bytes: bytesOf(`作词：某人\r\n灯亮了\r\n${mark}盏灯\r\n`) },
      { name: '夜/2 河.lrc', bytes: bytesOf(`[00:01.00]河水流\n[00:02.00]${mark}条河\n`) },
    ],
  });
  return calls['corpora.details']({ id });
}

const choicesOf = ({ sources }: CorpusDetails) =>
  sources.map(({ id, name, on, split }) => ({ id, name, on, split }));

const textOf = async (calls: ApiCalls, id: string): Promise<string[]> =>
  (await calls['corpora.text']({ id })).text.split('\u001e');

export const corpusCases: Record<CorpusCall, Case> = {
  'corpora.list': async ({ calls }) => {
    const [first] = await calls['corpora.list']({});
    expect(first).toMatchObject({ builtIn: true, name: 'Verseloom sample lyrics' });
  },

  'corpora.details': async ({ calls }) => {
    const { id, name, sources } = await twoSongs(calls);
    expect(name).toBe('夜');
    expect(sources).toMatchObject([
      { name: '2 河', kind: 'lrc', songs: 1, removed: { timeTags: 2 }, file: '夜/2 河.lrc' },
      { name: '10 灯', kind: 'text', encoding: 'utf-8', certain: true, removed: { credits: 1 } },
    ]);
    const listed = (await calls['corpora.list']({})).find((corpus) => corpus.id === id);
    expect(await calls['corpora.details']({ id })).toMatchObject({ ...listed });
    const [builtIn] = await calls['corpora.list']({});
    const sample = await calls['corpora.details']({ id: builtIn!.id });
    expect(sample.sources).toMatchObject([{ kind: 'text', hasOriginal: false }]);
    await expectFailure(calls['corpora.details']({ id: 'nothing' }), 'corpus.notFound', {
      id: 'nothing',
    });
  },

  'corpora.create': async ({ calls, told }) => {
    const empty = await calls['corpora.create']({ name: '空' });
    expect(empty).toMatchObject({ name: '空', songs: 0, characters: 0, sources: [] });
    await expectTold(told, 'corpora', {});
    const one = await calls['corpora.create']({ name: '一首', text: '[Chorus]\n风吹过\n' });
    expect(one).toMatchObject({
      ...{ songs: 1, characters: 3, firstLines: ['风吹过'] },
      sources: [{ name: '一首', file: null, encoding: null, removed: { sections: 1 } }],
    });
    await expectFailure(
      calls['training.start']({ corpusId: empty.id, settings: {}, engine: 'onnx' }),
      ...(['corpus.nothingLeft', { name: '空' }] as const),
    );
    await expectFailure(
      calls['training.estimate']({ corpusId: empty.id, settings: {}, engine: 'onnx' }),
      ...(['corpus.nothingLeft', { name: '空' }] as const),
    );
  },

  'corpora.import': async ({ calls, told }) => {
    const spring = bytesOf('春眠不觉晓\n处处闻啼鸟\n'.repeat(30));
    const made = await importFile(calls, 'spring.txt', spring);
    const { alreadyThere, added, changes, leftOut, replaced, unchanged, ...corpus } = made;
    expect(changes).toEqual({ added: [], replaced: [] });
    expect(corpus).toMatchObject({ name: 'spring', characters: 359, distinct: 10, songs: 1 });
    expect([alreadyThere, added, leftOut, replaced, unchanged]).toEqual([false, 1, 0, 0, 0]);
    expect(await calls['corpora.list']({})).toContainEqual(corpus);
    await expectTold(told, 'corpora', {});
    const size = spring.length;
    await expectTold(told, 'importing', { task: `task ${tasks}`, done: size, total: size });
    const again = await importFile(calls, 'again.txt', spring);
    expect(again).toMatchObject({ ...corpus, alreadyThere: true, added: 0 });
    const gbk = Uint8Array.from({ length: 40 }, (_, i) => [0xb4, 0xba, 0xcc, 0xec, 0x0a][i % 5]!);
    const asked = { task: 'gbk', files: [{ name: 'gbk.txt', bytes: gbk }], encoding: 'GB18030' };
    expect(await calls['corpora.import'](asked)).toMatchObject({
      encodings: ['gb18030'],
      firstLines: expect.arrayContaining(['春天']),
    });
    const empty = importFile(calls, 'empty.txt', new Uint8Array());
    await expectFailure(empty, 'corpus.leftOut', { name: 'empty.txt', because: 'empty' });
    const pdf = importFile(calls, 'a.txt', bytesOf('%PDF-1.7\n'));
    await expectFailure(pdf, 'corpus.refused', { name: 'a.txt', kind: 'pdf' });
    const both = calls['corpora.import']({
      task: `task ${++tasks}`,
      files: [
        { name: 'a.txt', bytes: bytesOf('%PDF-1.7') },
        { name: 'b.txt', bytes: bytesOf('') },
      ],
    });
    await expect(both).rejects.toMatchObject({
      files: [
        { name: 'a.txt', reason: { code: 'corpus.refused' } },
        { name: 'b.txt', reason: { code: 'corpus.leftOut' } },
      ],
    });
    const into = await calls['corpora.import']({
      ...{ task: 'into', into: corpus.id, replace: true },
      files: [
        { name: 'spring.txt', bytes: bytesOf('春天来了\n') },
        { name: 'summer.txt', bytes: bytesOf('夏天来了\n') },
      ],
    });
    expect(into).toMatchObject({ id: corpus.id, songs: 2, added: 1, replaced: 1 });
    expect(into.earlierHashes).toEqual([corpus.hash]);
    await expectFailure(
      calls['corpora.import']({ ...asked, encoding: 'klingon' }),
      ...(['settings.choice', expect.objectContaining({ value: 'klingon' })] as const),
    );
  },

  'corpora.cancel': async ({ calls }) => {
    const before = await calls['corpora.list']({});
    const bytes = bytesOf('夜来了，灯亮了，河水慢慢流过。\n'.repeat(100_000));
    const files = [{ name: 'long.txt', bytes }];
    const called = expectFailure(
      calls['corpora.import']({ task: 'long', files }),
      ...(['corpus.cancelled', {}] as const),
    );
    await calls['corpora.cancel']({ task: 'nothing of that name' });
    await calls['corpora.cancel']({ task: 'long' });
    await called;
    expect(await calls['corpora.list']({})).toEqual(before);
  },

  'corpora.rename': async ({ calls }) => {
    const { id, hash } = await twoSongs(calls);
    const renamed = await calls['corpora.rename']({ id, name: ' 河与灯 ' });
    expect(renamed).toMatchObject({ name: '河与灯', hash, earlierHashes: [] });
    await expectBuiltIn(calls, (sample) => calls['corpora.rename']({ id: sample, name: 'x' }));
  },

  'corpora.addSong': async ({ calls }) => {
    const { id } = await twoSongs(calls);
    const added = await calls['corpora.addSong']({ id, name: '风', text: '风吹过\n山岗' });
    expect(added.sources.at(-1)).toMatchObject({ name: '风', file: null, songs: 1, edited: false });
    expect((await textOf(calls, id)).at(-1)).toBe('风吹过\n山岗');
    const song = { name: 'x', text: 'y' };
    await expectBuiltIn(calls, (sample) => calls['corpora.addSong']({ id: sample, ...song }));
  },

  'corpora.arrange': async ({ calls }) => {
    const corpus = await twoSongs(calls);
    const { id } = corpus;
    const [river, lamp] = choicesOf(corpus);
    const [first, second] = await textOf(calls, id);
    const turned = await calls['corpora.arrange']({ id, sources: [lamp!, river!] });
    expect(await textOf(calls, id)).toEqual([second, first]);
    expect(turned.earlierHashes).toEqual([corpus.hash]);
    const off = [{ ...lamp!, on: false, name: '灯' }, river!];
    expect(await calls['corpora.arrange']({ id, sources: off })).toMatchObject({ songs: 1 });
    const out = await calls['corpora.arrange']({ id, sources: [river!] });
    expect(out.sources.map(({ id: one }) => one)).toEqual([river!.id]);
    const back = await calls['corpora.arrange']({ id, sources: [river!, lamp!] });
    expect(back.hash).toBe(corpus.hash);
    expect(back.earlierHashes).not.toContain(corpus.hash);
    await expectFailure(
      calls['corpora.arrange']({ id, sources: [{ ...river!, id: 'none' }] }),
      ...(['corpus.sourceNotFound', { id: 'none' }] as const),
    );
    await expectBuiltIn(calls, (sample) => calls['corpora.arrange']({ id: sample, sources: [] }));
  },

  'corpora.setEncoding': async ({ calls }) => {
    const words = [0xc9, 0xbd, 0xc2, 0xb7, 0x0a, 0xc9, 0xbd, 0xcb, 0xae];
    const gbk = Uint8Array.from([...words, ...bytesOf(String(++tasks))]);
    const { id } = await importFile(calls, 'mountain.txt', gbk);
    const { sources } = await calls['corpora.details']({ id });
    const sourceIds = sources.map((source) => source.id);
    const asGbk = await calls['corpora.setEncoding']({ id, sourceIds, encoding: 'gbk' });
    expect(asGbk.firstLines[0]).toBe('山路');
    expect(asGbk.sources).toMatchObject([{ encoding: 'gbk', encodingChosen: true, certain: true }]);
    const asBig5 = await calls['corpora.setEncoding']({ id, sourceIds, encoding: 'big5' });
    expect(asBig5.firstLines[0]).not.toBe('山路');
    const guessed = await calls['corpora.setEncoding']({ id, sourceIds, encoding: null });
    expect(guessed.sources).toMatchObject([
      { encoding: sources[0]!.encoding, encodingChosen: false, certain: sources[0]!.certain },
    ]);
    await expectFailure(
      calls['corpora.setEncoding']({ id, sourceIds: ['none'], encoding: null }),
      ...(['corpus.sourceNotFound', { id: 'none' }] as const),
    );
  },

  'corpora.setRecipe': async ({ calls }) => {
    const { id, hash } = await twoSongs(calls);
    const kept = { ...usualRecipe, credits: false };
    const changed = await calls['corpora.setRecipe']({ id, recipe: kept });
    expect(changed).toMatchObject({ recipe: kept, earlierHashes: [hash] });
    expect((await textOf(calls, id))[1]).toMatch(/^作词：某人\n/);
    const back = await calls['corpora.setRecipe']({ id, recipe: usualRecipe });
    expect(back).toMatchObject({ hash, earlierHashes: [changed.hash] });
    const recipe = usualRecipe;
    await expectBuiltIn(calls, (sample) => calls['corpora.setRecipe']({ id: sample, recipe }));
  },

  'corpora.editText': async ({ calls }) => {
    const { id, hash, sources } = await twoSongs(calls);
    const sourceId = sources[0]!.id;
    const text = '\n作词：某人\r\n江水流\n\u001e\n\u001e海水流\n\n';
    const edited = await calls['corpora.editText']({ id, sourceId, text });
    expect(edited.sources[0]).toMatchObject({ edited: true, songs: 2, removed: {} });
    expect((await textOf(calls, id)).slice(0, 2)).toEqual(['作词：某人\n江水流', '海水流']);
    const back = await calls['corpora.editText']({ id, sourceId, text: null });
    expect(back).toMatchObject({ hash, sources: [{ edited: false }, {}] });
    const gone = await calls['corpora.editText']({ id, sourceId, text: ' \n' });
    expect(gone.sources[0]).toMatchObject({ songs: 0, skipped: { reason: 'empty' } });
    await expectFailure(
      calls['corpora.editText']({ id, sourceId: 'none', text }),
      ...(['corpus.sourceNotFound', { id: 'none' }] as const),
    );
  },

  'corpora.preview': async ({ calls }) => {
    const corpus = await twoSongs(calls);
    const { id } = corpus;
    const now = await calls['corpora.preview']({ id, recipe: corpus.recipe });
    expect(now).toMatchObject({
      ...{ songs: corpus.songs, characters: corpus.characters, lines: corpus.lines },
    });
    const credits = now.steps.find(({ step }) => step === 'credits');
    expect(credits).toMatchObject({
      ...{ lines: 1, count: 1 },
      samples: [{ sourceId: corpus.sources[1]!.id, at: 1, before: '作词：某人', after: null }],
    });
    const recipe = { ...usualRecipe, credits: false };
    expect((await calls['corpora.preview']({ id, recipe })).lines).toBe(corpus.lines + 1);
    expect(await calls['corpora.details']({ id })).toEqual(corpus);
  },

  'corpora.previewSplit': async ({ calls }) => {
    const text = '河水流\n\n\n灯亮了\n夜来了';
    const { id, sources } = await calls['corpora.create']({ name: '两首', text });
    const split = { by: 'blankLines', count: 2 } as const;
    const sourceId = sources[0]!.id;
    const found = await calls['corpora.previewSplit']({ id, sourceIds: [sourceId], split });
    const songs = [
      { title: '两首 1', text: '河水流' },
      { title: '两首 2', text: '灯亮了\n夜来了' },
    ];
    expect(found).toEqual({ songs, songsInAll: 2 });
    const apart = [{ id: sourceId, name: '两首', on: true, split }];
    expect(await calls['corpora.arrange']({ id, sources: apart })).toMatchObject({ songs: 2 });
  },

  'corpora.source': async ({ calls }) => {
    const { id, sources } = await twoSongs(calls);
    const sourceId = sources[1]!.id;
    const view = await calls['corpora.source']({ id, sourceId });
    expect(view).toMatchObject({ cut: false, changesInAll: 1, damagedLines: [] });
    expect(view.text).toMatch(/^作词：某人\r\n灯亮了\r\n/);
    expect(view.songs[0]).toMatch(/^灯亮了\n/);
    const other = await calls['corpora.source']({ id, sourceId, encoding: 'gbk' });
    expect(other.text).not.toBe(view.text);
    await expectFailure(
      calls['corpora.source']({ id, sourceId: 'none' }),
      ...(['corpus.sourceNotFound', { id: 'none' }] as const),
    );
  },

  'corpora.songs': async ({ calls }) => {
    const { id, sources } = await twoSongs(calls);
    expect(await calls['corpora.songs']({ id })).toMatchObject([
      { sourceId: sources[0]!.id, number: 1, title: null, line: 0, lines: 2 },
      { sourceId: sources[1]!.id, number: 1, title: null, line: 3, lines: 2 },
    ]);
    const [builtIn] = await calls['corpora.list']({});
    expect(await calls['corpora.songs']({ id: builtIn!.id })).toHaveLength(builtIn!.songs);
  },

  'corpora.lines': async ({ calls }) => {
    const { id } = await twoSongs(calls);
    const all = await calls['corpora.lines']({ id, from: 0, count: 100 });
    expect(all).toMatchObject({ total: 5, lines: expect.arrayContaining(['河水流', '']) });
    const part = await calls['corpora.lines']({ id, from: 3, count: 1 });
    expect(part).toEqual({ total: 5, rest: 0, lines: ['灯亮了'] });
    const end = await calls['corpora.lines']({ id, from: 3, count: 1, offset: 1 });
    expect(end.lines).toEqual(['亮了']);
  },

  'corpora.search': async ({ calls }) => {
    const { id } = await twoSongs(calls);
    const { hits, total } = await calls['corpora.search']({ id, query: '灯' });
    expect(total).toBe(2);
    expect(hits[0]).toMatchObject({ line: 3, song: 1, start: 0, length: 1, text: '灯亮了' });
    expect((await calls['corpora.search']({ id, query: '海' })).total).toBe(0);
  },

  'corpora.figures': async ({ calls }) => {
    const { id, songs, lines, distinct } = await twoSongs(calls);
    expect(await calls['corpora.figures']({ id })).toMatchObject({ songs, lines, distinct });
  },

  'corpora.text': async ({ calls }) => {
    const { id } = await importFile(calls, 'song.txt', lyrics);
    const { text } = await calls['corpora.text']({ id });
    expect(text).toBe(new TextDecoder().decode(lyrics).trimEnd());
    await expectFailure(calls['corpora.text']({ id: 'nothing' }), 'corpus.notFound', {
      id: 'nothing',
    });
  },

  'corpora.duplicate': async ({ calls }) => {
    const { id, hash } = await twoSongs(calls);
    const copy = await calls['corpora.duplicate']({ id, name: '副本' });
    expect(copy).toMatchObject({ name: '副本', hash, builtIn: false });
    expect(copy.id).not.toBe(id);
    const [builtIn] = await calls['corpora.list']({});
    const own = await calls['corpora.duplicate']({ id: builtIn!.id, name: 'mine' });
    expect(own).toMatchObject({ hash: builtIn!.hash, builtIn: false });
    const [source] = (await calls['corpora.details']({ id: own.id })).sources;
    const text = '改了';
    await calls['corpora.editText']({ id: own.id, sourceId: source!.id, text });
    expect(await textOf(calls, own.id)).toEqual([text]);
  },

  'corpora.merge': async ({ calls }) => {
    const [one, other] = [await twoSongs(calls), await twoSongs(calls)];
    const [builtIn] = await calls['corpora.list']({});
    const ids = [other.id, one.id, builtIn!.id];
    const merged = await calls['corpora.merge']({ ids, name: '合集' });
    expect(merged).toMatchObject({ name: '合集', songs: 4 + builtIn!.songs });
    const all = [...(await textOf(calls, other.id)), ...(await textOf(calls, one.id))];
    expect((await textOf(calls, merged.id)).slice(0, 4)).toEqual(all);
    await calls['corpora.remove']({ id: one.id });
    expect((await calls['corpora.setRecipe']({ id: merged.id, recipe: usualRecipe })).songs).toBe(
      merged.songs,
    );
  },

  'corpora.export': async ({ calls }) => {
    const { id } = await twoSongs(calls);
    const [first, second] = await textOf(calls, id);
    const text = await calls['corpora.export']({ id, kind: 'text' });
    expect(text.name).toBe('夜.txt');
    expect(new TextDecoder().decode(text.bytes)).toBe(`${first}\n\n${second}`);
    const { name, bytes } = await calls['corpora.export']({ id, kind: 'songs' });
    expect(name).toBe('夜.zip');
    const { files } = await JSZip.loadAsync(bytes);
    expect(Object.keys(files)).toEqual(['2 河.txt', '10 灯.txt']);
    expect(await files['2 河.txt']!.async('string')).toBe(first);
  },

  'corpora.remove': async ({ calls }) => {
    const { id } = await twoSongs(calls);
    expect(await calls['corpora.remove']({ id })).toEqual({});
    const left = await calls['corpora.list']({});
    expect(left.map((corpus) => corpus.id)).not.toContain(id);
    await expectFailure(calls['corpora.remove']({ id }), 'corpus.notFound', { id });
    await expectBuiltIn(calls, (sample) => calls['corpora.remove']({ id: sample }));
  },

  'corpora.restore': async ({ calls, told }) => {
    const { id } = await twoSongs(calls);
    const corpus = (await calls['corpora.list']({})).find((one) => one.id === id);
    const text = await calls['corpora.text']({ id });
    await calls['corpora.remove']({ id });
    await expectTold(told, 'corpora', {});
    expect(await calls['corpora.restore']({ id })).toEqual(corpus);
    expect(await calls['corpora.list']({})).toContainEqual(corpus);
    expect(await calls['corpora.text']({ id })).toEqual(text);
    expect(await calls['corpora.restore']({ id })).toEqual(corpus); // once is enough
    for (const gone of ['nothing', '0123456789abcdef'])
      await expectFailure(calls['corpora.restore']({ id: gone }), 'corpus.notFound', { id: gone });
  },
};

/** What comes with the product stays as it is. */
async function expectBuiltIn(
  calls: ApiCalls,
  change: (id: string) => Promise<unknown>,
): Promise<void> {
  const [builtIn] = await calls['corpora.list']({});
  await expectFailure(change(builtIn!.id), 'corpus.builtIn', {
    name: builtIn!.name,
    ...builtIn!.names!,
  });
}
