import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src-main/contract/model.ts';
import {
  decodeModel,
  encodeModel,
  readManifest,
  readModelFile,
  writeModelFile,
  type LanguageModel,
} from '../../src-main/store/model-file.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from '../../src-main/store/safetensors.ts';
import { sampleManifest, sampleModel, VOCABULARY } from './sample-model.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';
import { encryptZip, patchZip } from './zip-patch.ts';

const [V, H] = [VOCABULARY.length, 5];

/** A model file whose manifest and tensors were changed by somebody. */
async function forge(
  changeManifest: (manifest: Record<string, unknown>) => unknown = (manifest) => manifest,
  changeTensors: (tensors: Map<string, Tensor>) => void = () => {},
): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(await encodeModel(sampleManifest(), sampleModel()));
  const manifest = JSON.parse(await zip.file('manifest.json')!.async('string')) as Record<
    string,
    unknown
  >;
  const changed = changeManifest(manifest);
  zip.file('manifest.json', typeof changed === 'string' ? changed : JSON.stringify(changed));
  const tensors = decodeSafetensors(
    await zip.file('weights.safetensors')!.async('uint8array'),
    'n',
  );
  changeTensors(tensors);
  zip.file('weights.safetensors', encodeSafetensors(tensors));
  return zip.generateAsync({ type: 'uint8array' });
}

const refusal = async (
  bytes: Uint8Array,
): Promise<{ code: string; params: Record<string, unknown> }> => {
  const folder = await temporaryFolder();
  const path = join(folder, 'n.verse');
  await writeFile(path, bytes);
  const results = await Promise.all(
    [decodeModel(bytes, 'n.verse'), readModelFile(path)].map((reading) =>
      reading.then(
        () => ({ code: 'none', params: {} }),
        (error: { code: string; params: Record<string, unknown> }) => error,
      ),
    ),
  );
  // From a file and from memory the answer is the same, and reading changes nothing.
  expect(results[0]).toEqual(results[1]);
  expect(await listing(folder)).toEqual(['n.verse']);
  return results[0]!;
};
const damaged = { code: 'model.damaged', params: { name: 'n.verse', reason: expect.any(String) } };

const set = (tensors: Map<string, Tensor>, name: string, shape: number[]) =>
  tensors.set(name, { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });

