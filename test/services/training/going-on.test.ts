/** Runs that are gone on with: after a stop, a crash or another day, and as the beginning of a new run. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareToGoOn } from '../../../src-main/services/training/prepare.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import type { ModelFile } from '../../../src-main/store/models/model-file.ts';
import { ENDLESS } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { sampleFile, sampleManifest } from '../../store/models/sample-model.ts';
import { importFile, openForTest, song, type Opened } from '../open-product.ts';

const library = ({ root }: Opened) => ModelLibrary.open(join(root, 'models'));
const read = async (product: Opened, id: string) => (await library(product)).read(id);

const bytesOf = ({ model }: ModelFile) =>
  Object.values(model.parameters).map(({ buffer }) => Buffer.from(buffer).toString('base64'));
const told = ({ epochs }: ModelFile) => epochs.map(({ seconds: _, ...report }) => report);

/** A run to its end, without a break. */
async function trainWhole(settings: Record<string, unknown>): Promise<ModelFile> {
  const product = await openForTest();
  await product.start(settings);
  const { modelId } = await product.training.ended();
  return read(product, modelId!);
}

describe.skipIf(!isPresent('onnx'))('a run that is gone on with', () => {
  it.each(['random', 'consecutive'])(
    'ends as if it had never been stopped (%s sampling)',
    { tags: ['long'] },
    async (sampling) => {
      const settings = { sampling, epochs: 300, predPeriod: 7 };
      const whole = await trainWhole(settings);
      const product = await openForTest();
      const { training, handlers, root } = product;
      await product.start(settings);
      await product.until(() => training.status().epochs >= 5);
      const { modelId, epochs } = await handlers['training.stop']({});
      expect(epochs).toBeLessThan(300);
      const { state, samples } = await read(product, modelId!);
      const last = samples.slice(-1);
      // What it had learnt when it was stopped, unless the period was just over.
      if (epochs % 7 > 0 || state!.steps > 0)
        expect(last).toEqual(
          ['想要'].map((prefix) => ({
            ...{ epoch: epochs, step: state!.steps, prefix },
            continuation: expect.any(String) as string,
          })),
        );
      await product.close();

      const later = await openForTest({ root }); // on another day
      const status = await later.handlers['training.goOn']({ id: modelId! });
      expect(status).toMatchObject({ epochsBefore: epochs, engine: { reason: 'recorded' } });
      const ended = await later.training.ended();
      expect(ended).toMatchObject({ state: 'finished', epochs: 300, modelId, corpusName: '可爱' });
      const file = await read(later, modelId!);
      expect(told(file)).toEqual(told(whole));
      expect(file.samples).toEqual(whole.samples);
      expect(bytesOf(file)).toEqual(bytesOf(whole));
      expect(await later.handlers['models.list']({})).toHaveLength(1);
      expect(later.training.history(0, 0).epochs).toHaveLength(300);
    },
  );

  it('writes nothing more when what ends it is the end of the application', async () => {
    const product = await openForTest();
    await product.start({ epochs: 100_000, predPeriod: 100_000 });
    await product.until(() => product.training.status().epochs >= 2);
    await product.close();
    const later = await openForTest({ root: product.root });
    const [model] = await later.handlers['models.list']({});
    expect((await read(later, model!.id)).samples).toEqual([]);
  });

  it(
    'after its compute process was killed loses no more than since the last save',
    { tags: ['long'] },
    async () => {
      const settings = { epochs: 400, predPeriod: 100 };
      const whole = await trainWhole(settings);
      const product = await openForTest();
      const { training, handlers } = product;
      await product.start(settings);
      await product.until(() => training.status().epochs >= 20);
      const saved = await handlers['training.save']({});
      process.kill(product.supervisor.pid!, 'SIGKILL');
      const failed = await training.ended();
      expect(failed).toMatchObject({ state: 'failed', modelId: saved.modelId, unsaved: false });
      expect((await read(product, saved.modelId!)).epochs.length).toBeGreaterThanOrEqual(20);
      await handlers['training.goOn']({ id: saved.modelId! });
      expect(await training.ended()).toMatchObject({ state: 'finished', epochs: 400 });
      expect(bytesOf(await read(product, saved.modelId!))).toEqual(bytesOf(whole));
    },
  );

  it('takes more epochs than it was to have at first', async () => {
    const whole = await trainWhole({ epochs: 9 });
    const product = await openForTest();
    await product.start({ epochs: 4 });
    const { modelId } = await product.training.ended();
    const goOn = (moreEpochs?: number) =>
      product.handlers['training.goOn']({ id: modelId!, ...(moreEpochs && { moreEpochs }) });
    await expect(goOn()).rejects.toMatchObject({
      code: 'settings.outOfRange',
      params: { field: 'epochs', min: 1, max: 99_996 },
    });
    await expect(goOn(99_997)).rejects.toMatchObject({ code: 'settings.outOfRange' });
    await goOn(5);
    await product.training.ended();
    const file = await read(product, modelId!);
    expect(file.manifest.settings.epochs).toBe(9);
    expect(bytesOf(file)).toEqual(bytesOf(whole));
  });

  it('blames its epochs, and not the period, which stays, for more samples than can be kept', async () => {
    const product = await openForTest();
    await product.start({ epochs: 1, predPeriod: 1, predLength: 1000 });
    const { modelId: id, settings } = await product.training.ended();
    const each = settings.prefixes.length * settings.predLength;
    const most = Math.floor(5_000_000 / each) - 1;
    const goOn = async (moreEpochs: number) =>
      product.handlers['training.goOn']({ id: id!, moreEpochs });
    await expect(goOn(most + 1)).rejects.toMatchObject({
      code: 'settings.samples',
      params: { field: 'epochs', characters: (most + 2) * each, max: 5_000_000 },
    });
  });

  it.each([
    ['a learning rate', 'learningRate', { optimiser: 'adam', learningRate: 100 }],
    ['a patience with nothing held out', 'patience', { patience: 3 }],
    ['a perplexity below 1', 'untilPerplexity', { untilPerplexity: 0.5 }],
    ['a prefix of no character that it knows', 'prefixes', { prefixes: ['☃'] }],
  ])('refuses %s that no run can have as damage of its file', async (_, field, wrong) => {
    const file = await trainWhole({ epochs: 1, optimiser: 'adam' });
    const { manifest, text } = file;
    const settings = { ...manifest.settings, ...wrong } as typeof manifest.settings;
    await expect(
      prepareToGoOn(
        { ...file, manifest: { ...manifest, settings } },
        {
          ...{ id: 'a', name: 'a', hash: manifest.corpus.hash, text: text! },
          ...{ characters: manifest.corpus.characters, suggestedPrefixes: [] },
        },
        1,
      ),
    ).rejects.toMatchObject({
      code: 'model.damaged',
      params: { reason: `manifest: unexpected value at "settings.${field}"` },
    });
  });

  it('is refused for a run that has as many epochs as one can have', async () => {
    const file = sampleFile();
    const { manifest } = file;
    const full = {
      ...file,
      manifest: { ...manifest, settings: { ...manifest.settings, epochs: 100_000 } },
      state: { ...file.state!, epochs: 100_000, samplesDue: 0 },
    };
    const text = {
      ...{ id: 'a', name: 'a', hash: manifest.corpus.hash, text: file.text! },
      ...{ characters: manifest.corpus.characters, suggestedPrefixes: [] },
    };
    for (const more of [undefined, 1])
      await expect(prepareToGoOn(full, text, more)).rejects.toMatchObject({
        code: 'settings.allEpochs',
        params: { max: 100_000 },
      });
  });

  it('keeps the name that the person gave it', async () => {
    const product = await openForTest();
    await product.start({ epochs: 1 });
    const { modelId: id } = await product.training.ended();
    const { handlers } = product;
    await handlers['models.change']({ id: id!, name: '河', tags: ['夜'], favourite: true });
    await handlers['training.goOn']({ id: id!, moreEpochs: 1 });
    await product.training.ended();
    expect((await handlers['models.list']({}))[0]).toMatchObject({
      ...{ name: '河', tags: ['夜'], favourite: true, epochs: 2, corpusName: '可爱' },
    });
  });

  it('takes its text from the file, or from the library, or is refused', async () => {
    const product = await openForTest();
    const { handlers, corpusId, training } = product;
    const train = async (withText: boolean) => {
      const settings = { epochs: 1, hiddenSize: 4, timeSteps: 10, batchSize: 10 };
      await handlers['training.start']({ corpusId, settings, engine: 'onnx', withText });
      return (await training.ended()).modelId!;
    };
    const [withText, without] = [await train(true), await train(false)];
    expect(Buffer.from((await read(product, withText)).text!).toString()).toBe(song);
    expect((await read(product, without)).text).toBeNull();
    const goOn = async (id: string) => {
      await handlers['training.goOn']({ id, moreEpochs: 1 });
      return (await training.ended()).state;
    };
    expect(await goOn(without)).toBe('finished');
    expect((await read(product, without)).text).toBeNull();
    await handlers['corpora.remove']({ id: corpusId });
    expect(await goOn(withText)).toBe('finished');
    await expect(goOn(without)).rejects.toMatchObject({
      code: 'model.noText',
      params: { corpus: '可爱' },
    });
  });

  it('is refused without a state, or without its engine', async () => {
    const product = await openForTest({ engines: [{ name: 'onnx', version: '1' }] });
    const models = await library(product);
    const withoutState = await models.save(sampleFile({ state: null }));
    const manifest = sampleManifest({
      engine: { name: 'tensorflow', version: '4', threads: 1, step: 2 },
    });
    const other = await models.save(sampleFile({ manifest }));
    const goOn = (id: string) => product.handlers['training.goOn']({ id, moreEpochs: 1 });
    await expect(goOn(withoutState)).rejects.toMatchObject({ code: 'model.noState' });
    await expect(goOn(other)).rejects.toMatchObject({
      code: 'model.engineMissing',
      params: { engine: 'tensorflow', threads: 1 },
    });
    await expect(goOn('gone')).rejects.toMatchObject({ code: 'model.notFound' });
    expect(product.training.status().state).toBe('idle');
  });

  it.skipIf(!isPresent('tensorflow'))(
    'goes on with another engine where one is chosen',
    { tags: ['long'] },
    async () => {
      const product = await openForTest();
      await product.start({ epochs: 2 });
      const { modelId } = await product.training.ended();
      await product.handlers['training.goOn']({
        id: modelId!,
        moreEpochs: 1,
        engine: 'tensorflow',
      });
      expect(await product.training.ended()).toMatchObject({ state: 'finished', epochs: 3 });
      expect((await read(product, modelId!)).manifest.engine.name).toBe('tensorflow');
    },
  );
});

