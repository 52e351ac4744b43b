/** Models that come with the product: in the library like any other, and out of reach of whatever changes one. */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { decodeModel, encodeModel } from '../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { readStarters, StarterModels } from '../../../src-main/store/starters/starter-models.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { sampleFile, sampleManifest } from '../models/sample-model.ts';

const [ZH, EN] = ['starter:zh', 'starter:en'];
const names = {
  zh: { zh: '中文起步', en: 'Chinese starter' },
  en: { zh: '英文起步', en: 'English starter' },
};

/** A library with one model of the person's own and two that come with the product. */
async function openLibrary({ language = () => 'en' }: { language?: () => Language } = {}) {
  const folder = await temporaryFolder();
  const starters = join(folder, 'starters');
  const models = join(folder, 'models');
  const own = await (await ModelLibrary.open(models)).save(fileOf('我的', '2020-01-01'));
  const list = (['zh', 'en'] as const).map((writes) => ({
    ...{ language: writes, name: names[writes], corpus: 'songs', settings: {} },
  }));
  await ModelLibrary.open(starters); // which makes the folder
  await writeFile(join(starters, 'starters.json'), JSON.stringify(list));
  for (const [i, writes] of ['zh', 'en'].entries())
    await writeFile(
      join(starters, `${writes}.verse`),
      await encodeModel(fileOf(`as it was saved ${writes}`, `2026-01-0${i + 1}`)),
    );
  const library = await ModelLibrary.open(models, {
    starters: await StarterModels.open(starters, language),
  });
  return { starters, models, own, library };
}

/** Each of another day, by which an import tells them apart. */
const fileOf = (name: string, day: string) => {
  const createdAt = `${day}T00:00:00.000Z`;
  return sampleFile({ manifest: sampleManifest({ name, createdAt, savedAt: createdAt }) });
};

const damageOf = async (library: ModelLibrary): Promise<string | undefined> =>
  (await library.info(ZH)).damage?.code;

describe('models that come with the product', () => {
  it('stand behind a person’s own, the one in the language first, named in each language', async () => {
    let language: Language = 'en';
    const { library, own } = await openLibrary({ language: () => language });
    const listed = async () => (await library.list()).map(({ id, name }) => [id, name]);
    expect(await listed()).toEqual([
      [own, '我的'],
      [EN, 'English starter'],
      [ZH, 'Chinese starter'],
    ]);
    language = 'zh';
    expect(await listed()).toEqual([
      [own, '我的'],
      [ZH, '中文起步'],
      [EN, '英文起步'],
    ]);
    const [mine, starter] = await library.list();
    expect(mine).toMatchObject({ builtIn: false, names: null, language: null });
    expect(starter).toMatchObject({ builtIn: true, names: names.zh, language: 'zh', damage: null });
    expect(await library.info(ZH)).toEqual(starter);
    expect([own, ZH].map((id) => library.isBuiltIn(id))).toEqual([false, true]);
  });

  it('are read like any other, by the name that they have here', async () => {
    const { library } = await openLibrary();
    const whole = await library.read(ZH);
    const name = 'Chinese starter';
    expect(whole.manifest.name).toBe(name);
    expect(whole.text).not.toBeNull();
    expect((await library.readWeights(ZH)).manifest.name).toBe(name);
    expect((await library.readHistory(ZH)).epochs).toEqual(whole.epochs);
    expect(await library.readLearntText(ZH)).toEqual(whole.text);
    const exported = await library.export(ZH, { withText: false });
    expect(exported.name).toBe(`${name}.verse`);
    expect((await decodeModel(exported.bytes, 'x')).text).toBeNull();
  });

  it('are changed by nothing, and none of their bytes gets into the data folder', async () => {
    const { library, models, starters, own } = await openLibrary();
    const path = join(starters, 'zh.verse');
    const before = await readFile(path);
    const refusal = {
      code: 'model.builtIn',
      params: { name: 'Chinese starter', en: 'Chinese starter' },
    };
    for (const change of [
      () => library.change(ZH, { name: 'mine' }),
      () => library.remove(ZH),
      () => library.restore(ZH),
      () => library.save(fileOf('other', '2026-02-01'), ZH),
    ])
      await expect(change()).rejects.toMatchObject(refusal);
    expect(await readFile(path)).toEqual(before);
    await library.list();
    expect((await listing(models)).filter((name) => name.endsWith('.verse'))).toEqual([
      `${own}.verse`,
    ]);
    expect(await readFile(join(models, 'index.json'), 'utf8')).not.toContain('starter');
    expect((await listing(starters)).sort()).not.toContain('index.json');
  });

  it('become a person’s own by a copy', async () => {
    const { library } = await openLibrary();
    const copy = await library.duplicate(ZH, 'mine');
    expect(copy).toMatchObject({ name: 'mine', builtIn: false, names: null, language: null });
    expect(await library.change(copy.id, { tags: ['x'] })).toMatchObject({ tags: ['x'] });
    await library.remove(copy.id);
    expect(await library.list()).toHaveLength(3);
  });

  it('are not taken in a second time', async () => {
    const { library, starters } = await openLibrary();
    expect(await library.importFile(join(starters, 'en.verse'))).toMatchObject({
      ...{ id: EN, builtIn: true, alreadyThere: true },
    });
    const { bytes } = await library.export(ZH, { withText: true });
    expect(await library.import(bytes, 'x.verse')).toMatchObject({ id: ZH, alreadyThere: true });
    expect(await library.list()).toHaveLength(3);
  });

  it('say why they cannot be opened, and are there again once they can', async () => {
    const { library, starters } = await openLibrary();
    const path = join(starters, 'zh.verse');
    const whole = await readFile(path);
    const listed = async () => (await library.list()).map(({ name }) => name);
    await rm(path);
    expect(await damageOf(library)).toBe('file.notFound');
    expect(await listed()).toContain('Chinese starter');
    await expect(library.read(ZH)).rejects.toMatchObject({ code: 'model.notFound' });
    await writeFile(path, whole.subarray(0, whole.length - 10));
    expect(await damageOf(library)).toBe('model.damaged');
    await expect(library.read(ZH)).rejects.toMatchObject({ code: 'model.damaged' });
    await writeFile(path, 'no model at all');
    expect(await damageOf(library)).toBe('model.notOurs');
    await writeFile(path, whole);
    await utimes(path, 1, 1);
    expect(await damageOf(library)).toBeUndefined();
    expect((await stat(path)).size).toBe((await library.info(ZH)).bytes);
  });

  it('need their list', async () => {
    const folder = await temporaryFolder();
    await expect(readStarters(folder)).rejects.toMatchObject({ code: 'file.notFound' });
    await writeFile(join(folder, 'starters.json'), '[{"language":"fr"}]');
    await expect(readStarters(folder)).rejects.toMatchObject({ code: 'file.unreadable' });
  });
});
