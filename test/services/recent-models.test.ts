import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RecentModels } from '../../src-main/services/recent-models.ts';
import { encodeModel } from '../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { sampleFile, sampleManifest } from '../store/models/sample-model.ts';
import { listing, temporaryFolder } from '../store/files/temporary-folder.ts';

const NAMES = Array.from('一二三四五六七八九十');

it('the eight models that were used last are listed, newest first, and no others are looked at', async () => {
  const folder = await temporaryFolder();
  const models = await ModelLibrary.open(join(folder, 'models'));
  for (const name of NAMES)
    await writeFile(
      models.path(name),
      await encodeModel(sampleFile({ manifest: sampleManifest({ name: `${name}号` }) })),
    );
  let changes = 0;
  const open = () => RecentModels.open(join(folder, 'recent.json'), () => (changes += 1));
  const recent = await open();
  const listed = async (list = recent) => (await list.list(models)).map(({ name }) => name);
  expect(await listed()).toEqual([]);

  for (const id of [...NAMES, '五', '五']) await recent.use(id);
  expect(changes).toBe(11);
  const names = ['五号', '十号', '九号', '八号', '七号', '六号', '四号', '三号'];
  expect(await listed()).toEqual(names);
  expect(await listed(await open())).toEqual(names);

  // One that is gone is left out, and one that is damaged is there by its id.
  await models.remove('八');
  await rm(models.path('十'));
  await writeFile(models.path('七'), 'no model');
  expect(await listed()).toEqual(['五号', '九号', '七', '六号', '四号', '三号']);
  // A listing of the whole library would have left its index.
  expect(await listing(join(folder, 'models'))).not.toContain('index.json');
});

it('a list that names what can be no model is read all the same', async () => {
  const folder = await temporaryFolder();
  const models = await ModelLibrary.open(join(folder, 'models'));
  const path = join(folder, 'recent.json');
  await writeFile(path, JSON.stringify({ ids: ['../x', '', 'gone'] }));
  expect(await (await RecentModels.open(path, () => {})).list(models)).toEqual([]);
});