describe.skipIf(!isPresent('onnx'))('a run that begins with another model', () => {
  it(
    'has its weights and its vocabulary, settings of its own, and its name',
    { tags: ['long'] },
    async () => {
      const product = await openForTest();
      const { handlers, training } = product;
      await product.start({ epochs: 200 });
      const parentId = (await training.ended()).modelId!;
      const parent = await read(product, parentId);
      const other = await importFile(
        handlers,
        'other.txt',
        new TextEncoder().encode(`${song}春眠不觉晓`),
      );
      const start = (settings: Record<string, unknown>) =>
        handlers['training.start']({
          ...{ corpusId: other.id, engine: 'onnx', withText: true, parentId },
          settings: { epochs: 3, hiddenSize: 12, timeSteps: 10, batchSize: 10, ...settings },
        });
      await expect(start({ hiddenSize: 13 })).rejects.toMatchObject({ code: 'model.otherShape' });
      await expect(start({ cell: 'gru' })).rejects.toMatchObject({
        ...{ code: 'model.otherCell', params: { field: 'cell', kind: 'rnn' } },
      });
      await expect(start({ activation: 'relu' })).rejects.toMatchObject({
        ...{ code: 'model.otherCell', params: { field: 'activation', kind: 'tanh' } },
      });
      await expect(start({ layers: 2 })).rejects.toMatchObject({
        ...{ code: 'model.otherDepth', params: { field: 'layers', value: 1 } },
      });
      await expect(start({ embeddingSize: 4 })).rejects.toMatchObject({
        ...{ code: 'model.otherDepth', params: { field: 'embeddingSize', value: 0 } },
      });
      await expect(start({ embeddingSize: 12, tied: true })).rejects.toMatchObject({
        code: 'model.otherDepth',
      });
      // What the vocabulary does not have is not learnt, and does not make a text long enough.
      const { id: corpusId } = await importFile(
        handlers,
        'strange.txt',
        new TextEncoder().encode(`想要${'XYZ'.repeat(200)}`),
      );
      await expect(
        handlers['training.start']({
          ...{ corpusId, engine: 'onnx', withText: true, parentId },
          settings: { hiddenSize: 12, timeSteps: 10, batchSize: 10 },
        }),
      ).rejects.toMatchObject({
        code: 'corpus.tooShort',
        params: { characters: 2, field: 'parentId' },
      });
      const { unknownCharacters } = await start({ learningRate: 1 });
      expect(unknownCharacters).toBe([...'春眠不觉晓'].filter((one) => !song.includes(one)).length);
      const { modelId } = await training.ended();
      expect(modelId).not.toBe(parentId);
      const child = await read(product, modelId!);
      expect(child.manifest.parent).toEqual({
        ...{ name: parent.manifest.name, epochs: 200, createdAt: parent.manifest.createdAt },
      });
      expect(child.manifest.vocabulary).toEqual(parent.manifest.vocabulary);
      // It begins where its parent was, far below where a new model would.
      expect(child.epochs[0]!.perplexity).toBeLessThan(parent.epochs[0]!.perplexity / 2);
      expect(await read(product, parentId)).toEqual(parent);
    },
  );
});

