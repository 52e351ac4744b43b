/** How the songs of a corpus are called: after their headings where several lie in one file, else after the file; in previews, lists and exports alike. */
import JSZip from 'jszip';
import { expect, it } from 'vitest';
import { songTitle } from '../../../src-main/contract/corpus/song-title.ts';
import type { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import { fileOf, openCorpora } from './open-corpora.ts';

const BOOK = '《渡口》\n夜来了\n灯亮了\n\n《远山》\n风吹过\n雪落下\n';

async function namesOf(corpora: Corpora, id: string): Promise<string[]> {
  const { sources } = await corpora.details(id);
  return (await corpora.songs(id)).map((song) =>
    songTitle(
      song,
      sources.find((one) => one.id === song.sourceId)!,
    ),
  );
}

async function exported(corpora: Corpora, id: string, language?: 'zh' | 'en'): Promise<string[]> {
  const { name, bytes } = await corpora.export(id, 'songs', language);
  return [name, ...Object.keys((await JSZip.loadAsync(bytes)).files)];
}

it('several sources are split at once, with a preview of all their songs by name, and their headings are the names', async () => {
  const { corpora, take } = await openCorpora();
  const { id } = await take([
    fileOf('a.txt', BOOK),
    fileOf('b.txt', '词一\n\n\n词二\n'),
    fileOf('c.txt', '《独一》\n只此一首\n'),
  ]);
  const { sources } = await corpora.details(id);
  const split = { by: 'headings' } as const;
  const sourceIds = sources.map((one) => one.id);
  const { songs, songsInAll } = await corpora.previewSplit(id, sourceIds, split);
  expect(songsInAll).toBe(4);
  expect(songs.map(({ title }) => title)).toEqual(['渡口', '远山', 'b', 'c']);
  expect(songs[1]!.text).toBe('风吹过\n雪落下');

  const choices = sources.map(({ id: one, name, on }) => ({ id: one, name, on, split }));
  const { songs: made } = await corpora.arrange(id, choices);
  expect(made).toBe(4);
  expect(await namesOf(corpora, id)).toEqual(['渡口', '远山', 'b', 'c']);
  expect(await exported(corpora, id)).toEqual([
    'a 与另外 2 个文件.zip',
    ...['渡口.txt', '远山.txt', 'b.txt', 'c.txt'],
  ]);
  // Another name of a file is that of its only song at once; those with a heading keep theirs.
  const renamed = choices.map((one) => ({ ...one, name: `${one.name}改` }));
  await corpora.arrange(id, renamed);
  expect(await namesOf(corpora, id)).toEqual(['渡口', '远山', 'b改', 'c改']);
  const unsplit = renamed.map((one) => ({
    ...one,
    split: { by: 'blankLines', count: 1 } as const,
  }));
  await corpora.arrange(id, unsplit);
  expect(await namesOf(corpora, id)).toEqual(['a改 1', 'a改 2', 'b改 1', 'b改 2', 'c改']);
  await expect(corpora.previewSplit(id, ['none'], split)).rejects.toMatchObject({
    code: 'corpus.sourceNotFound',
  });
});

it('what a file tells by its kind is the name as well, and is kept over a restart', async () => {
  const first = await openCorpora();
  const poems = JSON.stringify([
    { title: '静夜', paragraphs: ['床前明月光'] },
    { title: '春晓', paragraphs: ['春眠不觉晓'] },
  ]);
  const { id } = await first.take([fileOf('诗.json', poems)]);
  await first.corpora.close();
  const { corpora } = await openCorpora({ folder: first.folder });
  expect(await namesOf(corpora, id)).toEqual(['静夜', '春晓']);
});

it('what comes with the product is exported and merged in the language of the page', async () => {
  const { corpora } = await openCorpora();
  const sample = 'verseloom-sample';
  const [zh] = await exported(corpora, sample);
  const [en, song] = await exported(corpora, sample, 'en');
  expect([zh, en]).toEqual(['词织样例歌词.zip', 'Verseloom sample lyrics.zip']);
  expect(song).toMatch(/Verseloom sample lyrics/);
  const { id: mine } = await corpora.create('我的', '夜来了');
  const { id } = await corpora.merge([sample, mine], '全部', 'en');
  const { sources } = await corpora.details(id);
  expect(sources.map(({ name }) => name)).toEqual(['Verseloom sample lyrics', '我的']);
});
