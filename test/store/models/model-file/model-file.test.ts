/** The model file: what it gives back, what stands in it, and what is not written. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../../../src-main/contract/compute-api.ts';
import { MAX_STORED_NAME } from '../../../../src-main/contract/model.ts';
import type { EpochReport } from '../../../../src-main/contract/training.ts';
import { MAX_SAMPLES_BYTES } from '../../../../src-main/store/models/model-history.ts';
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
} from '../../../../src-main/store/models/model-file.ts';
import { summaryOf, withTime } from '../../../../src-main/store/models/model-summary.ts';
import { decodeSafetensors } from '../../../../src-main/store/models/safetensors.ts';
import { gently } from '../../../../src-main/store/files/slices.ts';
import type { Manifest } from '../../../../src-main/contract/model.ts';
import { anyModelFile } from '../any-model-file.ts';
import { fingerprint } from '../fingerprint.ts';
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
} from '../sample-model.ts';
import { listing, temporaryFolder } from '../../files/temporary-folder.ts';
import { patchZip } from '../../archives/zip-patch.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';
import { unzip } from './unzip.ts';

const [V, H] = [VOCABULARY.length, 5];
const bare = (): ModelFile =>
  sampleFile({ manifest: sampleManifest({ best: null }), state: null, best: null, text: null });

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

  it('holds a run of a hundred thousand epochs', { tags: ['long'] }, async () => {
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
