/** Settings that are changed while a run goes on: recorded, and exactly repeated by a run that was killed. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { trainAndPredict } from '../../../src-main/compute/training-run.ts';
import { Turns } from '../../../src-main/compute/turns.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { openForTest, song, type Opened } from '../open-product.ts';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';

const readModel = ({ root }: Opened, id: string) =>
  readModelFile(join(root, 'models', `${id}.verse`));

it(
  'a run that is killed after a change comes to the same bits as one with that change from its beginning',
  { tags: ['long'] },
  async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start({ epochs: 400, predPeriod: 100 }, 'onnx');
    await product.until(() => training.status().epochs >= 20);
    const changed = await handlers['training.change']({
      ...{ learningRate: 10, clippingThreshold: 0.02, predPeriod: 50, moreEpochs: 50 },
    });
    expect(changed).toMatchObject({ changes: 2, settings: { learningRate: 10, epochs: 450 } });
    const { changes } = training.history(0, 0);
    const saved = await handlers['training.save']({});
    process.kill(product.supervisor.pid!, 'SIGKILL');
    expect(await training.ended()).toMatchObject({ state: 'failed', modelId: saved.modelId });
    const left = await readModel(product, saved.modelId!);
    expect(left.manifest).toMatchObject({
      changes,
      settings: { learningRate: 10, predPeriod: 50 },
    });
    await handlers['training.goOn']({ id: saved.modelId! });
    const ended = await training.ended();
    expect(ended).toMatchObject({ state: 'finished', endedBy: 'epochs', epochs: 450 });
    const file = await readModel(product, saved.modelId!);
    const { epoch } = changes[1]!;
    expect(file.epochs.map(({ learningRate }) => learningRate)).toEqual(
      Array.from({ length: 450 }, (_, i) => (i + 1 < epoch ? 100 : 10)),
    );
    expect(await handlers['models.list']({})).toMatchObject([{ changes: 2 }]);
    expect(file.manifest.verbatim).toMatchObject({ shortest: 6, temperature: 0.8 });

    const { settings, vocabulary, engine } = file.manifest;
    const ids = Int32Array.from(song, (one) => vocabulary.indexOf(one));
    const again = await trainAndPredict(
      await createOnnxEngine(engine.threads),
      { settings, changes, ids, vocabularySize: vocabulary.length, prefixes: [] },
      new Turns(),
      async () => 'go',
      { begun: () => {}, epoch: () => {}, sample: () => {} },
    );
    expect(again.model.parameters).toEqual(file.model.parameters);
  },
);

it('leaves what was not changed as it is, and does not put the book’s values there', async () => {
  const product = await openForTest();
  const { training, handlers } = product;
  const begun = { epochs: 90_000, predPeriod: 70_000, learningRate: 20, clippingThreshold: 0.5 };
  await product.start(begun, 'onnx');
  await handlers['training.change']({ clippingThreshold: 0.4 });
  await handlers['training.change']({ learningRate: 10 });
  const now = { ...begun, learningRate: 10, clippingThreshold: 0.4 };
  expect(training.status().settings).toMatchObject(now);
  await handlers['training.change']({ moreEpochs: 7 });
  expect(training.status().settings).toMatchObject({ ...now, epochs: 90_007 });
  await training.stop();
});

it('refuses what no run could have, at its field, and changes nothing', async () => {
  const product = await openForTest();
  const { training, handlers } = product;
  await product.start({ epochs: 100_000, predPeriod: 100_000 });
  for (const [wanted, field] of [
    [{ learningRate: 0 }, 'learningRate'],
    [{ clippingThreshold: -1 }, 'clippingThreshold'],
    [{ predPeriod: 1.5 }, 'predPeriod'],
    [{ moreEpochs: 1 }, 'moreEpochs'],
  ] as const)
    await expect(handlers['training.change'](wanted)).rejects.toMatchObject({ params: { field } });
  await expect(handlers['training.change']({ moreEpochs: 1 })).rejects.toMatchObject({
    code: 'settings.allEpochs',
  });
  expect(training.status()).toMatchObject({ changes: 0, settings: { learningRate: 100 } });
  await training.stop();
  await expect(handlers['training.change']({ learningRate: 1 })).rejects.toMatchObject({
    code: 'training.notRunning',
  });
});

it('ends by itself at a perplexity and after a time, and goes on without that end when it is asked to', async () => {
  const product = await openForTest();
  const { training, handlers } = product;
  await product.start({ epochs: 1000, predPeriod: 1000, untilPerplexity: 8 });
  const ended = await training.ended();
  expect(ended).toMatchObject({ state: 'finished', endedBy: 'perplexity' });
  expect(ended.lastEpoch!.perplexity).toBeLessThanOrEqual(8);
  expect(ended.epochs).toBeLessThan(1000);
  // The last epoch of every run writes.
  expect(training.history(0, 0).samples.at(-1)!.epoch).toBe(ended.epochs);
  await handlers['training.goOn']({ id: ended.modelId!, moreEpochs: 5 });
  expect(await training.ended()).toMatchObject({
    ...{ state: 'finished', endedBy: 'epochs', epochs: ended.epochs + 5 },
    settings: { untilPerplexity: 0 },
  });
  await product.start({ epochs: 100_000, predPeriod: 100_000, untilSeconds: 0.2 });
  expect(await training.ended()).toMatchObject({ state: 'finished', endedBy: 'time' });
});

it('refuses patience where nothing is held out', async () => {
  const product = await openForTest();
  await expect(product.start({ patience: 3 })).rejects.toMatchObject({
    ...{ code: 'settings.nothingHeldOut', params: { field: 'patience' } },
  });
  await expect(product.start({ untilPerplexity: 0.5 })).rejects.toMatchObject({
    ...{ code: 'settings.neverReached', params: { field: 'untilPerplexity', min: 1 } },
  });
});