describe('the model file', () => {
  it('gives back everything, bit for bit', async () => {
    const path = join(await temporaryFolder(), '我的.verse');
    const model = sampleModel();
    // Numbers that a detour over text or float64 arithmetic could change.
    model.parameters.b_q.set([-0, 1.401298464324817e-45, 3.4028234663852886e38, 1 / 3]);
    await writeModelFile(path, sampleManifest(), model);
    const read = await readModelFile(path);
    expect(read.manifest).toEqual(sampleManifest());
    expect(read.model.dimensions).toEqual(model.dimensions);
    for (const name of ['W_xh', 'W_hh', 'b_h', 'W_hq', 'b_q'] as const)
      expect(Buffer.from(read.model.parameters[name].buffer)).toEqual(
        Buffer.from(model.parameters[name].buffer),
      );
    expect(await readManifest(path)).toEqual(sampleManifest());
  });

  it('gives the same bytes for the same model, also after it was read', async () => {
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    const { manifest, model } = await decodeModel(bytes, 'n');
    expect(Buffer.from(await encodeModel(manifest, model))).toEqual(Buffer.from(bytes));
  });

  it("keeps the book's names and shapes, W_hq as [H, V]", async () => {
    const model = sampleModel();
    const zip = await JSZip.loadAsync(await encodeModel(sampleManifest(), model), {
      checkCRC32: true,
    });
    expect(Object.keys(zip.files).sort()).toEqual(['manifest.json', 'weights.safetensors']);
    const tensors = decodeSafetensors(
      await zip.file('weights.safetensors')!.async('uint8array'),
      'n',
    );
    expect(Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual({
      W_xh: [V, H],
      W_hh: [H, H],
      b_h: [H],
      W_hq: [H, V],
      b_q: [V],
    });
    const book = tensors.get('W_hq')!.values;
    for (let h = 0; h < H; h++)
      for (let v = 0; v < V; v++) expect(book[h * V + v]).toBe(model.parameters.W_hq[v * H + h]);
    expect(Buffer.from(tensors.get('W_xh')!.values.buffer)).toEqual(
      Buffer.from(model.parameters.W_xh.buffer),
    );
  });

  it('keeps a perplexity that went to infinity as the largest number', async () => {
    const epoch = { epoch: 1, perplexity: Infinity, seconds: 1, gradientNorm: 1, clipped: 1 };
    const bytes = await encodeModel(sampleManifest({ history: [epoch] }), sampleModel());
    const { manifest } = await decodeModel(bytes, 'n');
    expect(manifest.history[0]!.perplexity).toBe(Number.MAX_VALUE);
  });

  it('is not written when it could not be read again, and the old file stays', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x.verse');
    await writeModelFile(path, sampleManifest(), sampleModel());
    const old = await readFile(path);
    const bad = (change: (model: LanguageModel) => void): LanguageModel => {
      const model = sampleModel();
      change(model);
      return model;
    };
    const attempts: [Manifest, LanguageModel][] = [
      [sampleManifest(), bad(({ parameters }) => (parameters.W_hh[3] = NaN))],
      [sampleManifest(), bad(({ parameters }) => (parameters.W_hq[0] = -Infinity))],
      [sampleManifest(), bad(({ parameters }) => (parameters.b_h = new Float32Array(4)))],
      [sampleManifest(), bad(({ dimensions }) => (dimensions.hiddenSize = 4))],
      [sampleManifest({ vocabulary: ['a'] }), sampleModel()],
      [sampleManifest({ vocabulary: ['a', 'b', 'c', 'd', 'e', 'f', 'a'] }), sampleModel()],
      [sampleManifest({ engine: { name: 'onnx', version: '1', threads: 1.5 } }), sampleModel()],
    ];
    for (const [manifest, model] of attempts)
      await expect(writeModelFile(path, manifest, model)).rejects.toThrow();
    expect(await readFile(path)).toEqual(old);
    expect(await listing(folder)).toEqual(['x.verse']);
  });

  it('keeps what others put beside, out of the way', async () => {
    const zip = await JSZip.loadAsync(await encodeModel(sampleManifest(), sampleModel()));
    zip.file('readme.txt', 'mine');
    expect(await refusal(await zip.generateAsync({ type: 'uint8array' }))).toMatchObject({
      code: 'none',
    });
  });
});

