import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { corpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import { listing, temporaryFolder } from '../../store/files/temporary-folder.ts';

const builtInFolder = join(import.meta.dirname, '../../../resources/corpora');
const sample = readFileSync(join(builtInFolder, 'original-lyrics.zh.txt'));
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function open(language: () => Language = () => 'zh') {
  const folder = join(await temporaryFolder(), 'corpora');
  return { folder, corpora: await Corpora.open({ folder, builtInFolder, language }) };
}

/** @returns the ids of what does not come with the product */
const own = async (corpora: Corpora): Promise<string[]> =>
  (await corpora.list()).filter(({ builtIn }) => !builtIn).map(({ id }) => id);

describe('Corpora', () => {
  it('has the sample lyrics from the first minute on, named in the language of the moment', async () => {
    let language: Language = 'zh';
    const { corpora } = await open(() => language);
    const [info, ...others] = await corpora.list();
    expect(others).toEqual([]);
    expect(corpusInfo.strict().parse(info)).toEqual(info);
    expect(info).toMatchObject({
      name: '词织样例歌词',
      builtIn: true,
      suggestedPrefixes: ['分开', '不分开'],
    });
    expect(info!.characters).toBeGreaterThanOrEqual(12_000);
    language = 'en';
    expect((await corpora.list())[0]).toMatchObject({
      id: info!.id,
      name: 'Verseloom sample lyrics',
    });
    const { text } = await corpora.text(info!.id);
    expect(Buffer.from(text)).toEqual(sample);
    expect(new Set(sample.toString().slice(0, 10_000)).size).toBeGreaterThanOrEqual(950);
  });

  it('imports a text, lists it after the sample, and keeps it over a restart', async () => {
    const { corpora, folder } = await open();
    const text = '想要\r\n有直升机';
    const bytes = new Uint8Array(iconv.encode(text, 'GBK'));
    const { alreadyThere, ...info } = await corpora.import({ name: 'C:\\歌\\我的歌.TXT', bytes });
    expect(alreadyThere).toBe(false);
    expect(info).toMatchObject({
      name: '我的歌',
      encoding: 'GB18030',
      characters: 8,
      builtIn: false,
    });
    expect(await own(corpora)).toEqual([info.id]);
    expect((await corpora.text(info.id)).info).toEqual(info);
    expect(Buffer.from((await corpora.text(info.id)).text).toString()).toBe(text);
    const again = await Corpora.open({ folder, builtInFolder });
    expect((await again.list()).at(-1)).toEqual(info);
    await again.remove({ id: info.id });
    expect(await own(again)).toEqual([]);
    await expect(corpora.text(info.id)).rejects.toMatchObject({ code: 'corpus.notFound' });
  });

  it('knows the same text again, in whatever encoding or file it comes', async () => {
    const { corpora } = await open();
    const first = await corpora.import({ name: 'a.txt', bytes: bytesOf('想要有直升机，不分开') });
    const gbk = new Uint8Array(iconv.encode('想要有直升机，不分开', 'GBK'));
    expect(await corpora.import({ name: 'b.txt', bytes: gbk })).toEqual({
      ...first,
      alreadyThere: true,
    });
    expect(await own(corpora)).toEqual([first.id]);
    expect(await corpora.import({ name: 'copy.txt', bytes: sample })).toMatchObject({
      ...{ id: 'verseloom-sample', alreadyThere: true },
    });
    expect(await own(corpora)).toEqual([first.id]);
  });

  it('does not remove what comes with the product', async () => {
    const { corpora } = await open();
    await expect(corpora.remove({ id: 'verseloom-sample' })).rejects.toMatchObject({
      code: 'corpus.notFound',
    });
    expect((await corpora.list()).map(({ id }) => id)).toContain('verseloom-sample');
  });

  it('leaves everything as it was when a file is refused', async () => {
    const { corpora, folder } = await open();
    await corpora.import({ name: 'a.txt', bytes: bytesOf('想要') });
    const before = [await listing(folder), await corpora.list()];
    const files: [string, string, Uint8Array][] = [
      ['corpus.empty', 'a.txt', bytesOf('')],
      ['corpus.tooShort', 'a.txt', bytesOf('想')],
      ['corpus.binary', 'a.txt', Uint8Array.of(1, 2, 3, 0)],
      ['corpus.encoding', 'a.txt', bytesOf('想要').subarray(0, 5)],
      ['zip.damaged', 'a.zip', bytesOf('想要')],
    ];
    for (const [code, name, bytes] of files)
      await expect(corpora.import({ name, bytes }), code).rejects.toMatchObject({ code });
    expect([await listing(folder), await corpora.list()]).toEqual(before);
  });
});
