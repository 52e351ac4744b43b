/** What is held out of a text: neither learnt nor in the vocabulary, the same after a stop, and told with its figures. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HeldOut } from '../../../src-main/contract/held-out.ts';
import { perplexity } from '../../../src-main/core/score.ts';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';
import { exportModel } from '../../../src-main/services/exports/exports.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import type { ModelFile } from '../../../src-main/store/models/model-file.ts';
import { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { ReferenceEngine } from '../../core/reference-engine.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import { train } from '../../compute/train.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { exporter } from '../exports/trained-model.ts';
import { openForTest, small, type Opened } from '../open-product.ts';

/** Twelve songs; every fourth has a character of its own, and so has the last line. */
const songs = Array.from({ length: 12 }, (_, i) =>
  ['想要有直升机', '想要和你飞到宇宙去', '', i % 4 === 3 ? '感谢地心引力' : '融化在银河里'].join(
    '\n',
  ),
);
const text = `${songs.join('\u001e')}\n龙卷风`;

const read = async ({ root }: Opened, id: string): Promise<ModelFile> =>
  (await ModelLibrary.open(join(root, 'models'))).read(id);
const bitsOf = ({ model }: Pick<ModelFile, 'model'>) =>
  Object.values(model.parameters).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
  );

/** With its mark, as it is learnt. */
const withMark = songs.map((song, i) => (i < 11 ? `${song}\u001e` : `${song}\n龙卷风`));
const cases = [
  [{ by: 'songs', every: 4 }, withMark.filter((_, i) => i % 4 !== 3).join('')],
  [{ by: 'last', percent: 26 }, withMark.slice(0, 9).join('')],
  [{ by: 'last', percent: 1 }, withMark.join('').slice(0, -3)], // the last line
] as const satisfies [HeldOut, string][];