describe('a model file is refused', () => {
  it('when there is none', async () => {
    const path = join(await temporaryFolder(), 'x.verse');
    await expect(readModelFile(path)).rejects.toMatchObject({
      code: 'file.notFound',
      params: { path },
    });
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'file.notFound' });
  });

  it('when it is not ours', async () => {
    const zip = async (files: Record<string, string>) => {
      const made = new JSZip();
      for (const [name, content] of Object.entries(files)) made.file(name, content);
      return made.generateAsync({ type: 'uint8array' });
    };
    const foreign = [
      new Uint8Array(0),
      Buffer.from('a text'),
      await zip({}),
      await zip({ 'song.txt': '想要有直升机' }),
      await zip({ 'manifest.json': '{"manifest_version": 3}' }),
      await zip({ 'manifest.json': 'not JSON' }),
      await zip({ 'manifest.json': '{"format":"verseloom-model","version":"1"}' }),
    ];
    for (const bytes of foreign)
      expect(await refusal(bytes)).toMatchObject({
        code: 'model.notOurs',
        params: { name: 'n.verse' },
      });
  });

  it('when it is from a newer version, whatever else is in it', async () => {
    expect(await refusal(await forge((manifest) => ({ ...manifest, version: 2 })))).toMatchObject({
      code: 'model.newer',
      params: { name: 'n.verse', version: 2, supported: 1 },
    });
    const future = { format: 'verseloom-model', version: 7, tokens: [] };
    expect(await refusal(await forge(() => future))).toMatchObject({ code: 'model.newer' });
  });

  it('wherever it is cut', async () => {
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    for (let length = 4; length < bytes.length; length += 97)
      expect(await refusal(bytes.subarray(0, length))).toMatchObject(damaged);
    expect(await refusal(bytes.subarray(0, bytes.length - 1))).toMatchObject(damaged);
  });

  it('whichever byte is flipped, unless it says nothing', async () => {
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    const whole = JSON.stringify(await decodeModel(bytes, 'n'));
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 0x55;
      const result = await decodeModel(flipped, 'n').catch((error: { code?: string }) => error);
      if ('code' in result) {
        expect(result.code).toMatch(/^model\.(damaged|notOurs)$/);
        refused++;
      } else expect(JSON.stringify(result)).toBe(whole);
    }
    expect(refused).toBeGreaterThan(bytes.length * 0.75);
  });

  it('for a manifest that does not fit', async () => {
    const changes: Record<string, unknown>[] = [
      { vocabulary: [...VOCABULARY.slice(1), VOCABULARY[1]] },
      { vocabulary: [...VOCABULARY.slice(1), ''] },
      { vocabulary: [...VOCABULARY.slice(1), 'ab'] },
      { vocabulary: [...VOCABULARY.slice(1), '\ud83d'] },
      { vocabulary: [] },
      { vocabulary: VOCABULARY.slice(1) },
      { vocabulary: [...VOCABULARY, '多'] },
      { cell: 'transformer' },
      { version: 0.5 },
      { settings: {} },
      { history: [{ epoch: 1 }] },
      { name: undefined },
    ];
    for (const change of changes) {
      const { code } = await refusal(await forge((manifest) => ({ ...manifest, ...change })));
      // Without a version it is not known to be ours; settings have defaults, and then another shape.
      expect(code).toBe('version' in change ? 'model.notOurs' : 'model.damaged');
    }
  });

  it('for weights that do not fit', async () => {
    const changes: ((tensors: Map<string, Tensor>) => void)[] = [
      (tensors) => tensors.delete('W_hh'),
      (tensors) => set(tensors, 'W_xr', [1]),
      (tensors) => set(tensors, 'W_hq', [V, H]),
      (tensors) => set(tensors, 'W_xh', [V * H]),
      (tensors) => set(tensors, 'b_h', [H, 1]),
      (tensors) => set(tensors, 'b_q', [V + 1]),
      (tensors) => (tensors.get('b_q')!.values[2] = NaN),
      (tensors) => (tensors.get('W_hq')!.values[2] = Infinity),
    ];
    for (const change of changes)
      expect(await refusal(await forge(undefined, change))).toMatchObject(damaged);
  });

  it('when an entry is missing, twice, encrypted, or not as large as it says', async () => {
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    for (const name of ['manifest.json', 'weights.safetensors']) {
      const zip = await JSZip.loadAsync(bytes);
      zip.remove(name);
      expect(await refusal(await zip.generateAsync({ type: 'uint8array' }))).toMatchObject(damaged);
    }
    expect(await refusal(encryptZip(bytes, 'central'))).toMatchObject(damaged);
    expect(await refusal(encryptZip(bytes, 'local'))).toMatchObject(damaged);
    expect(await refusal(patchZip(bytes, 'central', 'size', () => 0x7fffffff))).toMatchObject(
      damaged,
    );
    expect(await refusal(patchZip(bytes, 'central', 'size', (size) => size - 1))).toMatchObject(
      damaged,
    );
  });

  it('when the weights are a bomb', async () => {
    const zip = await JSZip.loadAsync(await encodeModel(sampleManifest(), sampleModel()));
    zip.file('weights.safetensors', new Uint8Array(30_000_000));
    const bomb = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
    expect(await refusal(bomb)).toMatchObject(damaged);
    const lying = patchZip(bomb, 'central', 'size', (size) => (size > 1e6 ? 500 : size));
    expect(await refusal(lying)).toMatchObject(damaged);
  });

  it('also when only its manifest is asked for', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x.verse');
    const bytes = await encodeModel(sampleManifest(), sampleModel());
    await writeFile(path, bytes.subarray(0, bytes.length - 30));
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'model.damaged' });
    await writeFile(path, await forge((manifest) => ({ ...manifest, name: 1 })));
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'model.damaged' });
    await writeFile(path, await forge((manifest) => ({ ...manifest, version: 3 })));
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'model.newer' });
  });
});
