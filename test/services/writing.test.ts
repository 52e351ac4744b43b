/** The writing service with a real compute process: from a saved model to text, with what was left out, and to a score. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { mapParameters } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { perplexityOf, predictRnn } from '../core/book-network.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { sampleFile, VOCABULARY } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';
import { plainRnn } from '../contract/all-cells.ts';

/** What is done while a text is on its way to the compute process. */
const meanwhile = vi.hoisted(() => ({ textIsGiven: () => Promise.resolve() }));
vi.mock('../../src-main/supervisor/text.ts', async (importOriginal) => {
  const { giveText } = await importOriginal<typeof import('../../src-main/supervisor/text.ts')>();
  return {
    giveText: async (...args: Parameters<typeof giveText>) => {
      await meanwhile.textIsGiven();
      return giveText(...args);
    },
  };
});

const architecture = { ...plainRnn, vocabularySize: VOCABULARY.length, hiddenSize: 5 };
const ids = (text: string) => Array.from(text, (character) => VOCABULARY.indexOf(character));
const text = (of: number[]) => of.map((id) => VOCABULARY[id]).join('');

/** A product with some saved models, each of other weights. */
async function openWithModels(count = 1) {
  const product = await openForTest();
  const library = await ModelLibrary.open(
    resolveDataFolder({ VERSELOOM_DATA: product.root }).models,
  );
  const models = Array.from({ length: count }, (_, i) => floats(architecture, new Random(i + 1)));
  const modelIds: string[] = [];
  for (const model of models) modelIds.push(await library.save(sampleFile({ model })));
  const write = async (more: Record<string, unknown> = {}) =>
    product.handlers['writing.write']({
      ...{
        id: 'w',
        modelId: modelIds[0]!,
        prefix: '想要',
        length: 40,
        temperature: 0,
        seed: 1,
        ...more,
      },
    });
  const files = await Promise.all(modelIds.map((id) => library.read(id)));
  return { ...product, models, modelIds, files, write };
}

const greedy = (model: Parameters<typeof predictRnn>[0], prefix: string, length: number) =>
  text(predictRnn(model, ids(prefix), length).slice(Array.from(prefix).length));

describe.skipIf(!isPresent('onnx'))('writing', () => {
  it("at temperature 0 is the book's greedy text, told as it comes", async () => {
    const { models, write, texts } = await openWithModels();
    const result = await write();
    expect(result).toMatchObject({ prefix: '想要', leftOut: [], cancelled: false });
    expect(result.continuation).toBe(greedy(models[0]!, '想要', 40));
    expect(result.charactersPerSecond).toBeGreaterThan(0);
    expect(texts.map((piece) => piece.text).join('')).toBe(result.continuation);
    expect(texts.every(({ id }) => id === 'w')).toBe(true);
  });

  it('counts characters, not halves of them', async () => {
    const { models, write } = await openWithModels();
    const { prefix, continuation } = await write({ prefix: '𠮷😀', length: 25 });
    expect(prefix).toBe('𠮷😀');
    expect(continuation).toBe(greedy(models[0]!, '𠮷😀', 25));
    expect(Array.from(continuation).length).toBe(25);
  });

  it('leaves out what the model does not know, and names it', async () => {
    const { models, write } = await openWithModels();
    const result = await write({ prefix: '不想A不要\n' });
    expect(result).toMatchObject({ prefix: '想要 ', leftOut: ['不', 'A'] });
    expect(result.continuation).toBe(greedy(models[0]!, '想要 ', 40));
  });

  it('draws by its seed at a temperature', async () => {
    const { models, write } = await openWithModels();
    const drawn = async (seed: number) =>
      (await write({ temperature: 1, seed, length: 80 })).continuation;
    const first = await drawn(1);
    expect(await drawn(1)).toBe(first);
    expect(await drawn(2)).not.toBe(first);
    expect(first).not.toBe(greedy(models[0]!, '想要', 80));
  });

  it('refuses a prefix that is empty or all unknown, and a model that is not there', async () => {
    const { write, supervisor } = await openWithModels();
    await expect(write({ prefix: '' })).rejects.toMatchObject({
      code: 'prefix.empty',
      params: { field: 'prefix' },
    });
    await expect(write({ prefix: '不知道' })).rejects.toMatchObject({
      ...{ code: 'prefix.unknown', params: { field: 'prefix', characters: '不知道' } },
    });
    await expect(write({ modelId: 'gone' })).rejects.toMatchObject({ code: 'model.notFound' });
    expect(supervisor.started).toBeUndefined(); // none of this needed an engine
  });

  it('ends when it is cancelled, with what was written', async () => {
    const { handlers, write, texts, until } = await openWithModels();
    const writing = write({ length: 20_000 });
    await until(() => texts.length > 0);
    await handlers['writing.cancel']({ id: 'w' });
    const { continuation, cancelled } = await writing;
    expect(cancelled).toBe(true);
    expect(continuation).toBe(texts.map((piece) => piece.text).join(''));
    expect(continuation.length).toBeLessThan(20_000);
    await handlers['writing.cancel']({ id: 'w' }); // once more does no harm
  });

  it('is cancelled also while the model is still being opened', async () => {
    const { handlers, writing, modelIds, files, texts } = await openWithModels();
    const request = { id: 'w', prefix: '想', length: 20_000, temperature: 0, seed: 1 };
    const piece = writing.write(modelIds[0]!, files[0]!, async () => null, request);
    await handlers['writing.cancel']({ id: 'w' });
    expect(await piece).toMatchObject({ prefix: '想', continuation: '', cancelled: true });
    expect(texts).toEqual([]);
  });

  it('has more models than are kept open, one after the other and all at once', async () => {
    const { models, modelIds, write } = await openWithModels(6);
    const order = [0, 1, 2, 3, 4, 5, 0, 5, 1];
    for (const i of order)
      expect((await write({ modelId: modelIds[i] })).continuation).toBe(
        greedy(models[i]!, '想要', 40),
      );
    const pieces = await Promise.all(
      order.map((i, n) => write({ id: `${n}`, modelId: modelIds[i], length: 400 })),
    );
    for (const [n, i] of order.entries())
      expect(pieces[n]!.continuation).toBe(greedy(models[i]!, '想要', 400));
  });

  it('opens its model again after a crash', async () => {
    const { models, write, supervisor, texts, compute, until } = await openWithModels();
    const writing = write({ length: 20_000, temperature: 1 });
    const failed = expect(writing).rejects.toMatchObject({ code: 'compute.crashed' });
    await until(() => texts.length > 0); // it is writing
    process.kill(supervisor.pid!, 'SIGKILL');
    await failed;
    await until(() => compute.includes('ready'));
    expect((await write()).continuation).toBe(greedy(models[0]!, '想要', 40));
  });
});

