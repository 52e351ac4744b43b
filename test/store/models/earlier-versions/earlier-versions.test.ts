/** Model files of earlier versions, as the programs of that time have written them: opened with all that they had, and written as one of today. */
import { plainRnn } from '../../../contract/all-cells.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMAT_VERSION } from '../../../../src-main/contract/model.ts';
import { trainingSettings } from '../../../../src-main/contract/settings.ts';
import {
  decodeModel,
  encodeModel,
  readHistory,
  readModelFile,
  readSummary,
  readWeights,
} from '../../../../src-main/store/models/model-file.ts';
import { withTime } from '../../../../src-main/store/models/model-summary.ts';
import { decodeSafetensors } from '../../../../src-main/store/models/safetensors.ts';
import { fingerprint } from '../fingerprint.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';
import { unzip, withManifest } from '../model-file/unzip.ts';

describe('a file of version 1', () => {
  const path = join(import.meta.dirname, 'model-v1.verse');

  it('opens with all that it had', async () => {
    const file = await readModelFile(path);
    const { manifest, model, epochs, samples } = file;
    expect(manifest).toEqual({
      trainingSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
      ...{ format: 'verseloom-model', version: FORMAT_VERSION, name: '雨声' },
      settings: trainingSettings.parse({
        ...{ epochs: 6, hiddenSize: 5, timeSteps: 4, batchSize: 2 },
        ...{ predPeriod: 3, predLength: 6, seed: 3, lineBreaks: 'space-each' },
      }),
      vocabulary: Array.from('分开的雨落在窗外 我把名字写雾里等风来云不是你声音还回'),
      vocabularyOrder: 'first appearance',
      corpus: {
        ...{ name: '雨声', characters: 52, learntCharacters: 52 },
        hash: 'cbda0da977fcb3cf7c4dbababe9b1ebbc1ffc70b9edfb53b940bcf11599570ca',
      },
      ...{ outcome: 'finished', divergence: null, epochs: 6, perplexity: 18.889949810822625 },
      ...{ endedBy: 'epochs', kept: null, validationPerplexity: null, changes: [], verbatim: null },
      snapshots: [],
      curve: epochs.map(({ perplexity }) => perplexity),
      engine: { name: 'onnx', version: '1.30.0', threads: 2, step: 1 },
      ...{ createdAt: expect.any(String), savedAt: expect.any(String) },
      // What version 1 did not know of.
      ...{ tags: [], favourite: false, best: null, parent: null },
    });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(epochs[4]).toEqual({
      ...{ epoch: 5, perplexity: 23.813792261142034, seconds: 0.0015646540000000045 },
      ...{ gradientNorm: 0.4125890036424001, clipped: 1, ...plainEpoch },
    });
    expect(samples).toEqual([
      { epoch: 3, prefix: '分开', continuation: '的的的的的的' },
      { epoch: 3, prefix: '不分开', continuation: '的的的的的的' },
      { epoch: 6, prefix: '分开', continuation: '的在等在在等' },
      { epoch: 6, prefix: '不分开', continuation: '的在等在在等' },
    ]);
    expect(file).toMatchObject({ state: null, best: null, text: null });
    expect(model.architecture).toEqual({ ...plainRnn, vocabularySize: 27, hiddenSize: 5 });
    expect(await readWeights(path)).toEqual({ manifest, model });
    expect(await readHistory(path)).toEqual({ manifest, epochs, samples });
    expect(await readSummary(path)).toEqual({ manifest, hasText: false, canGoOn: false });
  });

  it('has the weights that it was saved with', async () => {
    const { model } = await readModelFile(path);
    const tensors = decodeSafetensors(
      (await unzip(await readFile(path))).get('weights.safetensors')!,
      'n',
    );
    expect(model.parameters.W_x).toEqual(tensors.get('W_xh')!.values);
    expect(model.parameters.W_hq[7 * 5 + 3]).toBe(tensors.get('W_hq')!.values[3 * 27 + 7]);
  });

  it('is written as one of today', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });
});

