import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusInfo } from '../../src-main/contract/corpus.ts';
import { CorpusLibrary } from '../../src-main/store/corpus-library.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const facts = (digit: string, name = '我的歌') => ({
  name,
  characters: 3,
  distinct: 3,
  firstLines: ['想要有'],
  encoding: 'GB18030',
  hash: digit.repeat(64),
  suggestedPrefixes: ['想要'],
});

describe('CorpusLibrary', () => {
  it('keeps a text as it is, with what is known of it', async () => {
    const library = await CorpusLibrary.open(join(await temporaryFolder(), 'corpora'));
    expect(await library.list()).toEqual([]);
    const text = '想\r\n要\t𠮷😀\u2028';
    const info = await library.add(facts('a'), text);
    expect(info).toEqual({ ...facts('a'), id: 'a'.repeat(16), builtIn: false });
    expect(corpusInfo.strict().parse(info)).toEqual(info);
    expect(await library.list()).toEqual([info]);
    expect(await library.find(info.id)).toEqual(info);
    expect(await library.readText(info.id)).toBe(text);
  });

  it('keeps the same text once', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const first = await library.add(facts('a'), 'text');
    const before = await listing(folder);
    expect(await library.add(facts('a', 'another name'), 'text')).toEqual(first);
    expect(await listing(folder)).toEqual(before);
  });

  it('removes both files', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('a'), 'text');
    await library.remove(id);
    expect(await listing(folder)).toEqual([]);
    await expect(library.remove(id)).rejects.toMatchObject({
      code: 'corpus.notFound',
      params: { id },
    });
    await expect(library.readText(id)).rejects.toMatchObject({ code: 'corpus.notFound' });
  });

  it('leaves out a broken description until the text is imported again', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('a'), 'text');
    await library.add(facts('b'), 'other');
    await writeFile(join(folder, `${id}.json`), '{');
    expect((await library.list()).map((corpus) => corpus.hash)).toEqual(['b'.repeat(64)]);
    await library.add(facts('a'), 'text');
    expect(await library.list()).toHaveLength(2);
  });

  it('says when the text is gone', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('a'), 'text');
    await rm(join(folder, `${id}.txt`));
    await expect(library.readText(id)).rejects.toMatchObject({ code: 'corpus.notFound' });
  });

  it('does not leave its folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'x.json'), '{}');
    await writeFile(join(folder, 'x.txt'), 'secret');
    const library = await CorpusLibrary.open(join(folder, 'corpora'));
    for (const id of ['../x', '', '..', 'A'.repeat(16), 'a'.repeat(17)]) {
      expect(await library.find(id)).toBeUndefined();
      await expect(library.readText(id)).rejects.toMatchObject({ code: 'corpus.notFound' });
      await expect(library.remove(id)).rejects.toMatchObject({ code: 'corpus.notFound' });
    }
  });
});
