/** The models on disk: kept, listed, changed, duplicated, removed and brought back. */
import { mkdir, readFile, rename, rmdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelInfo } from '../../../../src-main/contract/model.ts';
import { trainingSettings } from '../../../../src-main/contract/settings.ts';
import { encodeModel } from '../../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../../src-main/store/models/model-library.ts';
import { emptyTrash, removedModels, TRASH } from '../../../../src-main/store/files/trash.ts';
import {
  EPOCHS,
  SAMPLES,
  sampleFile,
  sampleManifest,
  sampleModel,
  VOCABULARY,
} from '../sample-model.ts';
import { listing } from '../../files/temporary-folder.ts';
import { bare, emptyLibrary, manifestOf } from './empty-library.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('ModelLibrary', () => {
  it('keeps models and lists them, newest first', async () => {
    const { library } = await emptyLibrary();
    expect(await library.list()).toEqual([]);
    const saved = ['2026-01-02', '2026-03-01', '2025-12-31'].map((day) => `${day}T00:00:00.000Z`);
    const ids: string[] = [];
    for (const savedAt of saved) ids.push(await library.save(manifestOf({ savedAt })));
    expect(new Set(ids).size).toBe(3);
    const list = await library.list();
    expect(list.map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
    expect(await library.info(ids[0]!)).toEqual(list[1]);
    expect(modelInfo.parse(list[1])).toEqual({
      id: ids[0],
      name: '织机',
      ...{ builtIn: false, names: null, language: null },
      tags: ['雨', 'new'],
      favourite: true,
      notes: '',
      cell: 'rnn',
      corpusName: '样例',
      corpusHash: sampleManifest().corpus.hash,
      characters: 9,
      createdAt: '2026-01-01T00:00:00.000Z',
      savedAt: saved[0],
      epochs: 3,
      epochsWanted: 250,
      perplexity: 1 / 3 + 5,
      curve: [6.5, 5.25, 1 / 3 + 5],
      best: { epoch: 2, perplexity: 5.25 },
      parentName: '旧织机',
      settings: sampleManifest().settings,
      hiddenSize: 5,
      lineBreaks: 'space-each',
      vocabularySize: VOCABULARY.length,
      bytes: (await readFile(library.path(ids[0]!))).length,
      ...{ outcome: 'stopped', endedBy: null, validationPerplexity: null, verbatim: null },
      counting: null,
      engine: { name: 'onnx', threads: 2 },
      hasText: true,
      canGoOn: true,
      suggestedPrefix: '分开',
      damage: null,
      cutOff: null,
      trainingSeconds: 0.4,
      changes: 0,
    });
    const file = manifestOf({ savedAt: saved[0]! });
    expect(await library.read(ids[0]!)).toEqual(file);
    const { manifest, model } = file;
    expect(await library.readWeights(ids[0]!)).toEqual({ manifest, model });
    const { epochs, samples } = file;
    expect(await library.readHistory(ids[0]!)).toEqual({ manifest, epochs, samples });
  });

  it('tells of a model without text, state and epochs', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(bare({ parent: null }));
    expect(await library.info(id)).toMatchObject({
      ...{ hasText: false, canGoOn: false, epochs: 0, perplexity: null, curve: [] },
      ...{ best: null, parentName: null },
    });
  });

  it('suggests a prefix that the model can continue', async () => {
    const { library } = await emptyLibrary();
    const suggested = async (prefixes: string[], vocabulary = VOCABULARY) => {
      const settings = trainingSettings.parse({ hiddenSize: 5, prefixes });
      return (await library.info(await library.save(bare({ settings, vocabulary }))))
        .suggestedPrefix;
    };
    expect(await suggested(['不分开', '想'])).toBe('分开');
    expect(await suggested(['无人', '𠮷😁'])).toBe('𠮷');
    expect(await suggested(['无人'], [' ', '\u3000', '山', '水'])).toBe('山');
    expect(await suggested([], [' '])).toBe(' ');
  });

  it('changes what a model is called by and leaves the rest as it is', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(sampleFile());
    expect(await library.change(id, { name: '新的名字' })).toMatchObject({ id, name: '新的名字' });
    expect(await library.change(id, { tags: [], name: undefined })).toMatchObject({ tags: [] });
    expect(await library.change(id, { favourite: false })).toMatchObject({ favourite: false });
    const notes = '比上次好。\n下次：θ 小一些';
    expect(await library.change(id, { notes })).toMatchObject({ notes, favourite: false });
    const called = { name: '新的名字', tags: [], favourite: false };
    expect(await library.read(id)).toEqual(manifestOf({ ...called, notes }));
    expect(await library.change(id, { notes: '' })).toMatchObject({ notes: '' });
    expect(await library.read(id)).toEqual(manifestOf(called)); // nothing is left of them in the file
    await expect(library.change('nobody', { name: 'x' })).rejects.toMatchObject({
      code: 'model.notFound',
    });
  });

  it('makes several changes at once, one after another', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(sampleFile());
    await Promise.all([
      library.change(id, { name: '一' }),
      library.save(manifestOf({ savedAt: '2027-01-01T00:00:00.000Z' }), id),
      library.change(id, { tags: ['二'] }),
      library.change(id, { favourite: false }),
    ]);
    expect(await library.info(id)).toMatchObject({
      ...{ name: '一', tags: ['二'], favourite: false, savedAt: '2027-01-01T00:00:00.000Z' },
    });
  });

  it('keeps what the person calls a model when its run saves it again', async () => {
    const { library } = await emptyLibrary();
    const file = sampleFile();
    const id = await library.save(file);
    const label = { name: '她的名字', tags: ['她'], favourite: false, notes: '她的话' };
    await library.change(id, label);
    const later = sampleFile({
      ...{ manifest: sampleManifest({ savedAt: '2026-02-02T00:00:00.000Z' }) },
      model: sampleModel(VOCABULARY.length, 5, 7),
    });
    expect(await library.save(later, id)).toBe(id);
    expect(await library.read(id)).toEqual({
      ...later,
      manifest: { ...later.manifest, ...label },
    });
    expect(file.manifest.name).toBe('织机');
  });

  it('puts a model back that was removed while its run went on, as the person called it', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleFile());
    await library.change(id, { name: '她的名字' });
    const removed = await readFile(library.path(id));
    await library.remove(id);
    const savedAt = '2026-02-02T00:00:00.000Z';
    await library.save(manifestOf({ savedAt }), id);
    expect(await library.list()).toMatchObject([{ id, name: '她的名字', savedAt }]);
    expect(await readFile(join(folder, '.trash', `${id}.verse`))).toEqual(removed);
    // Taking back the removal does not bring back the older state.
    expect(await library.restore(id)).toMatchObject({ savedAt });
  });

  it('keeps both where another program has saved in the meantime', async () => {
    const { library } = await emptyLibrary();
    const [first, others, own] = [1, 2, 3].map((day) => `2026-02-0${day}T00:00:00.000Z`);
    const id = await library.save(manifestOf({ savedAt: first! }));
    await library.change(id, { name: '河' });
    expect(await library.save(manifestOf({ savedAt: others! }), id, [first!])).toBe(id);
    const second = await library.save(manifestOf({ savedAt: own! }), id, [first!]);
    expect(await library.list()).toMatchObject([
      { id: second, name: '河', savedAt: own },
      { id, name: '河', savedAt: others },
    ]);
  });

  it('saves over a file that is damaged', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(sampleFile());
    await writeFile(library.path(id), 'not a model any more');
    await library.save(sampleFile(), id);
    expect(await library.read(id)).toEqual(sampleFile());
  });

  it.skipIf(process.platform === 'win32')(
    'saves nothing while the file that it would replace cannot be read, and keeps the label',
    async () => {
      const { library, folder } = await emptyLibrary();
      const id = await library.save(sampleFile());
      await library.change(id, { name: '她的名字', tags: ['她'], favourite: false });
      const [path, aside] = [library.path(id), join(folder, 'aside')];
      await rename(path, aside);
      await symlink(`${id}.verse`, path);
      await expect(library.save(sampleFile(), id)).rejects.toMatchObject({
        ...{ code: 'file.unwritable', params: { path, errno: 'ELOOP' } },
      });
      await rename(aside, path);
      await library.save(sampleFile(), id);
      expect(await library.info(id)).toMatchObject({
        ...{ name: '她的名字', tags: ['她'], favourite: false, damage: null },
      });
    },
  );

  it('saves nothing while the label of a removed model cannot be read', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleFile());
    await library.change(id, { name: '她的名字' });
    await library.remove(id);
    const [trashed, aside] = [join(folder, '.trash', `${id}.verse`), join(folder, 'aside')];
    await rename(trashed, aside);
    await mkdir(trashed);
    await expect(library.save(sampleFile(), id)).rejects.toMatchObject({
      ...{ code: 'file.unwritable', params: { path: trashed } },
    });
    expect(await library.list()).toEqual([]);
    await rmdir(trashed);
    await rename(aside, trashed);
    await library.save(sampleFile(), id);
    expect(await library.info(id)).toMatchObject({ name: '她的名字' });
  });

  it('duplicates a model', async () => {
    const { library } = await emptyLibrary();
    const id = await library.save(sampleFile());
    const copy = await library.duplicate(id, '副本');
    expect(copy).toMatchObject({ name: '副本', tags: ['雨', 'new'], favourite: false });
    expect(await library.read(copy.id)).toEqual(manifestOf({ name: '副本', favourite: false }));
    expect(await library.read(id)).toEqual(sampleFile());
    expect(await library.list()).toHaveLength(2);
  });

  it('makes the best step a model of its own', async () => {
    const { library } = await emptyLibrary();
    const file = manifestOf({ outcome: 'finished' });
    const id = await library.save(file);
    const taken = await library.takeBest(id, '最好的一步');
    expect(taken).toMatchObject({
      ...{ name: '最好的一步', epochs: 2, perplexity: 5.25, outcome: 'stopped', best: null },
      ...{ canGoOn: false, hasText: true, curve: [6.5, 5.25] },
    });
    expect(await library.read(taken.id)).toMatchObject({
      model: file.best,
      epochs: EPOCHS.slice(0, 2),
      samples: SAMPLES,
      state: null,
      best: null,
      text: file.text,
    });
    expect(await library.read(id)).toEqual(file);
    // The best step of that one is its last.
    const again = await library.takeBest(taken.id, '再来');
    expect(await library.read(again.id)).toMatchObject({ model: file.best, state: null });
  });

  it('takes back a removal', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleFile());
    const bytes = await readFile(library.path(id));
    await library.remove(id);
    expect(await library.list()).toEqual([]);
    expect(await listing(folder)).toEqual([
      ...['.changes.lock', '.trash', join('.trash', `${id}.verse`)],
    ]);
    await expect(library.read(id)).rejects.toMatchObject({
      code: 'model.notFound',
      params: { id },
    });
    await expect(library.remove(id)).rejects.toMatchObject({ code: 'model.notFound' });
    expect(await library.restore(id)).toMatchObject({ id, name: '织机' });
    expect(await readFile(library.path(id))).toEqual(bytes);
    expect(await library.restore(id)).toMatchObject({ id });
    expect(await listing(folder)).toEqual(['.changes.lock', '.trash', `${id}.verse`]);
    await expect(library.restore('nobody')).rejects.toMatchObject({ code: 'model.notFound' });
  });

  it('empties the trash of what has lain there for 30 days, counted from the removal', async () => {
    const { library, folder } = await emptyLibrary();
    const id = await library.save(sampleFile());
    // An old model that was removed just now has its 30 days before it.
    const longAgo = new Date(Date.now() - 400 * DAY);
    await utimes(library.path(id), longAgo, longAgo);
    await library.remove(id);
    await emptyTrash(join(folder, TRASH), removedModels, Date.now() + 29 * DAY);
    expect(await listing(folder)).toContain(join('.trash', `${id}.verse`));
    await emptyTrash(join(folder, TRASH), removedModels, Date.now() + 31 * DAY);
    expect(await listing(folder)).toEqual(['.changes.lock', '.trash']);
  });

  it('empties the trash of models alone, and of none that was put there lately with an old time', async () => {
    const { folder } = await emptyLibrary();
    const trash = join(folder, '.trash');
    await mkdir(join(trash, 'songs.verse'));
    await writeFile(join(trash, 'songs.verse', 'a.txt'), 'months of work');
    for (const name of ['note.txt', 'backup.verse']) {
      await writeFile(join(trash, name), '');
      await utimes(join(trash, name), 1e9, 1e9);
    }
    await utimes(join(trash, 'songs.verse'), 1e9, 1e9);
    const before = await listing(folder);
    await emptyTrash(join(folder, TRASH), removedModels);
    expect(await listing(folder)).toEqual(before);
    await emptyTrash(join(folder, TRASH), removedModels, Date.now() + 31 * DAY);
    expect(await listing(folder)).toEqual(
      before.filter((path) => path !== join('.trash', 'backup.verse')),
    );
  });

  it('deletes nothing by being opened and listed', async () => {
    const { folder } = await emptyLibrary();
    const kept = ['song.verse.1', 'x.verse.1234567', 'index.json.12', join('.trash', 'a.verse')];
    for (const name of kept) {
      await writeFile(join(folder, name), 'half');
      await utimes(join(folder, name), 1e9, 1e9);
    }
    await mkdir(join(folder, 'backup.verse.2'));
    await (await ModelLibrary.open(folder)).list();
    expect(await listing(folder)).toEqual(expect.arrayContaining([...kept, 'backup.verse.2']));
  });

  it('lists damaged files with what is wrong with them', async () => {
    const { library, folder } = await emptyLibrary();
    await writeFile(join(folder, '坏 的(1).verse'), 'PK\x03\x04 and no more');
    await writeFile(join(folder, 'foreign.verse'), 'text');
    await writeFile(join(folder, 'ignored.txt'), 'text');
    const whole = await library.save(sampleFile());
    for (const list of [await library.list(), await library.list()]) {
      expect(list.map((info) => modelInfo.parse(info))).toEqual(list);
      expect(Object.fromEntries(list.map(({ id, damage }) => [id, damage?.code]))).toEqual({
        '坏 的(1)': 'model.damaged',
        foreign: 'model.notOurs',
        [whole]: undefined,
      });
    }
    await library.remove('foreign');
    expect(await library.list()).toHaveLength(2);
  });

  it('lists a folder that cannot be opened as a model', async () => {
    const { library, folder } = await emptyLibrary();
    await mkdir(join(folder, 'folder.verse'));
    expect(await library.list()).toMatchObject([
      { id: 'folder', damage: { code: 'file.unreadable' } },
    ]);
  });

  it.skipIf(process.platform === 'win32')('lists a link that leads nowhere', async () => {
    const { library, folder } = await emptyLibrary();
    await symlink('circle.verse', join(folder, 'circle.verse'));
    await symlink('nothing', join(folder, 'gone.verse'));
    expect(await library.list()).toMatchObject([
      { id: 'circle', damage: { params: { reason: 'the link leads in a circle' } } },
    ]);
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
    await writeFile(join(folder, '..', 'x.verse'), await encodeModel(sampleFile()));
    const notFound = { code: 'model.notFound' };
    expect(() => library.path(id)).toThrow(expect.objectContaining(notFound));
    await expect(library.info(id)).rejects.toMatchObject(notFound);
    await expect(library.read(id)).rejects.toMatchObject(notFound);
    await expect(library.remove(id)).rejects.toMatchObject(notFound);
    await expect(library.restore(id)).rejects.toMatchObject(notFound);
    await expect(library.readWeights(id)).rejects.toMatchObject(notFound);
    await expect(library.readHistory(id)).rejects.toMatchObject(notFound);
    await expect(library.save(sampleFile(), id)).rejects.toMatchObject(notFound);
    await expect(library.change(id, { name: 'x' })).rejects.toMatchObject(notFound);
    await expect(library.duplicate(id, 'x')).rejects.toMatchObject(notFound);
    await expect(library.takeBest(id, 'x')).rejects.toMatchObject(notFound);
    await expect(library.export(id, { withText: false })).rejects.toMatchObject(notFound);
  });
});
