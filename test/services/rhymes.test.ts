/** What rhymes, out of a model's text and beside it: also where a model has none, is saved again, or has a text of a megabyte. */
import { expect, it } from 'vitest';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { sampleFile, sampleManifest, corpusOf } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';

async function openWith(text: string | null) {
  const { root, handlers } = await openForTest();
  const library = await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models);
  const save = async (text: string | null, id?: string) => {
    const manifest = sampleManifest(text === null ? {} : { corpus: corpusOf(text) });
    const utf8 = text === null ? null : new TextEncoder().encode(text);
    return library.save(sampleFile({ manifest, text: utf8, state: null }), id);
  };
  const modelId = await save(text);
  const find = (end: string, modelIdOr: string | null = modelId) =>
    handlers['writing.rhymes']({ modelId: modelIdOr, end, reading: null, system: 'eighteen' });
  return { find, save };
}

const texts = (words: readonly { text: string }[]): string[] => words.map(({ text }) => text);

it('is what stands in its text, and of the dictionary what does not', async () => {
  const { find } = await openWith('一扇窗\n月亮\n');
  const { corpus, dictionary } = await find('光');
  expect(texts(corpus!.rhymes)).toEqual(['窗', '亮', '月亮']);
  expect(texts(dictionary.rhymes)).toContain('想');
  expect(texts(dictionary.rhymes)).not.toContain('窗');
});

it('is the dictionary’s alone where the model has no text, or none is named', async () => {
  const { find } = await openWith(null);
  for (const { corpus, dictionary } of [await find('光'), await find('光', null)]) {
    expect(corpus).toBeNull();
    expect(texts(dictionary.rhymes)).toContain('窗');
  }
});

it('is of the model that is asked about, one after the other', async () => {
  const { find, save } = await openWith('一扇窗\n');
  const other = await save('月亮\n');
  expect(texts((await find('光')).corpus!.rhymes)).toEqual(['窗']);
  expect(texts((await find('光', other)).corpus!.rhymes)).toContain('亮');
  expect(texts((await find('光')).corpus!.rhymes)).toEqual(['窗']);
});

it('is found in a text of a megabyte, and not more than can be shown', async () => {
  const line = '我们在月光下歌唱，看着远方的云朵';
  const lines = Array.from({ length: 20_000 }, (_, at) => `${line}${'江湖人间风雨'[at % 6]}`);
  const { find } = await openWith(lines.join('\n'));
  const { corpus } = await find('张');
  expect(corpus!.rhymes.find(({ text }) => text === '歌唱')!.count).toBe(20_000);
  expect(corpus!.rhymes.length).toBeLessThanOrEqual(200);
}, 30_000);