describe.skipIf(!isPresent('onnx'))('scoring', () => {
  it('is the perplexity of the known characters', async () => {
    const { models, modelIds, files, writing } = await openWithModels();
    const score = await writing.score(
      modelIds[0]!,
      files[0]!,
      Buffer.from('想要 分开\n想X要\r𠮷Y😀'),
    );
    const known = ids('想要 分开 想要 𠮷😀');
    expect(score).toMatchObject({ known: known.length, unknown: 2, leftOut: ['X', 'Y'] });
    expect(Math.abs(score.perplexity / perplexityOf(models[0]!, known) - 1)).toBeLessThan(1e-4);
  });

  it('has its model for as long as it takes, whatever is opened meanwhile', async () => {
    const { models, modelIds, files, writing, write } = await openWithModels(6);
    meanwhile.textIsGiven = async () => {
      for (const modelId of modelIds.slice(1)) await write({ id: modelId, modelId, length: 1 });
    };
    onTestFinished(() => void (meanwhile.textIsGiven = () => Promise.resolve()));
    const { perplexity } = await writing.score(modelIds[0]!, files[0]!, Buffer.from('想要分开'));
    expect(Math.abs(perplexity / perplexityOf(models[0]!, ids('想要分开')) - 1)).toBeLessThan(1e-4);
  });

  it('and writing are refused for weights that leave the numbers, in a way that can be said', async () => {
    const product = await openWithModels();
    const { manifest, model, ...file } = product.files[0]!;
    const parameters = mapParameters(model.parameters, (values) => values.map(() => -3e38));
    const huge = {
      ...file,
      manifest: { ...manifest, savedAt: 'since' },
      model: { ...model, parameters },
    };
    const { modelIds, writing } = product;
    const overflow = { code: 'model.overflow', params: {} };
    await expect(writing.score(modelIds[0]!, huge, Buffer.from('想要 分开'))).rejects.toMatchObject(
      overflow,
    );
    const request = { id: 'w', prefix: '想', length: 3, temperature: 0.5, seed: 1 };
    await expect(
      writing.write(modelIds[0]!, huge, async () => null, request),
    ).rejects.toMatchObject(overflow);
    // Whatever else is written goes on.
    expect(await product.write({ length: 3 })).toMatchObject({ cancelled: false });
  });

  it('needs two known characters', async () => {
    const { modelIds, files, writing } = await openWithModels();
    const score = (of: string) => writing.score(modelIds[0]!, files[0]!, Buffer.from(of));
    await expect(score('')).rejects.toMatchObject({
      code: 'text.tooShort',
      params: { characters: 0, known: 0 },
    });
    await expect(score('想ABC')).rejects.toMatchObject({
      code: 'text.tooShort',
      params: { characters: 4, known: 1 },
    });
    expect((await score('想要')).known).toBe(2);
  });
});
