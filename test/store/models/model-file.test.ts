import { plainRnn, shallow } from '../../contract/all-cells.ts';
import { stateSize } from '../../../src-main/contract/architecture.ts';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../../src-main/contract/compute-api.ts';
import { FORMAT_VERSION, MAX_STORED_NAME } from '../../../src-main/contract/model.ts';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { MAX_SAMPLES_BYTES } from '../../../src-main/store/models/model-history.ts';
import {
  decodeModel,
  encodeModel,
  readHistory,
  readModelFile,
  readSummary,
  readSnapshotsOf,
  readWeights,
  writeModelFile,
  type ModelFile,
} from '../../../src-main/store/models/model-file.ts';
import { summaryOf, withTime } from '../../../src-main/store/models/model-summary.ts';
import { decodeSafetensors } from '../../../src-main/store/models/safetensors.ts';
import { gently } from '../../../src-main/store/files/slices.ts';
import type { Manifest } from '../../../src-main/contract/model.ts';
import { anyModelFile } from './any-model-file.ts';
import { fingerprint } from './fingerprint.ts';
import {
  corpusOf,
  EPOCHS,
  SAMPLES,
  sampleFile,
  sampleManifest,
  sampleModel,
  sampleState,
  TEXT,
  VOCABULARY,
} from './sample-model.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { patchZip } from '../archives/zip-patch.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

const [V, H] = [VOCABULARY.length, 5];
const bare = (): ModelFile =>
  sampleFile({ manifest: sampleManifest({ best: null }), state: null, best: null, text: null });

async function unzip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const contents = Object.values(zip.files).map(
    async (entry) => [entry.name, await entry.async('uint8array')] as const,
  );
  return new Map(await Promise.all(contents));
}

