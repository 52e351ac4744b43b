import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelInfo } from '../../src-main/contract/model.ts';
import { trainingSettings } from '../../src-main/contract/settings.ts';
import { encodeModel } from '../../src-main/store/model-file.ts';
import { ModelLibrary } from '../../src-main/store/model-library.ts';
import { sampleManifest, sampleModel, VOCABULARY } from './sample-model.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const DAY = 24 * 60 * 60 * 1000;

async function emptyLibrary() {
  const folder = join(await temporaryFolder(), 'models');
  return { folder, library: await ModelLibrary.open(folder) };
}

describe('ModelLibrary', () => {
  it('keeps models and lists them, newest first', async () => {
    const { library } = await emptyLibrary();
    expect(await library.list()).toEqual([]);
    const saved = ['2026-01-02', '2026-03-01', '2025-12-31'].map((day) => `${day}T00:00:00.000Z`);
    const ids: string[] = [];
    for (const savedAt of saved)
      ids.push(await library.save(sampleManifest({ savedAt }), sampleModel()));
    expect(new Set(ids).size).toBe(3);
    const list = await library.list();
    expect(list.map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
    expect(await library.info(ids[0]!)).toEqual(list[1]);
    expect(modelInfo.parse(list[1])).toEqual({
      id: ids[0],
      name: '织机',
      corpusName: '样例',
      savedAt: saved[0],
      epochs: 1,
      perplexity: 6.5,
      hiddenSize: 5,
      vocabularySize: VOCABULARY.length,
      bytes: (await readFile(library.path(ids[0]!))).length,
      outcome: 'finished',
      engine: 'onnx',
      suggestedPrefix: '分开',
      damage: null,
    });
    expect(await library.read(ids[0]!)).toEqual({
      manifest: sampleManifest({ savedAt: saved[0]! }),
      model: sampleModel(),
    });
  });

  it('suggests a prefix that the model can continue', async () => {
    const { library } = await emptyLibrary();
    const suggested = async (prefixes: string[], vocabulary = VOCABULARY) => {
      const settings = trainingSettings.parse({ hiddenSize: 5, prefixes });
      const manifest = sampleManifest({ settings, vocabulary, history: [] });
      const id = await library.save(manifest, sampleModel(vocabulary.length));
      const info = await library.info(id);
      expect(info.perplexity).toBeNull();
      return info.suggestedPrefix;
    };
    expect(await suggested(['不分开', '想'])).toBe('分开');
    expect(await suggested(['无人', '𠮷😁'])).toBe('𠮷');
    expect(await suggested(['无人'], [' ', '\u3000', '山', '水'])).toBe('山');
    expect(await suggested([], [' '])).toBe(' ');
  });

  it('renames a model and leaves its weights as they are', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(sampleManifest(), sampleModel());
    expect(await library.rename(id, '新的名字')).toMatchObject({ id, name: '新的名字' });
    expect(await library.read(id)).toEqual({
      manifest: sampleManifest({ name: '新的名字' }),
      model: sampleModel(),
    });
    await expect(library.rename('nobody', 'x')).rejects.toMatchObject({ code: 'model.notFound' });
  });

  it('takes back a removal', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleManifest(), sampleModel());
    const bytes = await readFile(library.path(id));
    await library.remove(id);
    expect(await library.list()).toEqual([]);
    expect(await listing(folder)).toEqual(['.trash', join('.trash', `${id}.verse`)]);
    await expect(library.read(id)).rejects.toMatchObject({
      code: 'model.notFound',
      params: { id },
    });
    await expect(library.remove(id)).rejects.toMatchObject({ code: 'model.notFound' });
    expect(await library.restore(id)).toMatchObject({ id, name: '织机' });
    expect(await readFile(library.path(id))).toEqual(bytes);
    expect(await library.restore(id)).toMatchObject({ id });
    expect(await listing(folder)).toEqual(['.trash', `${id}.verse`]);
    await expect(library.restore('nobody')).rejects.toMatchObject({ code: 'model.notFound' });
  });

  it('empties the trash of what has lain there for 30 days, counted from the removal', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleManifest(), sampleModel());
    // An old model that was removed just now has its 30 days before it.
    const longAgo = new Date(Date.now() - 400 * DAY);
    await utimes(library.path(id), longAgo, longAgo);
    await library.remove(id);
    await ModelLibrary.open(folder, () => Date.now() + 29 * DAY);
    expect(await listing(folder)).toContain(join('.trash', `${id}.verse`));
    await ModelLibrary.open(folder, () => Date.now() + 31 * DAY);
    expect(await listing(folder)).toEqual(['.trash']);
  });

  it('sweeps up what a killed process left, but not what one may be writing', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleManifest(), sampleModel());
    await writeFile(join(folder, 'x.verse.1234567'), 'half');
    await ModelLibrary.open(folder);
    expect(await listing(folder)).toContain('x.verse.1234567');
    await ModelLibrary.open(folder, () => Date.now() + 2 * DAY);
    expect(await listing(folder)).toEqual(['.trash', `${id}.verse`]);
  });

  it('lists damaged files with what is wrong with them', async () => {
    const { library, folder } = await emptyLibrary();
    await writeFile(join(folder, '坏 的(1).verse'), 'PK\x03\x04 and no more');
    await writeFile(join(folder, 'foreign.verse'), 'text');
    await writeFile(join(folder, 'ignored.txt'), 'text');
    const list = await library.list();
    expect(list.map((info) => modelInfo.parse(info))).toEqual(list);
    expect(Object.fromEntries(list.map(({ id, damage }) => [id, damage?.code]))).toEqual({
      '坏 的(1)': 'model.damaged',
      foreign: 'model.notOurs',
    });
    await library.remove('foreign');
    expect(await library.list()).toHaveLength(1);
  });

  it('lists a folder that cannot be opened as a model', async () => {
    const { library, folder } = await emptyLibrary();
    await mkdir(join(folder, 'folder.verse'));
    expect(await library.list()).toMatchObject([
      { id: 'folder', damage: { code: 'file.unreadable' } },
    ]);
  });

  it('takes in a model from elsewhere and gives it away again', async () => {
    const { library } = await emptyLibrary();
    const bytes = await encodeModel(sampleManifest({ name: ' a/b:<雨>.. ' }), sampleModel());
    const info = await library.import(bytes, 'from elsewhere.verse');
    const exported = await library.export(info.id);
    expect(exported.name).toBe('a b 雨.verse');
    expect(Buffer.from(exported.bytes)).toEqual(Buffer.from(bytes));
    await expect(library.export('nobody')).rejects.toMatchObject({ code: 'model.notFound' });
  });

  it('takes in nothing that it could not open', async () => {
    const { library, folder } = await emptyLibrary();
    const before = await listing(folder);
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    await expect(library.import(bytes.subarray(0, 1000), 'x')).rejects.toMatchObject({
      code: 'model.damaged',
      params: { name: 'x' },
    });
    const flipped = bytes.slice();
    flipped[bytes.length - 400]! ^= 1; // in the weights, which a list would not look at
    await expect(library.import(flipped, 'x')).rejects.toMatchObject({ code: 'model.damaged' });
    await expect(library.import(Buffer.from('text'), 'x')).rejects.toMatchObject({
      code: 'model.notOurs',
    });
    expect(await listing(folder)).toEqual(before);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    '.trash',
    '/etc/passwd',
    'a\0b',
    'C:x',
    'x'.repeat(300),
  ])('does not leave its folder for the id %j', async (id) => {
    const { library, folder } = await emptyLibrary();
    await writeFile(
      join(folder, '..', 'x.verse'),
      await encodeModel(sampleManifest(), sampleModel()),
    );
    const notFound = { code: 'model.notFound' };
    expect(() => library.path(id)).toThrow(expect.objectContaining(notFound));
    await expect(library.info(id)).rejects.toMatchObject(notFound);
    await expect(library.read(id)).rejects.toMatchObject(notFound);
    await expect(library.remove(id)).rejects.toMatchObject(notFound);
    await expect(library.restore(id)).rejects.toMatchObject(notFound);
    await expect(library.rename(id, 'x')).rejects.toMatchObject(notFound);
    await expect(library.export(id)).rejects.toMatchObject(notFound);
  });
});
