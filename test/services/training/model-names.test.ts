/** How models are called when runs save them, and how long a name holds. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { ENDLESS } from '../../compute/compute-process.ts';
import { openForTest, type Opened } from '../open-product.ts';

const SHAPE = '可爱 · H=12 · T=10 · B=10';

async function namesOf({ handlers }: Opened): Promise<string[]> {
  return (await handlers['models.list']({})).map(({ name }) => name).sort();
}

async function train(product: Opened, settings: Record<string, unknown> = {}): Promise<string> {
  await product.start({ epochs: 1, predPeriod: 1, ...settings });
  const { modelId } = await product.training.ended();
  return modelId!;
}

describe.skipIf(!isPresent('onnx'))('the model of a run', () => {
  it('is called after what sets it apart, and never as another one', async () => {
    const product = await openForTest();
    await train(product);
    await train(product, { clippingThreshold: 0.02 });
    await train(product);
    const parentId = await train(product);
    await product.handlers['training.start']({
      ...{ corpusId: product.corpusId, engine: 'onnx', parentId, withText: true },
      settings: { ...product.training.status().settings },
    });
    await product.training.ended();
    expect(await namesOf(product)).toEqual(
      [
        `${SHAPE} · 1 轮`,
        `${SHAPE} · 1 轮 (2)`,
        `${SHAPE} · 1 轮 (3)`,
        `${SHAPE} · θ=0.02 · 1 轮`,
        `${SHAPE} · 有起点模型 · 1 轮`,
      ].sort(),
    );
  });

  it('is called in the language of the person', async () => {
    const product = await openForTest();
    await product.handlers['preferences.set']({ language: 'en' });
    await train(product, { seed: 7 });
    await product.handlers['preferences.set']({ language: 'zh' });
    await train(product, { seed: 7 });
    expect(await namesOf(product)).toEqual([
      '可爱 · H=12 · T=10 · B=10 · seed 7 · 1 epoch',
      `${SHAPE} · 种子 7 · 1 轮`,
    ]);
  });

  it('is called in the language of the screens where nobody has chosen one', async () => {
    const product = await openForTest();
    const began = await product.handlers['training.start']({
      ...{ corpusId: product.corpusId, engine: 'onnx', language: 'en', withText: true },
      settings: { hiddenSize: 12, timeSteps: 10, batchSize: 10, epochs: 1, predPeriod: 1, seed: 7 },
    });
    expect(began.corpusId).toBe(product.corpusId);
    await product.training.ended();
    expect(await namesOf(product)).toEqual(['可爱 · H=12 · T=10 · B=10 · seed 7 · 1 epoch']);
  });

  it('names the lyrics that come with Verseloom in the same language as all else of the run', async () => {
    const product = await openForTest();
    const { handlers, training } = product;
    const sample = (await handlers['corpora.list']({})).find(({ builtIn }) => builtIn)!;
    await handlers['training.start']({
      ...{ corpusId: sample.id, engine: 'onnx', language: 'en', withText: true },
      settings: { hiddenSize: 12, timeSteps: 10, batchSize: 10, epochs: 1, maxCharacters: 400 },
    });
    const { modelId } = await training.ended();
    const named = /^Verseloom sample lyrics · H=12 · T=10 · B=10 · 400 characters · 1 epoch$/;
    expect((await namesOf(product))[0]).toMatch(named);
    // Continued from a page in the other language, it stays what it is called.
    await handlers['training.goOn']({ id: modelId!, moreEpochs: 1, language: 'zh' });
    await training.ended();
    expect((await namesOf(product))[0]).toMatch(/^Verseloom sample lyrics · .* · 2 epochs$/);
  });

  it('says how many epochs it is to make, and how many it has made once it is stopped', async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start({ epochs: ENDLESS });
    await product.until(() => training.status().epochs > 0);
    await handlers['training.save']({});
    expect(await namesOf(product)).toEqual([`${SHAPE} · ${ENDLESS} 轮`]);
    expect(training.status().modelName).toBe(`${SHAPE} · ${ENDLESS} 轮`);
    const { modelId, epochs } = await handlers['training.stop']({});
    expect(await namesOf(product)).toEqual([`${SHAPE} · ${epochs} 轮`]);
    expect(training.status().modelName).toBe(`${SHAPE} · ${epochs} 轮`);

    await handlers['preferences.set']({ language: 'en' }); // it stays what it was called in
    await handlers['training.goOn']({ id: modelId!, moreEpochs: 2 });
    await training.ended();
    expect(await namesOf(product)).toEqual([`${SHAPE} · ${epochs + 2} 轮`]);
  });

  it('keeps the name that a person gives it, while it learns and after', async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start({ epochs: ENDLESS });
    await product.until(() => training.status().epochs > 0);
    const { modelId: id } = await handlers['training.save']({});
    await handlers['models.change']({ id: id!, name: '我的' });
    expect((await handlers['training.stop']({})).modelName).toBe('我的');
    expect(await namesOf(product)).toEqual(['我的']);
    await handlers['training.goOn']({ id: id!, moreEpochs: 1 });
    await training.ended();
    expect(await namesOf(product)).toEqual(['我的']);
  });

  it('of an earlier version, called after its text, keeps that name', async () => {
    const product = await openForTest();
    const { training, handlers, root } = product;
    const first = await train(product);
    const models = await ModelLibrary.open(join(root, 'models'));
    const file = await models.read(first);
    const id = await models.save({ ...file, manifest: { ...file.manifest, name: '可爱' } });
    await handlers['training.goOn']({ id, moreEpochs: 1 });
    await training.ended();
    expect(await namesOf(product)).toContain('可爱');
  });
});
