/** The product over a data folder that is moved while it is open: what is asked meanwhile, what goes wrong, and what is left. */
import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Emit, EventData } from '../../src-main/contract/api.ts';
import { createSession } from '../../src-main/compute/session.ts';
import { InstalledProduct } from '../../src-main/installed-product.ts';
import { openData } from '../../src-main/store/data/open-data.ts';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { spawnCompute } from '../compute/compute-process.ts';
import { ReferenceEngine } from '../core/reference-engine.ts';
import { contentOf } from '../store/data/folder-content.ts';
import { notOfThePerson } from '../store/data/sample-data.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { inProcess } from '../supervisor/in-process.ts';
import { importFile, small, song } from './open-product.ts';

// It finds the product's own files from its built programs, and not from here.
vi.mock('../../src-main/installation.ts', () => ({
  installation: {
    version: '0.0.0',
    builtInCorpora: join(import.meta.dirname, '..', '..', 'dist', 'main', 'corpora.json'),
    corpusWorker: join(import.meta.dirname, '..', '..', 'dist', 'main', 'corpus-worker.cjs'),
    exportedPage: '',
  },
}));

type Told = { [Name in 'moving' | 'models' | 'corpora' | 'training']: EventData<Name>[] };

interface Installed {
  readonly product: InstalledProduct;
  readonly handlers: InstalledProduct['handlers'];
  /** Stands for the platform's folder for application data. */
  readonly place: string;
  /** A folder that is not there yet. */
  readonly to: string;
  readonly corpusId: string;
  /** What was told by name, oldest first. */
  readonly told: Told;
  /** Does something when so many files of a move have been copied. */
  at(files: number, act: () => unknown): void;
}

