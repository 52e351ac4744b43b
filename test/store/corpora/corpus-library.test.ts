import { createHash } from 'node:crypto';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { CORPUS_ENDINGS, emptyTrash, TRASH } from '../../../src-main/store/files/trash.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

const facts = (text: string, name = '我的歌') => ({
  name,
  characters: 3,
  distinct: 3,
  firstLines: ['想要有'],
  encoding: 'GB18030',
  hash: hashOf(text),
  suggestedPrefixes: ['想要'],
});

describe('CorpusLibrary', () => {
  it('keeps a text as it is, with what is known of it', async () => {
    const library = await CorpusLibrary.open(join(await temporaryFolder(), 'corpora'));
    expect(await library.list()).toEqual([]);
    const text = '想\r\n要\t𠮷😀\u2028';
    const { alreadyThere, ...info } = await library.add(facts(text), bytesOf(text));
    expect(alreadyThere).toBe(false);
    expect(info).toEqual({ ...facts(text), id: hashOf(text).slice(0, 16), builtIn: false });
    expect(corpusInfo.strict().parse(info)).toEqual(info);
    expect(await library.list()).toEqual([info]);
    expect(await library.find(info.id)).toEqual(info);
    expect(Buffer.from(await library.readText(info)).toString()).toBe(text);
    expect(Buffer.from(await library.readBeginning(info.id, 4)).toString()).toBe('想\r');
  });

  it('keeps the same text once', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const first = await library.add(facts('text'), bytesOf('text'));
    const before = await listing(folder);
    expect(await library.add(facts('text', 'another name'), bytesOf('text'))).toEqual({
      ...first,
      alreadyThere: true,
    });
    expect(await listing(folder)).toEqual(before);
  });

  it('moves both files to the trash, and takes them back', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { alreadyThere: _, ...info } = await library.add(facts('text'), bytesOf('text'));
    const { id } = info;
    const before = await listing(folder);
    await library.remove(id);
    expect(await listing(folder)).toEqual(
      ['.trash', `.trash/${id}.json`, `.trash/${id}.txt`].map((path) => join(path)),
    );
    const notFound = { code: 'corpus.notFound', params: { id } };
    await expect(library.remove(id)).rejects.toMatchObject(notFound);
    await expect(library.readText(info)).rejects.toMatchObject({ code: 'corpus.notFound' });
    expect(await library.restore(id)).toEqual(info);
    expect(await listing(folder)).toEqual(['.trash', ...before]);
    expect(Buffer.from(await library.readText(info)).toString()).toBe('text');
    expect(await library.restore(id)).toEqual(info);
    const unknown = '0123456789abcdef';
    await expect(library.restore(unknown)).rejects.toMatchObject({ code: 'corpus.notFound' });
    await expect(library.restore('../x')).rejects.toMatchObject({ code: 'corpus.notFound' });
  });

  it('takes nothing back over a text that was imported anew', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('text', 'old name'), bytesOf('text'));
    await library.remove(id);
    const { alreadyThere, ...anew } = await library.add(facts('text', 'new name'), bytesOf('text'));
    expect(alreadyThere).toBe(false); // a text in the trash is not in the library
    expect(await library.restore(id)).toEqual(anew);
    await library.remove(id); // over what lies there
    expect(await library.restore(id)).toEqual(anew);
  });

  it('removes and takes back a corpus whose text is lost', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { alreadyThere: _, ...info } = await library.add(facts('text'), bytesOf('text'));
    await rm(join(folder, `${info.id}.txt`));
    await library.remove(info.id);
    expect(await library.list()).toEqual([]);
    expect(await library.restore(info.id)).toEqual(info);
  });

  it('throws away what has lain in the trash for 30 days since it was removed', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('text'), bytesOf('text'));
    await utimes(join(folder, `${id}.txt`), 1, 1); // old, as out of a backup
    await library.remove(id);
    const DAY = 24 * 60 * 60 * 1000;
    await emptyTrash(join(folder, TRASH), CORPUS_ENDINGS, Date.now() + 29 * DAY);
    expect(await listing(folder)).toHaveLength(3);
    await emptyTrash(join(folder, TRASH), CORPUS_ENDINGS, Date.now() + 31 * DAY);
    expect(await listing(folder)).toEqual(['.trash']);
  });

  it('leaves out a broken description until the text is imported again', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { id } = await library.add(facts('text'), bytesOf('text'));
    await library.add(facts('other'), bytesOf('other'));
    await writeFile(join(folder, `${id}.json`), '{');
    expect((await library.list()).map((corpus) => corpus.hash)).toEqual([hashOf('other')]);
    await library.add(facts('text'), bytesOf('text'));
    expect(await library.list()).toHaveLength(2);
  });

  it('says when the text is gone', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const info = await library.add(facts('text'), bytesOf('text'));
    const { id } = info;
    await rm(join(folder, `${id}.txt`));
    await expect(library.readText(info)).rejects.toMatchObject({ code: 'corpus.notFound' });
  });

  it('does not pass another text off as the one that was imported', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const info = await library.add(facts('text'), bytesOf('text'));
    const path = join(folder, `${info.id}.txt`);
    await writeFile(path, 'texts');
    await expect(library.readText(info)).rejects.toMatchObject({
      code: 'file.unreadable',
      params: {
        path,
        reason: 'it is not the text that was imported; remove the corpus and import it anew',
      },
    });
  });

  it('does not leave its folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'x.json'), '{}');
    await writeFile(join(folder, 'x.txt'), 'secret');
    const library = await CorpusLibrary.open(join(folder, 'corpora'));
    for (const id of ['../x', '', '..', 'A'.repeat(16), 'a'.repeat(17)]) {
      expect(await library.find(id)).toBeUndefined();
      await expect(library.readText({ id, hash: '' })).rejects.toMatchObject({
        code: 'corpus.notFound',
      });
      await expect(library.remove(id)).rejects.toMatchObject({ code: 'corpus.notFound' });
    }
  });
});
