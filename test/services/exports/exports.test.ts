/** Exports as other programs read them, against what the product itself writes and keeps. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { encodeDecodingModel } from '../../../src-main/engines/onnx/decoding-model.ts';
import {
  exportModel,
  type Exported,
  type ForeignKind,
} from '../../../src-main/services/exports/exports.ts';
import { startCompute } from '../../compute/compute-process.ts';
import { allCells, someDeep } from '../../contract/all-cells.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { sampleManifest, sampleModel, VOCABULARY } from '../../store/models/sample-model.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { exporter, trainModel } from './trained-model.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

const sample: Exported = {
  manifest: sampleManifest(),
  model: sampleModel(),
  epochs: [
    { epoch: 1, perplexity: 61.5, seconds: 0.25, gradientNorm: 0.5, clipped: 1, ...plainEpoch },
    {
      epoch: 2,
      perplexity: 1.0625,
      seconds: 0.125,
      gradientNorm: 0.0078125,
      clipped: 0.25,
      ...plainEpoch,
    },
  ],
};
const exported = async (kind: ForeignKind, file = sample): Promise<Uint8Array> =>
  (await exportModel(file, kind, exporter)).bytes;

/** What both formats that have metadata tell of the sample. */
function expectTold(metadata: Record<string, string>): void {
  const { manifest } = sample;
  const { vocabulary, settings, corpus, engine, usage, ...plain } = metadata;
  expect(JSON.parse(vocabulary!)).toEqual(VOCABULARY);
  expect(JSON.parse(settings!)).toEqual(manifest.settings);
  expect(JSON.parse(corpus!)).toEqual(manifest.corpus);
  expect(JSON.parse(engine!)).toEqual(manifest.engine);
  expect(usage).toContain('import numpy as np');
  expect(plain).toMatchObject({ format: 'verseloom-model', name: '织机', cell: 'rnn' });
}

describe('ONNX', () => {
  it.skipIf(!isPresent('onnx')).each([...allCells, ...someDeep(48)])(
    'of %s writes as the product does, in a program that knows the file alone, and several texts at once',
    { tags: ['long'] },
    async (_, kind) => {
      const { file, write } = await trainModel(startCompute('onnx').calls, {
        ...kind,
        epochs: 120,
        ...(kind.activation === 'relu' && { learningRate: 20 }),
        ...(kind.layers > 1 && { optimiser: 'adam', learningRate: 0.01 }), // the book's descent is slow in the deep
      });
      const path = join(await temporaryFolder(), 'model.onnx');
      await writeFile(path, await exported('onnx', file));
      const prefixes = ['想要', '感谢', '坏坏'];
      const script = join(import.meta.dirname, 'write-with-onnx.mjs');
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...[script, path, '200'], ...prefixes],
        // As for the product: see engines/onnx.ts.
        { env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' } },
      );
      const own = await Promise.all(
        prefixes.map((prefix) => write({ prefix, length: 200, temperature: 0, seed: 1 })),
      );
      expect(new Set(own).size).toBeGreaterThan(1);
      expect(JSON.parse(stdout)).toEqual(own);
    },
  );

  it('has the weights as they are, in the book’s names, and tells what it is', async () => {
    const { graph, metadataProps, opsetImport, irVersion } = onnxProto.onnx.ModelProto.decode(
      await exported('onnx'),
    );
    expect([opsetImport[0]!.version, irVersion].map(Number)).toEqual([17, 8]);
    expectTold(Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])));
    const weights = Object.fromEntries(
      graph!.initializer!.map(({ name, rawData }) => [
        name,
        new Float32Array(Uint8Array.from(rawData!).buffer),
      ]),
    );
    const { W_x: W_xh, W_h: W_hh, b: b_h, ...others } = sample.model.parameters;
    expect(weights).toEqual({ W_xh, W_hh, b_h, ...others });
    const shapes = [...graph!.input!, ...graph!.output!].map(({ name, type }) => [
      name,
      type!.tensorType!.shape!.dim!.map(({ dimParam, dimValue }) => dimParam || Number(dimValue)),
    ]);
    expect(Object.fromEntries(shapes)).toEqual({
      ...{ ids: ['batch'], state: ['batch', 5] },
      ...{ logits: ['batch', 7], next_state: ['batch', 5] },
    });
    const values = [...graph!.input!, ...graph!.output!, ...graph!.initializer!];
    expect(values.every(({ docString }) => docString)).toBe(true);
  });

  it.each([...allCells, ...someDeep(5)])(
    'of %s has the parameters of the book',
    async (_, kind) => {
      const settings = { ...sample.manifest.settings, ...kind };
      const manifest = { ...sample.manifest, settings };
      const model = sampleModel(7, 5, 0, kind);
      const { graph } = onnxProto.onnx.ModelProto.decode(
        await exported('onnx', { ...sample, manifest, model }),
      );
      const named = graph!.initializer!.filter(({ docString }) => docString);
      expect(Object.fromEntries(named.map(({ name, dims }) => [name, dims!.map(Number)]))).toEqual({
        ...(kind.embeddingSize > 0 && { E: [7, kind.embeddingSize] }),
        ...Object.fromEntries(
          ['', '_2', '_3', '_4'].slice(0, kind.layers).flatMap((layer) =>
            Array.from({ rnn: 'h', gru: 'zrh', lstm: 'ifoc' }[kind.cell]).flatMap((gate) => [
              [`W_x${gate}${layer}`, [layer === '' ? kind.embeddingSize || 7 : 5, 5]],
              [`W_h${gate}${layer}`, [5, 5]],
              [`b_${gate}${layer}`, [5]],
            ]),
          ),
        ),
        ...(!kind.tied && { W_hq: [7, 5] }),
        b_q: [7],
      });
    },
  );

  it('is the same file for the same model', () => {
    const about = { version: '1', usage: '', metadata: {} };
    expect(encodeDecodingModel(sample.model, about)).toEqual(
      encodeDecodingModel(sampleModel(), about),
    );
  });
});

