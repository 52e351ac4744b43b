/**
 * A model that is deleted, gone on with or renamed while one writes with it, with real compute processes: what is under way comes to its end.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { form } from '../../src-main/contract/writing/constraint.ts';
import { Random } from '../../src-main/core/random.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { predictRnn } from '../core/book-network.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { sampleFile, sampleManifest, VOCABULARY } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';
import { plainRnn } from '../contract/all-cells.ts';

/** Characters of a piece that takes long enough for something to happen meanwhile. */
const LONG = 10_000;

const modelOf = (seed: number) =>
  floats({ ...plainRnn, vocabularySize: VOCABULARY.length, hiddenSize: 5 }, new Random(seed));
const greedy = (seed: number, length: number): string =>
  predictRnn(modelOf(seed), [0, 1], length)
    .slice(2)
    .map((id) => VOCABULARY[id])
    .join('');

async function open() {
  const product = await openForTest();
  const { handlers, texts, until } = product;
  const { models } = resolveDataFolder({ VERSELOOM_DATA: product.root });
  const library = await ModelLibrary.open(models);
  const modelId = await library.save(sampleFile({ model: modelOf(1) }));
  const write = async (length: number, { id = 'piece', temperature = 0 } = {}) =>
    handlers['writing.write']({ ...{ id, modelId, prefix: '想要', length, temperature, seed: 3 } });
  const long = () => write(LONG, { id: 'long', temperature: 1 });
  /** @returns what writes a long piece, once it has begun */
  const begun = async () => {
    const before = texts.length;
    const piece = long();
    await until(() => texts.length > before);
    return { piece };
  };
  const lines = async (id = 'lines') =>
    handlers['writing.lines']({
      ...{ id, modelId, prefix: '想要', temperature: 1, seed: 3, count: 4, noCopy: null },
      form: form.parse({
        lines: Array.from({ length: 12 }, () => ({ length: { min: 3, max: 4 } })),
      }),
    });
  return { ...product, library, modelId, write, long, begun, lines };
}

/** What happens to a model, and how it answers afterwards. */
type Product = Awaited<ReturnType<typeof open>>;
const fates: readonly {
  name: string;
  befall: (product: Product) => Promise<unknown>;
  afterwards: (product: Product) => Promise<void>;
}[] = [
  {
    name: 'deleted',
    befall: async ({ handlers, modelId: id }) => handlers['models.remove']({ id }),
    afterwards: async ({ write, lines, handlers, modelId: id }) => {
      const missing = { code: 'model.notFound', params: { id } };
      await expect(write(9)).rejects.toMatchObject(missing);
      await expect(lines()).rejects.toMatchObject(missing);
      await expect(
        handlers['writing.copied']({ modelId: id, text: '想要分开' }),
      ).rejects.toMatchObject(missing);
      await handlers['models.restore']({ id });
      expect((await write(9)).continuation).toBe(greedy(1, 9));
    },
  },
  {
    name: 'gone on with',
    // As a run saves its model: under the same id, later.
    befall: ({ library, modelId }) =>
      library.save(
        sampleFile({
          manifest: sampleManifest({ savedAt: '2026-01-03T00:00:00.000Z' }),
          model: modelOf(2),
        }),
        modelId,
      ),
    afterwards: async ({ write }) => {
      expect((await write(9)).continuation).toBe(greedy(2, 9));
      expect(greedy(2, 9)).not.toBe(greedy(1, 9));
    },
  },
  {
    name: 'renamed',
    befall: async ({ handlers, modelId: id }) => handlers['models.change']({ id, name: '新名' }),
    afterwards: async ({ write }) => {
      expect((await write(9)).continuation).toBe(greedy(1, 9));
    },
  },
];

describe.skipIf(!isPresent('onnx'))('a model that one writes with', () => {
  it.each(fates)('and that is $name meanwhile', async ({ befall, afterwards }) => {
    const product = await open();
    const expected = await product.long();
    const found = await product.lines();
    const search = product.lines('search');
    const { piece } = await product.begun();
    await befall(product);
    expect((await piece).continuation).toBe(expected.continuation);
    expect((await search).readings).toEqual(found.readings);
    await afterwards(product);
    expect(product.compute).toEqual([]);
  });

  it('and that a run goes on with is as that run has saved it last, while the run is under way', async () => {
    const product = await openForTest();
    const { handlers, training } = product;
    await product.start({ epochs: 4 });
    await training.ended();
    const modelId = training.status().modelId!;
    const { models } = resolveDataFolder({ VERSELOOM_DATA: product.root });
    const library = await ModelLibrary.open(models);
    const expectAsSaved = async () => {
      const { continuation } = await handlers['writing.write']({
        ...{ id: 'piece', modelId, prefix: '想要', length: 40, temperature: 0, seed: 3 },
      });
      const { manifest, model } = await library.read(modelId);
      const ids = [...'想要'].map((character) => manifest.vocabulary.indexOf(character));
      const written = predictRnn(model, ids, 40).slice(2);
      expect(continuation).toBe(written.map((id) => manifest.vocabulary[id]).join(''));
      return continuation;
    };
    const first = await expectAsSaved();
    await handlers['training.goOn']({ id: modelId, moreEpochs: 90_000 });
    await product.until(() => training.status().epochs > 60);
    await training.pause();
    await training.save();
    expect(training.status().state).toBe('paused');
    expect(await expectAsSaved()).not.toBe(first);
    await training.stop();
    await expectAsSaved();
  });
});