describe.skipIf(!isPresent('onnx'))('a run under way', () => {
  it('is saved at a pause', async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 3);
    await handlers['training.pause']({});
    // Not the first save, which comes early.
    await product.until(() => training.status().savedEpochs === training.status().epochs);
    const { modelId, epochs } = training.status();
    expect((await read(product, modelId!)).epochs).toHaveLength(epochs);
  });

  it('goes on when it cannot be saved, says so, and is saved when it can be again', async () => {
    const product = await openForTest();
    const { training, handlers, root } = product;
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    const [models, away] = [join(root, 'models'), join(root, 'away')];
    await rename(models, away);
    await writeFile(models, 'no folder');
    await expect(handlers['training.save']({})).rejects.toMatchObject({ code: 'file.unwritable' });
    const { epochs, state, saveFailure } = training.status();
    expect({ state, saveFailure }).toMatchObject({
      state: 'training',
      saveFailure: { code: 'file.unwritable' },
    });
    await product.until(() => training.status().epochs > epochs);
    await rename(models, join(root, 'file'));
    await rename(away, models);
    expect(await handlers['training.save']({})).toMatchObject({
      ...{ state: 'training', saveFailure: null },
    });
  });

  it('leaves alone what another program has made of its model', async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    const { modelId } = await handlers['training.save']({});
    const others = { ...(await read(product, modelId!)), samples: [] };
    const manifest = { ...others.manifest, savedAt: '2030-01-01T00:00:00.000Z' };
    await (await library(product)).save({ ...others, manifest }, modelId!);
    const saved = await handlers['training.save']({});
    expect(saved.modelId).not.toBe(modelId);
    expect((await read(product, modelId!)).manifest.savedAt).toBe(manifest.savedAt);
    expect((await handlers['training.save']({})).modelId).toBe(saved.modelId);
    expect(await handlers['models.list']({})).toHaveLength(2);
  });
});
