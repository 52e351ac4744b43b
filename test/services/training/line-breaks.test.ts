/** What line breaks are learnt as: each choice from its beginning to its resumption, and a model of before there was one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportModel } from '../../../src-main/services/exports/exports.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { decodeModel, type ModelFile } from '../../../src-main/store/models/model-file.ts';
import { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import { score, train } from '../../compute/train.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { exporter } from '../exports/trained-model.ts';
import { openForTest, small, type Opened } from '../open-product.ts';

const read = async ({ root }: Opened, id: string): Promise<ModelFile> =>
  (await ModelLibrary.open(join(root, 'models'))).read(id);
const bitsOf = ({ model }: Pick<ModelFile, 'model'>) =>
  Object.values(model.parameters).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
  );
const told = ({ epochs }: ModelFile) => epochs.map(({ seconds: _, ...report }) => report);

const windows =
  '想要有直升机\r\n想要和你飞到宇宙去\r\n\r\n融化在银河里\r\n'.repeat(13) +
  '\u001e\r\n感谢地心引力\r\n';

describe.skipIf(!isPresent('onnx'))('a run', () => {
  const asked = [
    ['space', `${'想要有直升机 想要和你飞到宇宙去  融化在银河里 '.repeat(13)}感谢地心引力`],
    [
      'own',
      `${'想要有直升机\n想要和你飞到宇宙去\n\n融化在银河里\n'.repeat(13).trimEnd()}\u001e感谢地心引力`,
    ],
  ] as const;

  it.each(asked)('learns line breaks as %s', async (lineBreaks, learnt) => {
    const product = await openForTest({ text: windows });
    await product.start({ lineBreaks });
    const { modelId } = await product.training.ended();
    const file = await read(product, modelId!);
    expect(file.manifest.settings.lineBreaks).toBe(lineBreaks);
    expect(file.manifest.vocabulary).toEqual([...new Set(learnt)]);
    expect(file.manifest.corpus.learntCharacters).toBe(learnt.length);
    const [info] = await product.handlers['models.list']({});
    expect(info!.lineBreaks).toBe(lineBreaks);
    // A text that is scored is made into the same, whatever its line breaks are.
    const score = async (text: string) => product.handlers['models.score']({ id: modelId!, text });
    const scored = await score(learnt);
    expect(scored.known).toBe(learnt.length);
    expect(await score(learnt.replaceAll('\n', '\r\n'))).toEqual(scored);
    // And so is a prefix.
    const write = (prefix: string) =>
      product.handlers['writing.write']({
        ...{ id: prefix, modelId: modelId!, prefix, length: 5, temperature: 0, seed: 1 },
      });
    const broken = lineBreaks === 'own' ? '里\n想' : '里 想';
    for (const typed of ['里\n想', '里\r\n想', '里\r想', '里\u2028想'])
      expect(await write(typed)).toMatchObject({ prefix: broken, leftOut: [] });
  });

  it.each(['space', 'own'] as const)(
    'with line breaks as %s goes on as if it had never been stopped',
    { tags: ['long'] },
    async (lineBreaks) => {
      const settings = { lineBreaks, epochs: 300, predPeriod: 7, sampling: 'consecutive' };
      const whole = await openForTest({ text: windows });
      await whole.start(settings);
      const { modelId: wholeId } = await whole.training.ended();
      const product = await openForTest({ text: windows });
      await product.start(settings);
      await product.until(() => product.training.status().epochs >= 5);
      const { modelId } = await product.handlers['training.stop']({});
      await product.handlers['training.goOn']({ id: modelId! });
      await product.training.ended();
      const [file, expected] = [await read(product, modelId!), await read(whole, wholeId!)];
      expect(told(file)).toEqual(told(expected));
      expect(file.samples).toEqual(expected.samples);
      expect(bitsOf(file)).toEqual(bitsOf(expected));
    },
  );

  it('can ask for no other, and says which there are', async () => {
    const product = await openForTest();
    for (const lineBreaks of ['space-each', 'crlf', 1])
      await expect(product.start({ lineBreaks })).rejects.toMatchObject({
        code: 'settings.choice',
        params: { field: 'lineBreaks', value: String(lineBreaks), choices: 'space, own' },
      });
  });

  it('that begins with a model has its line breaks', async () => {
    const product = await openForTest({ text: windows });
    const { corpusId, handlers, training } = product;
    const begin = async (settings: Record<string, unknown>, parentId?: string) => {
      await handlers['training.start']({
        ...{ corpusId, settings: { ...small, epochs: 1, ...settings }, engine: 'onnx' },
        ...{ withText: true, ...(parentId !== undefined && { parentId }) },
      });
      return (await training.ended()).modelId!;
    };
    const lined = await begin({ lineBreaks: 'own' });
    const child = await begin({}, lined);
    expect((await read(product, child)).manifest.settings.lineBreaks).toBe('own');
    await expect(begin({ lineBreaks: 'space' }, lined)).rejects.toMatchObject({
      code: 'model.otherLineBreaks',
      params: { field: 'lineBreaks', lineBreaks: 'own' },
    });
    const spaced = await begin({});
    await expect(begin({ lineBreaks: 'own' }, spaced)).rejects.toMatchObject({
      code: 'model.otherLineBreaks',
    });
  });

  it('begins its samples within the first line where nobody names a prefix', async () => {
    const product = await openForTest({ text: `\n\u001e\n啊\n${windows}` });
    const { prefixes: _, ...others } = small;
    const { handlers, corpusId, training } = product;
    await handlers['training.start']({
      ...{ corpusId, engine: 'onnx', withText: false },
      settings: { ...others, maxCharacters: 150, lineBreaks: 'own' },
    });
    for (const prefix of (await training.ended()).settings.prefixes)
      expect(prefix).not.toMatch(/[\n\u001e]/); // eslint-disable-line no-control-regex
  });
});

describe.skipIf(!isPresent('onnx'))('a model of version 2', () => {
  const bytes = readFile(
    join(import.meta.dirname, '../../store/models/earlier-versions/model-v2.verse'),
  );
  /** As all of its text was learnt then: every line feed and every carriage return a space. */
  function idsThen({ manifest, text }: ModelFile): Int32Array {
    const then = new TextDecoder().decode(text!).replaceAll('\n', ' ').replaceAll('\r', ' ');
    return Int32Array.from(then, (character) => manifest.vocabulary.indexOf(character));
  }

  async function open() {
    const original = await decodeModel(await bytes, 'n');
    const product = await openForTest();
    const { id } = await product.handlers['models.import']({
      name: 'model-v2.verse',
      bytes: await bytes,
    });
    const link = new ComputeLink(spawnCompute({ engine: 'onnx', threads: 1 }), () => {});
    onTestFinished(() => link.end());
    return { original, product, id, calls: link.calls };
  }

  it(
    'goes on with the same bits as then, also when it is stopped in between',
    { tags: ['long'] },
    async () => {
      const { original, product, id, calls } = await open();
      const { manifest, model, state } = original;
      const ids = idsThen(original);
      const { outcome, ...expected } = await train(calls, {
        settings: { ...manifest.settings, epochs: 10 },
        vocabularySize: manifest.vocabulary.length,
        ids,
        prefixes: ['想要', '你  这'].map((prefix) =>
          Int32Array.from(prefix, (character) => manifest.vocabulary.indexOf(character)),
        ),
        from: { model, state: state! },
      });
      expect(outcome).toBe('finished');
      for (const moreEpochs of [1, 3]) {
        await product.handlers['training.goOn']({ id, moreEpochs });
        const { state: ended, failure } = await product.training.ended();
        expect({ ended, failure }).toEqual({ ended: 'finished', failure: null });
      }
      const file = await read(product, id);
      expect(bitsOf(file)).toEqual(bitsOf(expected));
      expect({ ...file.state, seconds: 0 }).toEqual({ ...expected.state, seconds: 0 });
      expect(file.manifest.settings.lineBreaks).toBe('space-each');
      // What the product of then came to; another processor may add up otherwise.
      const then = [20.713317928386857, 17.361235241592357, 14.794387436348195, 12.702109230167661];
      file.epochs
        .slice(6)
        .forEach(({ perplexity }, i) => expect(perplexity).toBeCloseTo(then[i]!, 3));
      // Each of the two has ended with samples of its own.
      expect(file.samples.map(({ epoch }) => epoch)).toEqual([3, 3, 6, 6, 7, 7, 9, 9, 10, 10]);
      expect(file.samples.filter(({ epoch }) => epoch === 9)).toEqual([
        { epoch: 9, prefix: '想要', continuation: '在       ' },
        { epoch: 9, prefix: '你  这', continuation: '化在你     ' },
      ]);
    },
  );

  it('scores and writes as then', async () => {
    const { original, product, id, calls } = await open();
    const text = new TextDecoder().decode(original.text!);
    const { perplexity, characters } = await product.handlers['models.score']({ id, text });
    expect(characters).toBe(80);
    expect(perplexity).toBeCloseTo(18.978324171002654, 3);
    await calls.open({ key: 'v2', model: original.model });
    expect(perplexity).toBe((await score(calls, 'v2', idsThen(original))).perplexity);
    const written = await product.handlers['writing.write']({
      ...{ id: 'piece', modelId: id, prefix: '想要\r\n你', length: 12, temperature: 0, seed: 1 },
    });
    expect(written).toMatchObject({ prefix: '想要  你', continuation: ' '.repeat(12) });
  });

  it('is exported with the same weights and words as then', async () => {
    const { original } = await open();
    const { bytes: exported } = await exportModel(original, 'safetensors', exporter);
    const buffer = Buffer.from(exported);
    const end = 8 + Number(buffer.readBigUInt64LE());
    const { __metadata__: metadata, W_xh } = JSON.parse(buffer.toString('utf8', 8, end));
    expect(metadata.usage).toContain('Line breaks were learnt as spaces.');
    expect(JSON.parse(metadata.settings).lineBreaks).toBe('space-each');
    const [from, to] = W_xh.data_offsets as [number, number];
    const { W_x: weights } = original.model.parameters;
    expect(buffer.subarray(end + from, end + to)).toEqual(
      Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength),
    );
  });

  it('is the beginning of a run that has the book’s line breaks', async () => {
    const { product, id } = await open();
    const { handlers, corpusId, training } = product;
    const begin = (settings: Record<string, unknown>) =>
      handlers['training.start']({
        ...{ corpusId, parentId: id, engine: 'onnx', withText: true },
        settings: { ...small, hiddenSize: 5, timeSteps: 2, batchSize: 2, epochs: 1, ...settings },
      });
    await expect(begin({ lineBreaks: 'own' })).rejects.toMatchObject({
      code: 'model.otherLineBreaks',
    });
    await begin({});
    const { modelId } = await training.ended();
    expect((await read(product, modelId!)).manifest.settings.lineBreaks).toBe('space');
  });
});
