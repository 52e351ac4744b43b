/** Files that the person opens outside of the screens, and the models that were used last. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeModel } from '../../src-main/store/models/model-file.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { sampleFile, sampleManifest } from '../store/models/sample-model.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { openForTest } from './open-product.ts';

const modelBytes = (name: string, createdAt = '2026-01-01T00:00:00.000Z') =>
  encodeModel(sampleFile({ manifest: sampleManifest({ name, createdAt }) }));

describe('openFile', () => {
  it('takes a text into the corpora and a model into the models, each once', async () => {
    const product = await openForTest();
    const folder = await temporaryFolder();
    const [text, model] = [join(folder, '春.TXT'), join(folder, 'loom.verse')];
    await writeFile(text, '春眠不觉晓\n'.repeat(40));
    await writeFile(model, await modelBytes('织机'));
    const corpus = await product.openFile(text);
    expect(corpus).toMatchObject({ kind: 'corpus', name: '春', alreadyThere: false });
    expect(await product.openFile(text)).toEqual({ ...corpus, alreadyThere: true });
    const opened = await product.openFile(model);
    expect(opened).toMatchObject({ kind: 'model', name: 'loom', alreadyThere: false });
    expect(await product.openFile(model)).toEqual({ ...opened, alreadyThere: true });
    expect(await product.handlers['models.list']({})).toHaveLength(1);

    await writeFile(model, await modelBytes('loom', '2026-03-04T00:00:00.000Z'));
    expect((await product.openFile(model)).id).not.toBe(opened.id);
  });

  it("finds the library's own files where they are", async () => {
    const product = await openForTest();
    const own = join(product.root, 'models', 'by-hand.verse');
    await writeFile(own, await modelBytes('织机'));
    expect(await product.openFile(own)).toEqual({
      ...{ kind: 'model', id: 'by-hand', name: '织机', alreadyThere: true },
    });
    const copy = join(await temporaryFolder(), 'copy.verse');
    await copyFile(own, copy);
    expect((await product.openFile(copy)).id).toBe('by-hand');
  });

  it('refuses what it does not know, what is not there and what is broken', async () => {
    const product = await openForTest();
    const folder = await temporaryFolder();
    const refusal = async (name: string, content?: string) => {
      if (content !== undefined) await writeFile(join(folder, name), content);
      return product.openFile(join(folder, name)).catch((error: unknown) => error);
    };
    expect(await refusal('song.pages', '%PDF-1.7\n')).toMatchObject({
      code: 'corpus.refused',
      params: { name: 'song.pages', kind: 'pdf' },
    });
    expect(await refusal('gone.txt')).toMatchObject({ code: 'file.notFound' });
    expect(await refusal('gone.verse')).toMatchObject({ code: 'file.notFound' });
    expect(await refusal('empty.txt', '')).toMatchObject({ code: 'corpus.leftOut' });
    expect(await refusal('none.verse', 'no zip')).toMatchObject({ code: 'model.notOurs' });
    await mkdir(join(folder, 'folder.txt'));
    expect(await refusal('folder.txt')).toMatchObject({ code: 'file.unreadable' });
    expect(await product.handlers['models.list']({})).toEqual([]);
  });
});

describe.skipIf(!isPresent('onnx'))('the models that were used last', () => {
  it('are those that were trained or written with, newest first, as long as they are there', async () => {
    const product = await openForTest();
    const train = async () => {
      await product.start({ epochs: 1 });
      return (await product.training.ended()).modelId!;
    };
    const [first, second] = [await train(), await train()];
    const ids = async (opened = product) => (await opened.recentModels()).map(({ id }) => id);
    expect(await ids()).toEqual([second, first]);
    const request = { id: 'w', prefix: '想', length: 3, temperature: 0, seed: 1 };
    await product.handlers['writing.write']({ ...request, modelId: first });
    expect(await ids()).toEqual([first, second]);
    await product.handlers['models.remove']({ id: second });
    expect(await ids()).toEqual([first]);
    await product.close();
    expect(await ids(await openForTest({ root: product.root }))).toEqual([first]);
  });
});

describe('a start', () => {
  it('says that a broken settings file was set aside', async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, 'preferences.json'), '{ broken');
    const { handlers } = await openForTest({ root });
    const { problems } = await handlers['app.info']({});
    expect(problems).toMatchObject([{ code: 'file.setAside' }]);
    expect(problems[0]!.params['path']).toMatch(/preferences\.json\.broken-\d+$/);
    expect((await (await openForTest()).handlers['app.info']({})).problems).toEqual([]);
  });

  it.skipIf(!isPresent('onnx'))(
    'can bring the compute process up before it is needed',
    async () => {
      const product = await openForTest();
      expect(product.supervisor.pid).toBeUndefined();
      await product.warmUp();
      expect(product.supervisor.pid).toBeGreaterThan(0);
    },
  );

  it('has nothing to bring up where there is no engine', async () => {
    const product = await openForTest({ engines: [] });
    await product.warmUp();
    expect(product.supervisor.pid).toBeUndefined();
  });
});