describe.skipIf(!isPresent('onnx'))('a run of which a part is held out', () => {
  it.each(cases)('learns the rest alone: %j', { tags: ['long'] }, async (heldOut, learnt) => {
    const product = await openForTest({ text });
    const link = new ComputeLink(spawnCompute({ engine: 'onnx', threads: 1 }), () => {});
    onTestFinished(() => link.end());
    for (const lineBreaks of ['own', 'space'] as const) {
      await product.start({ lineBreaks, heldOut, maxCharacters: 0 });
      const { modelId, share } = await product.training.ended();
      const file = await read(product, modelId!);
      const { settings, vocabulary, corpus } = file.manifest;
      const asLearnt = lineBreaks === 'own' ? learnt : learnt.replace(/[\n\u001e]/g, ' '); // eslint-disable-line no-control-regex
      expect(settings.heldOut).toEqual(heldOut);
      expect(vocabulary).toEqual([...new Set(asLearnt)]);
      const { length } = learnt;
      expect(corpus).toMatchObject({ characters: text.length, learntCharacters: length });
      const held = text.length - length;
      expect(share).toMatchObject({ characters: text.length, learnt: length, heldOut: held });
      // To the bits of a run on that part, whatever else there is in the text.
      const idsOf = (of: string) =>
        Int32Array.from(of, (character) => vocabulary.indexOf(character));
      const expected = await train(link.calls, {
        ...{ settings, vocabularySize: vocabulary.length },
        ...{ ids: idsOf(asLearnt), prefixes: settings.prefixes.map(idsOf) },
      });
      expect(bitsOf(file)).toEqual(bitsOf(expected));
    }
  });

  it.each(['random', 'consecutive'])(
    'goes on as if it had never been stopped, with %s sampling',
    { tags: ['long'] },
    async (sampling) => {
      const heldOut = { by: 'songs', every: 3 };
      const settings = { heldOut, lineBreaks: 'own', sampling, epochs: 300, predPeriod: 7 };
      const whole = await openForTest({ text });
      await whole.start(settings);
      const { modelId: wholeId } = await whole.training.ended();
      const product = await openForTest({ text });
      await product.start(settings);
      await product.until(() => product.training.status().epochs >= 5);
      const { modelId } = await product.handlers['training.stop']({});
      const { share } = await product.handlers['training.goOn']({ id: modelId! });
      expect(share).toMatchObject({ songs: 12, learntSongs: 8, heldOutSongs: 4 });
      await product.training.ended();
      const [file, expected] = [await read(product, modelId!), await read(whole, wholeId!)];
      expect(file.manifest.settings).toEqual(expected.manifest.settings);
      expect(file.samples).toEqual(expected.samples);
      expect(bitsOf(file)).toEqual(bitsOf(expected));
      expect(file.state!.generator).toEqual(expected.state!.generator);
    },
  );

  it('is of what the limit leaves, and told so', async () => {
    const product = await openForTest({ text });
    const limit = { maxCharacters: songs[0]!.length * 5 + 4, lineBreaks: 'own', timeSteps: 5 };
    await product.start({ ...limit, heldOut: { by: 'songs', every: 2 } });
    const { share, modelId } = await product.training.ended();
    const [one, fourth] = [songs[0]!.length, songs[3]!.length];
    expect(fourth).toBe(one);
    expect(share).toEqual({
      ...{ characters: text.length, learnt: 3 * one + 2, heldOut: 2 * (one + 1) },
      ...{ songs: 12, learntSongs: 3, heldOutSongs: 2 },
    });
    expect((await read(product, modelId!)).manifest.corpus.learntCharacters).toBe(3 * one + 2);
  });

  it('is refused at the field where nothing would be held out, or too little is left', async () => {
    const product = await openForTest({ text });
    await expect(product.start({ heldOut: { by: 'songs', every: 13 } })).rejects.toMatchObject({
      code: 'settings.heldOutNone',
      params: { field: 'heldOut', every: 13, songs: 12 },
    });
    await expect(
      product.start({ maxCharacters: 70, batchSize: 2, heldOut: { by: 'songs', every: 4 } }),
    ).rejects.toMatchObject({ code: 'settings.heldOutNone', params: { songs: 2 } });
    const needed = { maxCharacters: 0, batchSize: 12, timeSteps: 20 }; // 241 characters
    await product.start({ ...needed, epochs: 1 });
    await product.training.ended();
    await expect(
      product.start({ ...needed, heldOut: { by: 'last', percent: 50 } }),
    ).rejects.toMatchObject({
      code: 'corpus.tooShort',
      params: { field: 'heldOut', needed: 241 },
    });
  });

  it('is told before it begins, as it then is, with the memory for what is learnt', async () => {
    const product = await openForTest({ text });
    const { corpusId, handlers, training } = product;
    const estimate = (settings: Record<string, unknown>) =>
      handlers['training.estimate']({ corpusId, settings, engine: 'onnx' });
    const settings = { ...small, maxCharacters: 0, lineBreaks: 'own' };
    for (const more of [
      {},
      { heldOut: { by: 'songs', every: 4 } },
      { heldOut: { by: 'last', percent: 26 } },
      { maxCharacters: 130 },
      { lineBreaks: 'space', heldOut: { by: 'last', percent: 10 } },
    ]) {
      const { share, bytes } = await estimate({ ...settings, ...more });
      await product.start({ ...settings, ...more });
      expect((await training.ended()).share).toEqual(share);
      expect(bytes).toBeGreaterThan(0);
    }
    expect((await estimate(settings)).share).toMatchObject({
      songs: 12,
      learntSongs: 12,
      heldOut: 0,
    });
  });

  it('is kept in what is exported', async () => {
    const product = await openForTest({ text });
    await product.start({ heldOut: { by: 'last', percent: 20 }, lineBreaks: 'own' });
    const { modelId } = await product.training.ended();
    const file = await read(product, modelId!);
    for (const kind of ['safetensors', 'onnx'] as const) {
      const { bytes } = await exportModel(file, kind, exporter);
      expect(Buffer.from(bytes).toString()).toContain(
        '"heldOut\\":{\\"by\\":\\"last\\"'.replaceAll('\\', kind === 'onnx' ? '' : '\\'),
      );
    }
    const { bytes } = await product.handlers['models.export']({
      ...{ id: modelId!, kind: 'verse', withText: true },
    });
    const again = await openForTest({ text });
    const { id } = await again.handlers['models.import']({ name: 'a.verse', bytes });
    expect((await read(again, id)).manifest.settings.heldOut).toEqual({ by: 'last', percent: 20 });
  });

  it('need not be that of the model that it begins with', async () => {
    const product = await openForTest({ text });
    const { corpusId, handlers, training } = product;
    await product.start({ heldOut: { by: 'last', percent: 20 } });
    const { modelId: parentId } = await training.ended();
    await handlers['training.start']({
      ...{ corpusId, parentId: parentId!, engine: 'onnx', withText: true },
      settings: { ...small, epochs: 1 },
    });
    const child = await training.ended();
    expect(child.settings.heldOut).toEqual({ by: 'none' });
    expect(child.share).toMatchObject({ learnt: text.length });
    expect(child.unknownCharacters).toBeGreaterThan(0); // of the end, which the parent's vocabulary has nothing of
  });
});