describe('a file of version 2', () => {
  const path = join(import.meta.dirname, 'model-v2.verse');
  /** With line breaks of Windows, of the old Macintosh and of Unix. */
  const text =
    '想要有直升机\r\n想要和你飞到宇宙去\r\n\r\n想要和你融化在一起\r融化在银河里\n我每天每天每天在想想想想著你\r\n' +
    '这样的甜蜜\r\n让我开始乡相信命运\r\n感谢地心引力\r\n';

  it('opens with all that it had, and says what its line breaks were learnt as', async () => {
    const { manifest, epochs, samples, state, ...file } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest.settings).toEqual({
      ...trainingSettings.parse({ epochs: 6, hiddenSize: 5, timeSteps: 4, batchSize: 2 }),
      ...{ predPeriod: 3, predLength: 8, seed: 3, sampling: 'consecutive' },
      prefixes: ['想要', '你\r\n这'],
      ...{ lineBreaks: 'space-each', heldOut: { by: 'none' }, letExplode: false },
    });
    expect(manifest.corpus).toMatchObject({ characters: 80, learntCharacters: 80 });
    expect(new TextDecoder().decode(file.text!)).toBe(text);
    expect(manifest.vocabulary).toEqual([...new Set(text.replace(/[\n\r]/g, ' '))]);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(samples.map(({ prefix }) => prefix)).toEqual(['想要', '你  这', '想要', '你  这']);
    expect(state).toMatchObject({ epochs: 6, steps: 0 });
    expect((await readSummary(path)).manifest).toEqual(manifest);
    expect((await readWeights(path)).manifest).toEqual(manifest);
    expect((await readHistory(path)).manifest).toEqual(manifest);
  });

  it('has the weights that it was saved with', async () => {
    const { model } = await readModelFile(path);
    const weights = (await unzip(await readFile(path))).get('weights.safetensors')!;
    const tensors = decodeSafetensors(weights, 'n');
    expect(model.parameters.W_x).toEqual(tensors.get('W_xh')!.values);
  });

  it('learns what it has learnt, whatever a file of that version says of line breaks', async () => {
    const bytes = await withManifest(await readFile(path), ({ settings }) => {
      settings['lineBreaks'] = 'own';
    });
    const file = await decodeModel(bytes, 'n');
    expect(file.manifest.settings.lineBreaks).toBe('space-each');
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
    expect(read.manifest.settings.lineBreaks).toBe('space-each');
  });
});

describe('a file of version 3', () => {
  const path = join(import.meta.dirname, 'model-v3.verse');
  const text = [
    '想要有直升机\n想要和你飞到宇宙去\n\n融化在银河里',
    '感谢地心引力\n让我碰到你\n感谢地心引力',
    '漂亮的让我面红的可爱女人\n温柔的让我心疼的可爱女人\n透明的让我感动的可爱女人',
  ].join('\u001e');

  it('opens with all that it had, and says that nothing was held out', async () => {
    const { manifest, epochs, samples, state, ...file } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest.settings).toEqual({
      ...{ cell: 'rnn', activation: 'tanh' },
      ...{ optimiser: 'sgd', momentum: 0.9, weightDecay: 0.01, clip: 'norm' },
      ...{ schedule: 'constant', warmup: 0, stepPeriod: 50, stepFactor: 0.1 },
      ...{ firstWeights: 'normal', detach: true },
      ...{ epochs: 6, hiddenSize: 5, timeSteps: 3, batchSize: 4, learningRate: 1, seed: 1 },
      ...{ clippingThreshold: 1, predPeriod: 3, predLength: 8, sampling: 'consecutive' },
      ...{ prefixes: ['想要', '里\u001e感'], maxCharacters: 0, lineBreaks: 'own' },
      ...{ layers: 1, embeddingSize: 0, tied: false, dropout: 0 },
      ...{ heldOut: { by: 'none' }, letExplode: false },
      ...{ untilPerplexity: 0, untilSeconds: 0, patience: 0, keepBest: false, snapshots: 0 },
    });
    expect(manifest.corpus).toMatchObject({ characters: 83, learntCharacters: 83 });
    expect(new TextDecoder().decode(file.text!)).toBe(text);
    expect(manifest.vocabulary).toEqual([...new Set(text)]);
    expect(epochs[5]!.perplexity).toBe(37.60907383592608);
    expect(samples.map(({ prefix }) => prefix)).toEqual([
      '想要',
      '里\u001e感',
      '想要',
      '里\u001e感',
    ]);
    expect(state).toMatchObject({ epochs: 6, steps: 0 });
    expect((await readSummary(path)).manifest).toEqual(manifest);
    expect((await readWeights(path)).manifest).toEqual(manifest);
    expect((await readHistory(path)).manifest).toEqual(manifest);
  });

  it('has held nothing out, whatever a file of that version says', async () => {
    const bytes = await withManifest(await readFile(path), ({ settings }) => {
      settings['heldOut'] = { by: 'last', percent: 50 };
    });
    const file = await decodeModel(bytes, 'n');
    expect(file.manifest.settings.heldOut).toEqual({ by: 'none' });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });
});

describe('a file of version 4', () => {
  const path = join(import.meta.dirname, 'model-v4.verse');

  it('opens with all that it had: nothing was validated, and its settings hold for every epoch', async () => {
    const { manifest, epochs, state } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest).toMatchObject({
      ...{ divergence: null, outcome: 'finished' },
      settings: { letExplode: false, heldOut: { by: 'songs', every: 3 } },
    });
    expect(epochs.length).toBe(6);
    expect(epochs[5]).toEqual({
      ...{ epoch: 6, perplexity: 25.7825873245386, seconds: 0.02855959500000006 },
      ...{ gradientNorm: 0.2799655944108963, clipped: 0 },
      ...{ validationPerplexity: null, learningRate: 1, clippingThreshold: 1 },
    });
    expect(state).toMatchObject({ epochs: 6, steps: 0 });
    expect((await readHistory(path)).epochs).toEqual(epochs);
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });
});

