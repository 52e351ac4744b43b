/** Runs that begin with a model that comes with the product: what is learnt goes into a model of the person's own. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, small } from '../open-product.ts';

const STARTER = 'starter:zh';
const NAME = '起步';

/** What another product has trained comes with this one. */
async function openWithStarter(settings: Record<string, unknown> = {}) {
  const maker = await openForTest();
  await maker.start(settings);
  const { modelId } = await maker.training.ended();
  await maker.close();
  const folder = await temporaryFolder();
  const file = join(folder, 'zh.verse');
  const trained = new Uint8Array(
    await readFile((await ModelLibrary.open(join(maker.root, 'models'))).path(modelId!)),
  );
  await writeFile(file, trained);
  const starter = { language: 'zh', name: { zh: NAME, en: 'starter' }, corpus: 'songs' };
  const list = [{ ...starter, settings: { epochs: small.epochs } }];
  await writeFile(join(folder, 'starters.json'), JSON.stringify(list));
  const product = await openForTest({ starters: folder });
  return { product, file, trained: Buffer.from(trained) };
}

describe.skipIf(!isPresent('onnx'))('a model that comes with the product', () => {
  it('is gone on with as one of one’s own, bit for bit, under a name as runs have', async () => {
    const whole = await openForTest();
    await whole.start({ epochs: 7 });
    const straight = await whole.training.ended();
    const { product, file, trained } = await openWithStarter();
    const { handlers, training } = product;
    const corpora = await handlers['corpora.list']({});
    const info = (await handlers['models.list']({}))[0]!;
    expect(info).toMatchObject({ id: STARTER, name: NAME, builtIn: true, epochs: 4 });
    expect(corpora.some(({ hash }) => hash === info.corpusHash)).toBe(true);

    await handlers['training.goOn']({ id: STARTER, moreEpochs: 3 });
    const { state, modelId, epochs } = await training.ended();
    expect({ state, epochs }).toEqual({ state: 'finished', epochs: 7 });
    const [own, ...others] = await handlers['models.list']({});
    expect(own).toMatchObject({ id: modelId, builtIn: false, epochs: 7, corpusName: '可爱' });
    expect(own!.name).toMatch(/^可爱 · .*7 轮$/);
    expect(others.map(({ id }) => id)).toEqual([STARTER]);
    expect(await readFile(file)).toEqual(trained);

    const weights = async (root: string, id: string) =>
      (await (await ModelLibrary.open(join(root, 'models'))).read(id)).model;
    expect(await weights(product.root, modelId!)).toEqual(
      await weights(whole.root, straight.modelId!),
    );
    // A second time, beside the first, and in the language of the page that asks.
    await handlers['training.goOn']({ id: STARTER, moreEpochs: 3, language: 'en' });
    await training.ended();
    const names = (await handlers['models.list']({})).map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    expect(names).toContainEqual(expect.stringMatching(/^可爱 · .*7 epochs$/));
  });

  it('is what a new run can begin with', async () => {
    const { product, file, trained } = await openWithStarter();
    const { handlers, training, corpusId } = product;
    await handlers['training.start']({
      ...{ corpusId, settings: { ...small, learningRate: 1 }, engine: 'onnx', withText: true },
      parentId: STARTER,
    });
    const { modelId } = await training.ended();
    const [own] = await handlers['models.list']({});
    expect(own).toMatchObject({ id: modelId, builtIn: false, parentName: NAME });
    expect(await readFile(file)).toEqual(trained);
  });

  it('leaves no trace where it cannot be gone on with', async () => {
    const { product } = await openWithStarter();
    const { handlers } = product;
    const tooMany = handlers['training.goOn']({ id: STARTER, moreEpochs: 100_000 });
    await expect(tooMany).rejects.toMatchObject({ code: 'settings.outOfRange' });
    expect(await handlers['models.list']({})).toHaveLength(1);
  });
});