/** The product in the platform's place, with one corpus of the person's own. */
async function install(spawn: Spawn = spawnCompute): Promise<Installed> {
  const folder = await temporaryFolder();
  const [place, to] = [join(folder, 'place'), join(folder, 'to')];
  const told: Told = { moving: [], models: [], corpora: [], training: [] };
  let act: { at: number; act: () => unknown } | undefined;
  const emit: Emit = (name, data) => {
    if (name in told) (told[name as keyof Told] as unknown[]).push(data);
    if (name !== 'moving' || (data as EventData<'moving'>).files !== act?.at) return;
    const { act: now } = act;
    act = undefined;
    now();
  };
  const product = await InstalledProduct.open(
    { host: 'browser', spawn, emit, language: () => 'zh' },
    openData({}, place),
  );
  onTestFinished(() => product.close());
  const { handlers } = product;
  const { id } = await importFile(handlers, '可爱.txt', bytesOf(song));
  const at: Installed['at'] = (files, what) => (act = { at: files, act: what });
  return { product, handlers, place, to, corpusId: id, told, at };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const train = ({ handlers, corpusId }: Installed, epochs: number) =>
  handlers['training.start']({
    ...{ corpusId, settings: { ...small, epochs }, engine: 'onnx', withText: true },
  });

async function trained(installed: Installed): Promise<string> {
  await train(installed, 2);
  const { modelId } = await installed.product.current.training.ended();
  return modelId!;
}

/** What the person has made, as `contentOf` does, without what a listing makes anew. */
async function dataIn(root: string): Promise<Record<string, string>> {
  const data = await contentOf(root, notOfThePerson);
  for (const name of ['index.json', '.changes.lock']) delete data[join('models', name)];
  delete data[join('corpora', '.changes.lock')];
  return data;
}

const names = async ({ handlers }: Installed): Promise<string[]> =>
  (await handlers['corpora.list']({})).map(({ name }) => name).sort();

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('a move', () => {
  it(
    'takes everything along, tells how far it is, and can be followed by another',
    { tags: ['long'] },
    async () => {
      const installed = await install();
      const { product, handlers, place, to, told } = installed;
      const modelId = await trained(installed);
      await handlers['preferences.set']({ theme: 'dark' });
      const before = await dataIn(place);
      told.models.length = told.corpora.length = 0;

      expect(await handlers['data.move']({ folder: to })).toEqual({ folder: to });
      expect(product.data.root).toBe(to);
      expect(await handlers['app.info']({})).toMatchObject({ dataFolder: to, canMoveData: true });
      expect(await dataIn(to)).toEqual(before);
      expect(await isThere(join(place, 'models'))).toBe(false);
      const last = told.moving.at(-1)!;
      expect(last).toEqual({ ...last, files: last.filesInAll, bytes: last.bytesInAll });
      expect([told.models, told.corpora]).toEqual([[{}], [{}]]);

      // It works on in the new folder: lists, a compute process, and what is saved.
      expect((await handlers['models.list']({})).map(({ id }) => id)).toEqual([modelId]);
      expect(await handlers['preferences.get']({})).toMatchObject({ theme: 'dark' });
      await handlers['models.change']({ id: modelId, name: 'moved' });
      const secondId = await trained(installed);
      expect(await readdir(join(to, 'models'))).toContain(`${secondId}.verse`);
      expect(await isThere(join(place, 'models'))).toBe(false);

      const full = await dataIn(to);
      expect(await handlers['data.move']({ folder: place })).toEqual({ folder: place });
      expect(await dataIn(place)).toEqual(full);
      expect(await isThere(to)).toBe(false);
      expect((await handlers['models.list']({})).map(({ name }) => name)).toContain('moved');
    },
  );

  it('keeps whoever asks meanwhile waiting, and serves them from the new folder', async () => {
    const installed = await install();
    const { product, handlers, place, to, at } = installed;
    const path = join(await temporaryFolder(), 'opened.txt');
    await writeFile(path, song.slice(0, 100));
    const answered: string[] = [];
    const asked: Promise<unknown>[] = [];
    const ask = (name: string, answer: Promise<unknown>): void => {
      asked.push(answer.then(() => answered.push(name)));
    };
    at(1, () => {
      const bytes = bytesOf(song.slice(0, 300));
      ask('import', importFile(handlers, 'late.txt', bytes));
      ask('open', product.current.openFile(path));
      ask('recent', product.current.recentModels());
    });
    await handlers['data.move']({ folder: to });
    expect(asked).toHaveLength(3);
    expect(answered).toEqual([]);
    await Promise.all(asked);
    expect(await names(installed)).toEqual(
      expect.arrayContaining(['late', 'opened', '可爱', '词织样例歌词']),
    );
    expect((await dataIn(to))[join('corpora', installed.corpusId, 'corpus.json')]).toBeDefined();
    expect(await isThere(join(place, 'corpora'))).toBe(false);
  });

  it('waits for what was asked before', async () => {
    const installed = await install();
    const { handlers, place, to } = installed;
    const modelId = await trained(installed);
    const bytes = bytesOf(song.slice(0, 300));
    const request = { id: 'piece', modelId, prefix: '想要', length: 20, temperature: 1, seed: 1 };
    const [imported, written, moved] = await Promise.all([
      importFile(handlers, 'early.txt', bytes),
      handlers['writing.write'](request),
      handlers['data.move']({ folder: to }),
    ]);
    expect(Array.from(written.continuation)).toHaveLength(20);
    expect(moved).toEqual({ folder: to });
    expect(await readdir(join(to, 'corpora'))).toContain(imported.id);
    expect(await isThere(join(place, 'corpora'))).toBe(false);
  });

  it('comes after another that was asked for at the same time', async () => {
    const { product, handlers, place, to } = await install();
    const before = await dataIn(place);
    const folders = [to, `${to} 2`];
    const moves = folders.map(async (folder) => handlers['data.move']({ folder }));
    expect(await Promise.all(moves)).toEqual(folders.map((folder) => ({ folder })));
    expect(product.data.root).toBe(folders[1]);
    expect(await dataIn(folders[1]!)).toEqual(before);
    expect(await isThere(to)).toBe(false);
  });
});

describe('a move that is refused', () => {
  it('leaves everything where it was, and the product at work', async () => {
    const installed = await install();
    const { handlers, place, to } = installed;
    await mkdir(join(to, 'somebody else’s'), { recursive: true });
    const before = await dataIn(place);
    await expect(handlers['data.move']({ folder: to })).rejects.toMatchObject({
      code: 'data.notEmpty',
      params: { folder: to },
    });
    expect(await dataIn(place)).toEqual(before);
    expect(await handlers['app.info']({})).toMatchObject({ dataFolder: place });
    await trained(installed);
    await rm(to, { recursive: true });
    await handlers['data.move']({ folder: to });
    expect(await readdir(join(to, 'models'))).toContainEqual(expect.stringMatching(/\.verse$/));
  });

  it('by a run under way leaves that alone', async () => {
    const installed = await install();
    const { handlers, place, to } = installed;
    await train(installed, 100_000);
    for (let time = 0; time < 2; time++)
      await expect(handlers['data.move']({ folder: to })).rejects.toMatchObject({
        code: 'training.running',
      });
    expect(await handlers['training.status']({})).toMatchObject({ state: 'training' });
    expect(await isThere(to)).toBe(false);
    await handlers['training.stop']({});
    await handlers['data.move']({ folder: to });
    expect(await isThere(join(place, 'models'))).toBe(false);
  });

  it('by a run that begins at the same time leaves that alone', async () => {
    const installed = await install();
    const [run, move] = await Promise.allSettled([
      train(installed, 100_000),
      installed.handlers['data.move']({ folder: installed.to }),
    ]);
    expect(run).toMatchObject({ value: { state: 'training' } });
    expect(move).toMatchObject({ reason: { code: 'training.running' } });
    expect(installed.product.current.training.status().state).toBe('training');
  });

  it('by what could not be saved yet does not lose it', async () => {
    const installed = await install();
    const { handlers, place, to } = installed;
    const models = join(place, 'models');
    await rm(models, { recursive: true });
    await writeFile(models, 'in the way');
    await train(installed, 2);
    expect(await installed.product.current.training.ended()).toMatchObject({ unsaved: true });
    await expect(handlers['data.move']({ folder: to })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    await rm(models);
    await mkdir(models);
    const { modelId } = await handlers['training.save']({});
    await handlers['data.move']({ folder: to });
    expect((await handlers['models.list']({})).map(({ id }) => id)).toEqual([modelId]);
  });

  it('by a compute process that cannot be ended leaves the product at work', async () => {
    const { spawn } = inProcess((_start, tell) => createSession(new ReferenceEngine(), tell));
    let refuses = true;
    const { product, handlers, place, to } = await install((start) => {
      const channel = spawn(start);
      return {
        ...channel,
        kill: () => {
          if (refuses) throw new Error('it cannot be ended');
          channel.kill();
        },
      };
    });
    await product.current.warmUp();
    await expect(handlers['data.move']({ folder: to })).rejects.toThrow('it cannot be ended');
    refuses = false;
    expect(await handlers['app.info']({})).toMatchObject({ dataFolder: place });
    await handlers['data.move']({ folder: to });
    expect(product.data.root).toBe(to);
  });
});

describe('a folder that cannot be opened after the move', () => {
  it('is told to whoever asks, and tried again', async () => {
    const installed = await install();
    const { product, handlers, place, to, told } = installed;
    await rm(join(place, 'preferences.json'), { force: true });
    await mkdir(join(place, 'preferences.json'));
    expect(await handlers['data.move']({ folder: to })).toEqual({ folder: to });
    const path = join(to, 'preferences.json');
    const refusal = { code: 'file.unreadable', params: { path } };
    for (const name of ['app.info', 'models.list', 'training.status'] as const)
      await expect(handlers[name]({}), name).rejects.toMatchObject(refusal);
    await expect(product.current.recentModels()).rejects.toMatchObject(refusal);
    expect(product.current.training.status().state).toBe('idle');

    await rmdir(path);
    told.corpora.length = 0;
    expect(await names(installed)).toContain('可爱');
    expect(told.corpora).toEqual([{}]); // for the other pages
    expect(await handlers['app.info']({})).toMatchObject({ dataFolder: to });
  });

  it('is given back at the end', async () => {
    const { product, handlers, place, to } = await install();
    await rm(join(place, 'preferences.json'), { force: true });
    await mkdir(join(place, 'preferences.json'));
    await handlers['data.move']({ folder: to });
    await product.close();
    await rmdir(join(to, 'preferences.json'));
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(to);
    await lock.release();
  });
});

describe('an application that ends', () => {
  it('in the middle of a move leaves everything where it was', async () => {
    const installed = await install();
    const { product, handlers, place, to, at } = installed;
    await trained(installed);
    const before = await dataIn(place);
    let closed: Promise<void> | undefined;
    let late: Promise<unknown> | undefined;
    at(2, () => {
      late = handlers['models.list']({}) as Promise<unknown>;
      late.catch(() => {});
      closed = product.close();
    });
    await expect(handlers['data.move']({ folder: to })).rejects.toMatchObject({
      code: 'compute.stopped',
    });
    await expect(late).rejects.toMatchObject({ code: 'compute.stopped' });
    await closed;
    expect(await dataIn(place)).toEqual(before);
    expect(await isThere(to)).toBe(false);
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(place);
    await lock.release();
  });

  it('when all has been moved leaves it in the new folder', async () => {
    const { product, handlers, place, to, told } = await install();
    const before = await dataIn(place);
    const moved = handlers['data.move']({ folder: to });
    await vi.waitUntil(() => told.corpora.length > 1, 20_000); // once imported, once moved
    await product.close();
    await moved;
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(to);
    expect(await dataIn(to)).toEqual(before);
    await lock.release();
  });
});