it.skipIf(!isPresent('onnx'))('a model of version 3 goes on with all of its text', async () => {
  const path = join(import.meta.dirname, '../../store/models/earlier-versions/model-v3.verse');
  const product = await openForTest();
  const { id } = await product.handlers['models.import']({
    ...{ name: 'model-v3.verse', bytes: await readFile(path) },
  });
  await product.handlers['training.goOn']({ id, moreEpochs: 4 });
  const { state, share } = await product.training.ended();
  expect({ state, share }).toEqual({
    state: 'finished',
    share: { characters: 83, learnt: 83, heldOut: 0, songs: 3, learntSongs: 3, heldOutSongs: 0 },
  });
  // What the product of then came to; another processor may add up otherwise.
  const then = [37.25234151913614, 36.967510520139484, 36.70022497804001, 36.399405331567536];
  const { epochs, manifest } = await read(product, id);
  epochs.slice(6).forEach(({ perplexity }, i) => expect(perplexity).toBeCloseTo(then[i]!, 3));
  expect(manifest.settings.heldOut).toEqual({ by: 'none' });
});

it.skipIf(!isPresent('onnx'))(
  'a model of version 4 goes on as it would have, and is validated from there',
  async () => {
    const path = join(import.meta.dirname, '../../store/models/earlier-versions/model-v4.verse');
    const product = await openForTest();
    const { id } = await product.handlers['models.import']({
      ...{ name: 'model-v4.verse', bytes: await readFile(path) },
    });
    await product.handlers['training.goOn']({ id, moreEpochs: 3 });
    expect((await product.training.ended()).state).toBe('finished');
    // What the product of then came to; another processor may add up otherwise.
    const then = [25.443938302437676, 25.18174780926577, 24.97007802444015];
    const { epochs } = await read(product, id);
    epochs.slice(6).forEach(({ perplexity }, i) => expect(perplexity).toBeCloseTo(then[i]!, 3));
    const validated = epochs.map(({ validationPerplexity }) => validationPerplexity !== null);
    expect(validated).toEqual([...Array(6).fill(false), ...Array(3).fill(true)]);
  },
);

it('the perplexity on what is held out is that of a model that reads it from its beginning', async () => {
  const product = await openForTest({ text });
  await product.start({ heldOut: { by: 'songs', every: 3 }, lineBreaks: 'own', epochs: 3 });
  const { modelId, validation } = await product.training.ended();
  const { model, epochs, manifest } = await read(product, modelId!);
  const { ids, leftOut } = new Vocabulary(manifest.vocabulary).encode(
    withMark.filter((_, at) => at % 3 === 2).join(''),
  );
  const found = await perplexity(new ReferenceEngine(), model, ids);
  expect(epochs.at(-1)!.validationPerplexity! / found).toBeCloseTo(1, 4);
  expect(validation).toEqual({ characters: ids.length, unknown: expect.any(Number) });
  expect(validation!.unknown === 0).toBe(leftOut.length === 0);
});