describe('a file of version 5', () => {
  const path = join(import.meta.dirname, 'model-v5.verse');

  it('opens with all that it had: it made all its epochs, and what was held out is told by its history', async () => {
    const { manifest, epochs, state, best } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest).toMatchObject({
      ...{ outcome: 'finished', endedBy: 'epochs', kept: null, changes: [], verbatim: null },
      ...{ perplexity: 9.734439984486105, validationPerplexity: 17.078951005786 },
      settings: { untilPerplexity: 0, untilSeconds: 0, patience: 0, keepBest: false, snapshots: 0 },
      best: { epoch: 10, perplexity: 9.872152479261342 },
    });
    expect(epochs.length).toBe(18);
    expect(best).not.toBeNull();
    expect(state).toMatchObject({ epochs: 18, steps: 0 });
    expect(await readHistory(path)).toMatchObject({ manifest, epochs });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });
});

describe('a file of version 6', () => {
  const path = join(import.meta.dirname, 'model-v6.verse');

  it("opens with all that it had: it has the book's first cell, with tanh", async () => {
    const { manifest, model, epochs, state, snapshots, samples } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest).not.toHaveProperty('cell');
    expect(manifest.settings).toMatchObject({ cell: 'rnn', activation: 'tanh', hiddenSize: 4 });
    expect(manifest.snapshots.map(({ epoch }) => epoch)).toEqual([2, 10]);
    expect(snapshots!.length).toBe(2);
    expect(model.architecture).toEqual({
      ...{ ...plainRnn, hiddenSize: 4 },
      vocabularySize: manifest.vocabulary.length,
    });
    expect([epochs.length, state!.epochs, samples.length]).toEqual([14, 14, 2]);
    expect(manifest.perplexity).toBe(epochs.at(-1)!.perplexity);
    expect(await readHistory(path)).toMatchObject({ manifest, epochs });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file));
  });
});

describe('a file of version 7', () => {
  const path = join(import.meta.dirname, 'model-v7.verse');

  it('opens with all that it had: it went down its gradient as the book does', async () => {
    const { manifest, model, epochs, state, moments, snapshots, samples } =
      await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest.settings).toMatchObject({
      ...{ cell: 'lstm', hiddenSize: 4, learningRate: 20 },
      ...{ optimiser: 'sgd', schedule: 'constant', warmup: 0, clip: 'norm' },
    });
    expect(moments).toEqual([]);
    expect(snapshots!.length).toBe(2);
    expect(model.architecture).toMatchObject({ cell: 'lstm', hiddenSize: 4 });
    expect([epochs.length, state!.epochs, samples.length]).toEqual([14, 14, 3]);
    expect(await readHistory(path)).toMatchObject({ manifest, epochs });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file));
  });
});

describe('a file of version 8', () => {
  const path = join(import.meta.dirname, 'model-v8.verse');

  it("opens with all that it had: it began with the book's weights", async () => {
    const { manifest, model, epochs, state, moments, snapshots } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest.settings).toMatchObject({
      ...{ cell: 'lstm', hiddenSize: 4, layers: 2, embeddingSize: 3, dropout: 0.1 },
      ...{ optimiser: 'adamw', schedule: 'cosine', firstWeights: 'normal', detach: true },
    });
    expect(moments.length).toBe(2);
    expect(snapshots!.length).toBe(1);
    expect(model.architecture).toMatchObject({ cell: 'lstm', layers: 2, embeddingSize: 3 });
    expect([epochs.length, state!.epochs]).toEqual([14, 14]);
    expect(await readHistory(path)).toMatchObject({ manifest, epochs });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file));
  });
});

describe('a file of version 9', () => {
  const path = join(import.meta.dirname, 'model-v9.verse');

  it('opens with all that it had', async () => {
    const { manifest, model, epochs, state, moments, snapshots } = await readModelFile(path);
    expect(manifest.version).toBe(FORMAT_VERSION);
    expect(manifest.settings).toMatchObject({
      ...{ cell: 'gru', hiddenSize: 4, embeddingSize: 4, tied: true, optimiser: 'adamw' },
      ...{ sampling: 'consecutive', firstWeights: 'uniform', detach: false },
    });
    expect(moments.length).toBe(2);
    expect(snapshots!.length).toBe(2);
    expect(model.architecture).toMatchObject({ cell: 'gru', tied: true });
    expect([epochs.length, state!.epochs]).toEqual([14, 14]);
    expect(await readHistory(path)).toMatchObject({ manifest, epochs });
  });

  it('had no wide embedding: one that says so is damaged', async () => {
    const bytes = await withManifest(await readFile(path), ({ settings }) => {
      settings['firstWeights'] = 'wide';
    });
    await expect(decodeModel(bytes, 'n')).rejects.toMatchObject({ code: 'model.damaged' });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file));
  });
});