describe('the model file', () => {
  it('gives back everything', async () => {
    const path = join(await temporaryFolder(), '我的.verse');
    await writeModelFile(path, sampleFile());
    expect(await readModelFile(path)).toEqual(sampleFile());
    expect(await readWeights(path)).toEqual({ manifest: sampleManifest(), model: sampleModel() });
    expect(await readHistory(path)).toEqual({
      ...{ manifest: sampleManifest(), epochs: EPOCHS, samples: SAMPLES },
    });
    expect(await readSummary(path)).toEqual({
      ...{ manifest: sampleManifest(), hasText: true, canGoOn: true },
    });
  });

  it('gives back the moments of its run, and refuses those that are not in order, not of it or not all there', async () => {
    const path = join(await temporaryFolder(), 'x.verse');
    const at = (epoch: number, step: number) => ({ epoch, step });
    const moments = [sampleModel(V, H, 2000), sampleModel(V, H, 3000)];
    const fileWith = (snapshots: Manifest['snapshots'], models = moments): ModelFile =>
      sampleFile({ manifest: sampleManifest({ snapshots }), snapshots: models });
    const file = fileWith([at(1, 2), at(2, 0)]);
    await writeModelFile(path, file);
    expect(await readModelFile(path)).toEqual(file);
    expect(await readSnapshotsOf(path)).toEqual({ manifest: file.manifest, snapshots: moments });
    const wrong: [ModelFile, string][] = [
      [fileWith([at(2, 0), at(1, 2)]), 'the snapshots are not in their order'],
      [fileWith([at(1, 2), at(1, 2)]), 'the snapshots are not in their order'],
      [fileWith([at(1, 2), at(9, 0)]), 'the snapshots belong to another history'],
      [fileWith([at(1, 2)]), 'the snapshots belong to another manifest'],
      [
        fileWith([at(1, 2), at(2, 0)], [moments[0]!, sampleModel(V, H + 1)]),
        'the weights belong to another manifest',
      ],
    ];
    for (const [one, reason] of wrong)
      await expect(encodeModel(one)).rejects.toMatchObject({
        ...{ code: 'model.unsaveable', params: { reason } },
      });
  });

  it('gives back what has no state, no best weights, no text and no epochs', async () => {
    const path = join(await temporaryFolder(), 'x.verse');
    const manifest = { ...bare().manifest, ...summaryOf([]) };
    const file = { ...bare(), manifest, epochs: [], samples: [] };
    await writeModelFile(path, file);
    expect(await readModelFile(path)).toEqual(file);
    expect(await readSummary(path)).toEqual({ manifest, hasText: false, canGoOn: false });
  });

  it('gives back any model, bit for bit, and the same bytes when that is written again', async () => {
    await fc.assert(
      fc.asyncProperty(anyModelFile, async (file) => {
        const bytes = await encodeModel(file);
        const read = await decodeModel(bytes, 'n');
        expect(fingerprint(read)).toBe(fingerprint(file));
        expect(Buffer.compare(await encodeModel(read), bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('holds what other programs can read, in this order', async () => {
    const model = sampleModel();
    const parts = await unzip(await encodeModel(sampleFile()));
    expect([...parts.keys()]).toEqual([
      ...['manifest.json', 'README.md', 'history.csv', 'samples.jsonl'],
      ...['weights.safetensors', 'training.safetensors', 'best.safetensors', 'corpus.txt'],
    ]);
    const textOf = (name: string) => Buffer.from(parts.get(name)!).toString();
    expect(JSON.parse(textOf('manifest.json'))).toEqual(sampleManifest());
    expect(textOf('corpus.txt')).toBe(TEXT);
    expect(textOf('history.csv')).toBe(
      'epoch,perplexity,seconds,gradient_norm,clipped,validation_perplexity,learning_rate,clipping_threshold\n' +
        '1,6.5,0.1,0.02,0.5,,100,0.01\n2,5.25,0.2,0.01,0,,100,0.01\n3,5.333333333333333,0.1,1e-7,1,,100,0.01\n',
    );
    expect(textOf('samples.jsonl')).toBe(
      '{"epoch":2,"prefix":"分开","continuation":"想要\\n\\"𠮷"}\n' +
        '{"epoch":2,"prefix":"开","continuation":""}\n',
    );

    const shapes = (name: string) =>
      Object.fromEntries(
        [...decodeSafetensors(parts.get(name)!, name)].map(([tensor, { shape, values }]) => [
          tensor,
          [values.constructor.name, ...shape],
        ]),
      );
    const weights = {
      ...{ W_xh: ['Float32Array', V, H], W_hh: ['Float32Array', H, H] },
      ...{ b_h: ['Float32Array', H], W_hq: ['Float32Array', H, V], b_q: ['Float32Array', V] },
    };
    expect(shapes('weights.safetensors')).toEqual(weights);
    expect(shapes('best.safetensors')).toEqual(weights);
    expect(shapes('training.safetensors')).toEqual({
      ...{ epochs: ['BigInt64Array'], steps: ['BigInt64Array'], clipped: ['BigInt64Array'] },
      ...{ samples_due: ['BigInt64Array'], loss: ['Float64Array'], norm: ['Float64Array'] },
      ...{ seconds: ['Float64Array'], generator: ['Int32Array', 4] },
      ...{ best_epoch: ['BigInt64Array'], marked: ['BigInt64Array'] },
      hidden_state: ['Float32Array', 2, H],
    });
    const tensors = decodeSafetensors(parts.get('weights.safetensors')!, 'n');
    const book = tensors.get('W_hq')!.values; // [H, V], where memory has [V, H]
    for (let h = 0; h < H; h++)
      for (let v = 0; v < V; v++) expect(book[h * V + v]).toBe(model.parameters.W_hq[v * H + h]);
    expect(tensors.get('W_xh')!.values).toEqual(model.parameters.W_x);
  });

  it('says in its weights what they are', async () => {
    const bytes = (await unzip(await encodeModel(sampleFile()))).get('weights.safetensors')!;
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as unknown;
    expect(header).toMatchObject({
      __metadata__: {
        format: 'verseloom-weights',
        vocabulary_size: '7',
        hidden_size: '5',
      },
    });
  });

  it('gives the same bytes whenever it is written', async () => {
    const first = await encodeModel(sampleFile());
    expect(Buffer.compare(await encodeModel(sampleFile()), first)).toBe(0);
    const gentle = await gently(() => encodeModel(sampleFile()), new AbortController().signal);
    expect(Buffer.compare(gentle, first)).toBe(0);
  });

  it('packs a best model once, and another one anew', async () => {
    const file = sampleFile();
    const bestOf = async (changes: Partial<ModelFile>) =>
      (await unzip(await encodeModel({ ...file, ...changes }))).get('best.safetensors')!;
    const first = await bestOf({});
    expect(Buffer.compare(await bestOf({ epochs: [...file.epochs] }), first)).toBe(0);
    expect(Buffer.compare(await bestOf({ best: sampleModel(V, H, 9) }), first)).not.toBe(0);
  });

  it('tells in its manifest of the epochs that it has, whatever it was given', async () => {
    const manifest = sampleManifest({ epochs: 99, perplexity: 1, curve: [], version: 1 });
    const read = await decodeModel(await encodeModel(sampleFile({ manifest })), 'n');
    expect(read.manifest).toEqual(sampleManifest());
  });

  it('keeps a perplexity that went to infinity as the largest number', async () => {
    const epochs = [{ ...EPOCHS[0]!, perplexity: Infinity }];
    const manifest = sampleManifest({ best: { epoch: 1, perplexity: Infinity } });
    const file = sampleFile({ manifest, epochs, state: sampleState({ epochs: 1, best: 1 }) });
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(read.epochs[0]!.perplexity).toBe(Number.MAX_VALUE);
    expect(read.manifest).toMatchObject({
      ...{ perplexity: Number.MAX_VALUE, curve: [Number.MAX_VALUE] },
      best: { epoch: 1, perplexity: Number.MAX_VALUE },
    });
  });

  it('holds a run of a hundred thousand epochs', async () => {
    const epochs = Array.from({ length: 100_000 }, (_, i): EpochReport => {
      const noise = Math.abs(Math.sin(i));
      return {
        ...{ epoch: i + 1, perplexity: 1 + noise, seconds: noise / 7 },
        ...{ gradientNorm: noise * 1e-8, clipped: noise / 3, ...plainEpoch },
      };
    });
    const best = { epoch: 99_999, perplexity: epochs[99_998]!.perplexity };
    const manifest = sampleManifest({ ...summaryOf(epochs), best });
    const state = sampleState({ epochs: 100_000, best: 99_999 });
    const file = sampleFile({ manifest, epochs, state });
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });

  it('says all that a run may say of itself, and no more', async () => {
    const name = '织'.repeat(MAX_STORED_NAME);
    const samples = [{ epoch: 1, prefix: '开'.repeat(200), continuation: '😀'.repeat(1000) }];
    const manifest = sampleManifest({
      ...{ name, corpus: { ...corpusOf(TEXT), name } },
      parent: { name, epochs: 1, createdAt: new Date().toISOString() },
    });
    const file = sampleFile({ manifest, samples });
    expect(await decodeModel(await encodeModel(file), 'n')).toEqual(file);
    const longer = { epoch: 1, prefix: '', continuation: '雨'.repeat(2001) };
    const read = await decodeModel(await encodeModel({ ...file, samples: [longer] }), 'n');
    expect(read.samples).toEqual([]);
  });

  it('gives way to others while it reads two hundred thousand samples', async () => {
    const samples = Array.from({ length: 200_000 }, () => ({
      ...{ epoch: 1, prefix: '', continuation: '' },
    }));
    const path = join(await temporaryFolder(), 'many.verse');
    await writeModelFile(path, sampleFile({ samples }));
    expect((await stat(path)).size).toBeLessThan(100_000);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const read = await readHistory(path);
    clearInterval(timer);
    expect(read.samples).toHaveLength(200_000);
    expect(turns).toBeGreaterThan(100);
  });

  it('leaves out the oldest samples when they would be too many to read again', async () => {
    const continuation = '雨'.repeat(2000);
    const samples = Array.from({ length: 5000 }, (_, epoch) => ({
      ...{ epoch, prefix: '开', continuation },
    }));
    const read = await decodeModel(await encodeModel(sampleFile({ samples })), 'n');
    const kept = Math.floor(MAX_SAMPLES_BYTES / (6000 + 50));
    expect(read.samples.length).toBeGreaterThanOrEqual(kept);
    expect(read.samples).toEqual(samples.slice(-read.samples.length));
  });

  it('packs the text of a run once, and knows another text', async () => {
    const corpus = corpusOf(TEXT);
    const manifest = sampleManifest({ corpus });
    const first = await encodeModel(sampleFile({ manifest }));
    expect(Buffer.compare(await encodeModel(sampleFile({ manifest })), first)).toBe(0);
    await expect(
      encodeModel(sampleFile({ manifest, text: Buffer.from(`${TEXT} `) })),
    ).rejects.toThrow(/not the text/);
  });

  it('is not written when it could not be read again, and the old file stays', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x.verse');
    await writeModelFile(path, sampleFile());
    const old = await readFile(path);
    const bad = (change: (model: LanguageModel) => void): LanguageModel => {
      const model = sampleModel();
      change(model);
      return model;
    };
    const attempts: Partial<ModelFile>[] = [
      { model: bad(({ parameters }) => (parameters.W_h[3] = NaN)) },
      { model: bad(({ parameters }) => (parameters.W_hq[0] = -Infinity)) },
      { model: bad(({ parameters }) => (parameters.b = new Float32Array(4))) },
      { model: bad(({ architecture }) => (architecture.hiddenSize = 4)) },
      { best: bad(({ parameters }) => (parameters.b_q[0] = NaN)) },
      { best: sampleModel(V, H + 1) },
      { best: null },
      { manifest: sampleManifest({ best: null }) },
      { manifest: sampleManifest({ best: { epoch: 0, perplexity: 5.25 } }) },
      { manifest: sampleManifest({ best: { epoch: 4, perplexity: 5.25 } }) },
      { manifest: sampleManifest({ best: { epoch: 1, perplexity: 5.25 } }) },
      { manifest: sampleManifest({ vocabulary: ['a'] }) },
      { manifest: sampleManifest({ vocabulary: [...VOCABULARY.slice(1), VOCABULARY[1]!] }) },
      {
        manifest: sampleManifest({ engine: { name: 'onnx', version: '1', threads: 1.5, step: 1 } }),
      },
      { manifest: sampleManifest({ tags: [' '] }) },
      { epochs: [...EPOCHS, EPOCHS[0]!] },
      { epochs: [EPOCHS[0]!, { ...EPOCHS[1]!, seconds: NaN }, EPOCHS[2]!] },
      { epochs: EPOCHS.slice(1) },
      { state: sampleState({ epochs: 2 }) },
      { state: sampleState({ loss: Infinity }) },
      { state: sampleState({ steps: -1 }) },
      { state: sampleState({ clipped: 5 }) },
      { state: sampleState({ steps: 4 }) },
      { state: sampleState({ best: 1 }) }, // the file has the weights of another
      { state: sampleState({ best: 4 }) },
      { state: sampleState({ isMarked: true }) }, // with a step made since
      { last: sampleModel() },
      { manifest: sampleManifest({ outcome: 'stopped', endedBy: 'time' }) },
      { manifest: sampleManifest({ outcome: 'stopped', kept: 2 }) },
      { state: sampleState({ generator: [0.5, 1, 2, 3] }) },
      { state: sampleState({ generator: [0, 0, 0, 0] }) },
      { state: sampleState({ hiddenState: new Float32Array(H) }) },
      { state: sampleState({ hiddenState: new Float32Array(2 * H).fill(NaN) }) },
      { text: Buffer.from('another text') },
    ];
    for (const changes of attempts)
      await expect(
        writeModelFile(path, sampleFile(changes)),
        JSON.stringify(changes),
      ).rejects.toThrow();
    expect(await readFile(path)).toEqual(old);
    expect(await listing(folder)).toEqual(['x.verse']);
  });

  it.each([
    ['stored', { compression: 'STORE' }],
    ['deflated', { compression: 'DEFLATE' }],
    ['streamed, with sizes behind the data', { compression: 'DEFLATE', streamFiles: true }],
    ['with a comment', { comment: 'PK\x05\x06 looks like an end, and this is long enough for it' }],
  ] as const)('can be packed again by other programs: %s', async (_, options) => {
    const zip = new JSZip();
    for (const [name, content] of (await unzip(await encodeModel(sampleFile()))).entries())
      zip.file(name, content);
    const repacked = await zip.generateAsync({ ...options, type: 'uint8array' });
    expect(await decodeModel(repacked, 'n')).toEqual(sampleFile());
  });

  it('may hold what others have put in, and no README', async () => {
    const zip = await JSZip.loadAsync(await encodeModel(sampleFile()));
    zip.remove('README.md');
    zip.file('notes/我的.txt', 'mine');
    zip.file('weights.safetensors.bak', 'older');
    const bytes = await zip.generateAsync({ type: 'uint8array' });
    expect(await decodeModel(bytes, 'n')).toEqual(sampleFile());
    // They are part of the file nevertheless.
    const damaged = patchZip(bytes, 'central', 'crc32', (crc) => crc ^ 1);
    await expect(decodeModel(damaged, 'n')).rejects.toMatchObject({ code: 'model.damaged' });
  });

  it('gives its weights, its history and its summary without a look at the rest', async () => {
    const path = join(await temporaryFolder(), 'x.verse');
    const bytes = Buffer.from(await encodeModel(sampleFile()));
    const spoil = (part: string) => {
      const spoiled = Buffer.from(bytes);
      // In the numbers of that part: well behind its name, which stands before it.
      spoiled[spoiled.indexOf(part) + 700]! ^= 1;
      return writeFile(path, spoiled);
    };
    const history = { manifest: sampleManifest(), epochs: EPOCHS, samples: SAMPLES };
    await spoil('best.safetensors');
    expect(await readHistory(path)).toEqual(history);
    expect(await readWeights(path)).toEqual({ manifest: sampleManifest(), model: sampleModel() });
    await expect(readModelFile(path)).rejects.toMatchObject({
      ...{ params: { reason: 'the checksum of best.safetensors does not match' } },
    });
    await spoil('weights.safetensors');
    expect((await readSummary(path)).manifest).toEqual(sampleManifest());
    expect(await readHistory(path)).toEqual(history);
    await expect(readWeights(path)).rejects.toMatchObject({
      ...{ params: { reason: 'the checksum of weights.safetensors does not match' } },
    });
  });

  it('that is not there is said to be so', async () => {
    const path = join(await temporaryFolder(), 'x.verse');
    for (const read of [readModelFile, readWeights, readHistory, readSummary])
      await expect(read(path)).rejects.toMatchObject({ code: 'file.notFound', params: { path } });
  });

  it('that is a folder cannot be read', async () => {
    const folder = await temporaryFolder();
    await expect(readModelFile(folder)).rejects.toMatchObject({ code: 'file.unreadable' });
  });
});

describe('the summary of a run', () => {
  const epochs = (count: number) =>
    Array.from({ length: count }, (_, i): EpochReport => {
      return {
        epoch: i + 1,
        perplexity: 1000 - i,
        seconds: 0,
        gradientNorm: 0,
        clipped: 0,
        ...plainEpoch,
      };
    });

  it.each([0, 1, 2, 47, 48])('of %i epochs has all of their perplexities', (count) => {
    const { curve, perplexity } = summaryOf(epochs(count));
    expect(curve).toEqual(epochs(count).map((epoch) => epoch.perplexity));
    expect(perplexity).toBe(curve.at(-1) ?? null);
  });

  it.each([49, 250, 999])('of %i epochs has 48 that are evenly spread, ends included', (count) => {
    const { curve, epochs: total } = summaryOf(epochs(count));
    expect(total).toBe(count);
    expect(curve).toHaveLength(48);
    expect([curve[0], curve.at(-1)]).toEqual([1000, 1001 - count]);
    const steps = curve.slice(1).map((perplexity, i) => curve[i]! - perplexity);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  });
});

describe('a file of version 1', () => {
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v1.verse');

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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v2.verse');
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
    const parts = await unzip(await readFile(path));
    const manifest = JSON.parse(new TextDecoder().decode(parts.get('manifest.json')));
    manifest.settings.lineBreaks = 'own';
    const zip = new JSZip();
    for (const [name, bytes] of parts) zip.file(name, bytes);
    zip.file('manifest.json', JSON.stringify(manifest));
    const file = await decodeModel(await zip.generateAsync({ type: 'uint8array' }), 'n');
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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v3.verse');
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
    const parts = await unzip(await readFile(path));
    const manifest = JSON.parse(new TextDecoder().decode(parts.get('manifest.json')));
    manifest.settings.heldOut = { by: 'last', percent: 50 };
    const zip = new JSZip();
    for (const [name, bytes] of parts) zip.file(name, bytes);
    zip.file('manifest.json', JSON.stringify(manifest));
    const file = await decodeModel(await zip.generateAsync({ type: 'uint8array' }), 'n');
    expect(file.manifest.settings.heldOut).toEqual({ by: 'none' });
  });

  it('is written as one of today, and says the same then', async () => {
    const file = await readModelFile(path);
    const read = await decodeModel(await encodeModel(file), 'n');
    expect(fingerprint(read)).toBe(fingerprint({ ...file, manifest: withTime(file) }));
  });
});

describe('a file of version 4', () => {
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v4.verse');

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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v5.verse');

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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v6.verse');

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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v7.verse');

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
  const path = join(import.meta.dirname, 'earlier-versions', 'model-v8.verse');

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

describe.each([
  ['a GRU', 'gru', 'zrh'],
  ['an LSTM', 'lstm', 'ifoc'],
] as const)('a file of %s', (_, cell, gates) => {
  const kind = { ...shallow, cell, activation: 'tanh' } as const;
  const { settings } = sampleManifest();
  const file = () =>
    sampleFile({
      manifest: sampleManifest({ settings: { ...settings, cell } }),
      ...{ model: sampleModel(V, H, 0, kind), best: sampleModel(V, H, 1000, kind) },
      state: sampleState({
        hiddenState: Float32Array.from(
          { length: 2 * stateSize({ ...kind, hiddenSize: H }) },
          (_, i) => Math.cos(i),
        ),
      }),
    });

  it('is read as it was written', async () => {
    const read = await decodeModel(await encodeModel(file()), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file()));
    expect(read.model.architecture).toEqual({ ...kind, vocabularySize: V, hiddenSize: H });
  });

  it('has the parameters by the names and in the shapes of the book', async () => {
    const parts = await unzip(await encodeModel(file()));
    const tensors = decodeSafetensors(parts.get('weights.safetensors')!, 'n');
    expect([...tensors.keys()]).toEqual([
      ...Array.from(gates).flatMap((gate) => [`W_x${gate}`, `W_h${gate}`, `b_${gate}`]),
      ...['W_hq', 'b_q'],
    ]);
    const { W_x, W_h, b } = file().model.parameters;
    const width = gates.length * H;
    for (const [place, gate] of Array.from(gates).entries()) {
      const of = (name: string) => tensors.get(`${name}${gate}`)!;
      expect([of('W_x'), of('W_h'), of('b_')].map(({ shape }) => shape)).toEqual([
        ...[[V, H], [H, H], [H]],
      ]);
      for (let h = 0; h < H; h++) {
        for (let v = 0; v < V; v++)
          expect(of('W_x').values[v * H + h]).toBe(W_x[v * width + place * H + h]);
        for (let from = 0; from < H; from++)
          expect(of('W_h').values[from * H + h]).toBe(W_h[from * width + place * H + h]);
        expect(of('b_').values[h]).toBe(b[place * H + h]);
      }
    }
  });

  it('has what its steps hand on as the book has it', async () => {
    const parts = await unzip(await encodeModel(file()));
    const tensors = decodeSafetensors(parts.get('training.safetensors')!, 'n');
    const state = file().state!.hiddenState!;
    const width = stateSize({ ...kind, hiddenSize: H });
    const names = cell === 'lstm' ? ['hidden_state', 'memory_cell'] : ['hidden_state'];
    expect(tensors.has('memory_cell')).toBe(cell === 'lstm');
    for (const [place, name] of names.entries())
      for (let row = 0; row < 2; row++)
        for (let h = 0; h < H; h++)
          expect(tensors.get(name)!.values[row * H + h]).toBe(state[row * width + place * H + h]);
  });
});

describe('a run that finished and kept its best epoch', () => {
  const file = () =>
    sampleFile({
      manifest: sampleManifest({
        ...{ outcome: 'finished', endedBy: 'patience', kept: 2, best: null },
        ...summaryOf(EPOCHS, { kept: 2 }),
      }),
      ...{ best: null, last: sampleModel(V, H, 50), state: sampleState({ steps: 0, clipped: 0 }) },
    });

  it('has those weights, with their perplexity, and beside them those that it goes on from', async () => {
    const read = await decodeModel(await encodeModel(file()), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file()));
    expect(read.manifest).toMatchObject({ epochs: 3, perplexity: 5.25, kept: 2 });
    expect(read.manifest.curve).toEqual([6.5, 5.25]);
    expect([...(await unzip(await encodeModel(file()))).keys()]).toContain('last.safetensors');
  });

  it.each<[string, Partial<ModelFile>]>([
    ['without those', { last: null }],
    [
      'of which another epoch was the best',
      { state: sampleState({ steps: 0, clipped: 0, best: 1 }) },
    ],
    ['which is the last one', { manifest: { ...file().manifest, kept: 3 } }],
  ])('is none %s', async (_, changes) => {
    await expect(encodeModel({ ...file(), ...changes })).rejects.toMatchObject({
      code: 'model.unsaveable',
    });
  });
});

describe('a run that has diverged', () => {
  const diverged = { epoch: 3, step: null, kept: 2 };
  const file = () =>
    sampleFile({
      manifest: sampleManifest({ outcome: 'diverged', divergence: diverged, best: null }),
      ...{ state: null, best: null },
    });

  it('says where, and has the perplexity of the epoch whose weights it has', async () => {
    const { manifest, epochs } = await decodeModel(await encodeModel(file()), 'n');
    expect(manifest).toMatchObject({ divergence: diverged, epochs: 3, perplexity: 5.25 });
    expect(manifest.curve).toEqual([6.5, 5.25]);
    expect(epochs.length).toBe(3);
  });

  it.each([
    ['of which more epochs were kept than there are', { kept: 4 }, {}],
    ['that did not end so', {}, { outcome: 'finished' as const }],
  ])('is none %s', async (_, end, facts) => {
    const { manifest, ...parts } = file();
    const divergence = { ...diverged, ...end };
    const wrong = { ...parts, manifest: { ...manifest, divergence, ...facts } };
    await expect(encodeModel(wrong)).rejects.toMatchObject({ code: 'model.unsaveable' });
  });

  it('has no state', async () => {
    const wrong = { ...file(), state: sampleState() };
    await expect(encodeModel(wrong)).rejects.toMatchObject({ code: 'model.unsaveable' });
  });
});

describe('what is held out', () => {
  it.each([
    [{ by: 'none' }],
    [{ by: 'last', percent: 50 }],
    [{ by: 'songs', every: 1000 }],
  ] as const)('is kept: %j', async (heldOut) => {
    const { settings } = sampleManifest();
    const manifest = sampleManifest({ settings: { ...settings, heldOut } });
    const read = await decodeModel(await encodeModel(sampleFile({ manifest })), 'n');
    expect(read.manifest.settings.heldOut).toEqual(heldOut);
  });

  it.each([
    [{ by: 'last', percent: 51 }],
    [{ by: 'last', percent: 0.5 }],
    [{ by: 'songs', every: 1 }],
    [{ by: 'lines', every: 2 }],
    ['10%'],
  ])('is refused where no run could have it: %j', async (heldOut) => {
    const parts = await unzip(await encodeModel(sampleFile()));
    const manifest = JSON.parse(new TextDecoder().decode(parts.get('manifest.json')));
    manifest.settings.heldOut = heldOut;
    const zip = new JSZip();
    for (const [name, bytes] of parts) zip.file(name, bytes);
    zip.file('manifest.json', JSON.stringify(manifest));
    await expect(
      zip.generateAsync({ type: 'uint8array' }).then((bytes) => decodeModel(bytes, 'n')),
    ).rejects.toMatchObject({ code: 'model.damaged' });
  });
});
