/** Models that come from elsewhere into the library, and what leaves it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../../../../src-main/store/models/model-file.ts';
import { sampleFile, sampleManifest } from '../sample-model.ts';
import { listing } from '../../files/temporary-folder.ts';
import { emptyLibrary, manifestOf } from './empty-library.ts';

describe('ModelLibrary', () => {
  it('takes in a model from elsewhere and gives it away again', async () => {
    const { library } = await emptyLibrary();
    const bytes = await encodeModel(manifestOf({ name: ' a/b:<雨>.. ' }));
    const info = await library.import(bytes, 'a b 雨.verse');
    const exported = await library.export(info.id, { withText: true });
    expect(exported.name).toBe('a b 雨.verse');
    expect(Buffer.from(exported.bytes)).toEqual(Buffer.from(bytes));
    await expect(library.export('nobody', { withText: true })).rejects.toMatchObject({
      code: 'model.notFound',
    });
  });

  it('gives a model away without its text, but with the hash', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(manifestOf({ name: '???' }));
    const { name, bytes } = await library.export(id, { withText: false });
    expect(name).toBe(`${id}.verse`);
    expect(await decodeModel(bytes, name)).toEqual({ ...manifestOf({ name: '???' }), text: null });
    expect(Buffer.from(bytes).includes('corpus.txt')).toBe(false);
    const without = await library.import(bytes, name);
    const again = await library.export(without.id, { withText: false });
    expect(again.bytes).toEqual(await readFile(library.path(without.id)));
  });

  it('takes in a file on this machine once', async () => {
    const { library, folder } = await emptyLibrary();
    const path = join(folder, '..', 'elsewhere.verse');
    await writeFile(path, await encodeModel(sampleFile()));
    const { id } = await library.importFile(path);
    expect(await library.importFile(path)).toMatchObject({ id, alreadyThere: true });
    expect(await library.list()).toHaveLength(1);
  });

  it('takes in what is there already no second time, whatever it is called by now', async () => {
    const { library } = await emptyLibrary();
    const bytes = await encodeModel(sampleFile());
    const first = await library.import(bytes, '雨.verse');
    expect(first).toMatchObject({ name: '雨', alreadyThere: false });
    await library.change(first.id, { name: '雪', tags: ['a'], favourite: true });
    for (const name of ['雨.verse', 'other.verse'])
      expect(await library.import(bytes, name)).toMatchObject({
        ...{ id: first.id, name: '雪', alreadyThere: true },
      });
    const exported = await library.export(first.id, { withText: true });
    expect(await library.import(exported.bytes, exported.name)).toMatchObject({ id: first.id });
    expect(await library.list()).toHaveLength(1);
  });

  it('of several that have learnt the same, means the one that is called so', async () => {
    const { library } = await emptyLibrary();
    const { id } = await library.import(await encodeModel(manifestOf({ name: '雨' })), '雨.verse');
    const copy = await library.duplicate(id, '雪');
    for (const one of [id, copy.id]) {
      const { name, bytes } = await library.export(one, { withText: true });
      expect(await library.import(bytes, name)).toMatchObject({ id: one, alreadyThere: true });
    }
  });

  it('takes in another state of the same run, and the same without its text', async () => {
    const { library } = await emptyLibrary();
    const [first, later] = [sampleFile(), sampleFile()];
    later.model.parameters.b_q[0]! += 1;
    const ids = new Set<string>();
    for (const file of [first, later, { ...first, text: null }, { ...first, state: null }])
      ids.add((await library.import(await encodeModel(file), 'run.verse')).id);
    expect(ids.size).toBe(4);
  });

  it('lists of a file of an earlier program how long it was trained, and not whether it was cut off', async () => {
    const { library } = await emptyLibrary();
    const path = join(import.meta.dirname, '..', 'earlier-versions', 'model-v5.verse');
    const { id } = await library.importFile(path);
    const { epochs } = await library.readHistory(id);
    expect(await library.info(id)).toMatchObject({
      ...{ cutOff: null, outcome: 'finished' },
      trainingSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    });
  });

  it('takes in a file of version 1 under its own name, once', async () => {
    const { library } = await emptyLibrary();
    const bytes = await readFile(
      join(import.meta.dirname, '..', 'earlier-versions', 'model-v1.verse'),
    );
    const first = await library.import(bytes, 'mine.verse');
    expect(first.name).toBe('mine');
    expect(await library.import(bytes, 'mine.verse')).toMatchObject({ id: first.id });
    expect(await library.list()).toHaveLength(1);
  });

  it.each([
    ['我的歌.verse', '我的歌'],
    ['C:\\Songs\\Night song.VERSE', 'Night song'],
    ['/home/x/a (2).verse', 'a (2)'], // as it was named, by whomever
    ['é.verse', 'é'], // as macOS writes it
    ['.verse', '春 · 30 轮'],
    // Named by us, and perhaps numbered by a browser.
    ['春 · 30 轮.verse', '春 · 30 轮'],
    ['春 · 30 轮(1).verse', '春 · 30 轮'],
    ['春 · 30 轮 (1).verse', '春 · 30 轮'],
    ['可爱女人.verse', '春 · 30 轮'],
    ['20260728T101112-0a1b2c3d.verse', '春 · 30 轮'],
  ])('calls the model of %j %j', async (file, name) => {
    const { library } = await emptyLibrary();
    const { corpus } = sampleManifest();
    const bytes = await encodeModel(
      manifestOf({ name: '春 · 30 轮', corpus: { ...corpus, name: '可爱女人' } }),
    );
    expect((await library.import(bytes, file)).name).toBe(name);
  });

  it('takes in nothing that it could not open', async () => {
    const { library, folder } = await emptyLibrary();
    const before = await listing(folder);
    const bytes = await encodeModel(sampleFile());
    await expect(library.import(bytes.subarray(0, 1000), 'x')).rejects.toMatchObject({
      code: 'model.damaged',
      params: { name: 'x' },
    });
    const flipped = bytes.slice();
    const weightsAt = Buffer.from(bytes).indexOf('weights.safetensors');
    flipped[weightsAt + 800]! ^= 1; // a list would not look at it
    await expect(library.import(flipped, 'x')).rejects.toMatchObject({ code: 'model.damaged' });
    await expect(library.import(Buffer.from('text'), 'x')).rejects.toMatchObject({
      code: 'model.notOurs',
    });
    expect(await listing(folder)).toEqual(before);
  });
});