it('safetensors has the book’s shapes and all that is needed to write', async () => {
  const bytes = Buffer.from(await exported('safetensors'));
  const length = Number(bytes.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  expectTold(metadata);
  const shapes = Object.entries(tensors).map(([name, tensor]) => [
    name,
    (tensor as never)['shape'],
  ]);
  expect(Object.fromEntries(shapes)).toEqual({
    ...{ W_xh: [7, 5], W_hh: [5, 5], b_h: [5], W_hq: [5, 7], b_q: [7] },
  });
  const [start] = tensors['W_hq'].data_offsets as [number];
  const element = (row: number, column: number): number =>
    bytes.readFloatLE(8 + length + start + 4 * (row * 7 + column));
  const { W_hq } = sample.model.parameters; // as rows, [7, 5]
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 7; column++)
      expect(element(row, column)).toBe(W_hq[column * 5 + row]);
});

it('CSV is the history, a line for each epoch', async () => {
  expect(new TextDecoder().decode(await exported('csv'))).toBe(
    'epoch,perplexity,seconds,gradient_norm,clipped,validation_perplexity,learning_rate,clipping_threshold\n' +
      '1,61.5,0.25,0.5,1,,100,0.01\n2,1.0625,0.125,0.0078125,0.25,,100,0.01\n',
  );
});

it('a page that is not where it was installed is named', async () => {
  const page = join(await temporaryFolder(), 'gone.html');
  await expect(exportModel(sample, 'html', { ...exporter, page })).rejects.toMatchObject({
    ...{ code: 'file.notFound', params: { path: page } },
  });
});

it.each([
  ['分开 2', 'csv', '分开 2.csv'],
  ['a/b', 'onnx', 'a b.onnx'],
  ['..', 'html', 'verseloom.html'],
] as const)('%j as %s is named %j', async (name, kind, fileName) => {
  const file = { ...sample, manifest: sampleManifest({ name }) };
  expect((await exportModel(file, kind, exporter)).name).toBe(fileName);
});

it.each([
  ['own', String.raw`A line ends with "\n", a song with "\u001e".`],
  ['space', 'Line breaks were learnt as spaces.'],
  ['space-each', 'Line breaks were learnt as spaces.'],
] as const)(
  'with line breaks as %s says so to whoever writes with it',
  async (lineBreaks, said) => {
    const { manifest } = sample;
    const vocabulary = ['\n', '\u001e', ...VOCABULARY.slice(2)];
    const heldOut = { by: 'songs', every: 5 } as const;
    const settings = { ...manifest.settings, lineBreaks, heldOut };
    const file = { ...sample, manifest: { ...manifest, settings, vocabulary } };
    const bytes = Buffer.from(await exported('safetensors', file));
    const header = bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE()));
    const { __metadata__: metadata } = JSON.parse(header);
    expect(metadata.usage).toContain(said);
    expect(metadata.usage).toContain('The lyrics that it was trained on are not in this file');
    expect(JSON.parse(metadata.vocabulary)).toEqual(vocabulary);
    expect(JSON.parse(metadata.settings)).toMatchObject({ lineBreaks, heldOut });
    const { metadataProps } = onnxProto.onnx.ModelProto.decode(await exported('onnx', file));
    expect(metadataProps.find(({ key }) => key === 'usage')!.value).toContain(said);
    const page = new TextDecoder().decode(await exported('html', file));
    const [, facts] = /id="facts">(.*?)<\/script>/.exec(page)!;
    expect(JSON.parse(facts!)).toMatchObject({ lineBreaks, heldOut, vocabulary });
    for (const json of [header, facts]) expect(json).not.toContain('\u001e');
  },
);
