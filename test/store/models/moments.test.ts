/** What an optimiser keeps of the gradients, in a model file: written and read number for number, by the book's names, and refused where it is not as it should be, while the weights can still be written with. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { momentsOf, type OptimiserName } from '../../../src-main/contract/optimisers/optimisers.ts';
import {
  decodeModel,
  encodeModel,
  readModelFile,
  readSummary,
  readWeights,
  type LanguageModel,
  type ModelFile,
} from '../../../src-main/store/models/model-file.ts';
import { decodeSafetensors } from '../../../src-main/store/models/safetensors.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { fingerprint } from './fingerprint.ts';
import { HIDDEN, sampleFile, sampleManifest, sampleModel, VOCABULARY } from './sample-model.ts';

const made = (from: number): LanguageModel => {
  const { architecture, parameters } = sampleModel(VOCABULARY.length, HIDDEN, from);
  const squares = Object.entries(parameters).map(([name, values]) => [
    name,
    values.map((x) => x * x),
  ]);
  return { architecture, parameters: Object.fromEntries(squares) as LanguageModel['parameters'] };
};

function fileOf(optimiser: OptimiserName, changes: Partial<ModelFile> = {}): ModelFile {
  const { settings } = sampleManifest();
  return sampleFile({
    manifest: sampleManifest({ settings: { ...settings, optimiser, learningRate: 0.5 } }),
    moments: momentsOf(optimiser).map((_, i) => made(100 * (i + 1))),
    ...changes,
  });
}

/** @param change of the zip of such a file; @returns it as a file on the disk */
async function spoilt(optimiser: OptimiserName, change: (zip: JSZip) => unknown): Promise<string> {
  const zip = await JSZip.loadAsync(await encodeModel(fileOf(optimiser)));
  await change(zip);
  const path = join(await temporaryFolder(), 'spoilt.verse');
  await writeFile(path, await zip.generateAsync({ type: 'uint8array' }));
  return path;
}

describe.each(['sgd', 'momentum', 'adam', 'adamw'] as const)('a file of %s', (optimiser) => {
  it('comes back number for number, with what it keeps in files of their own', async () => {
    const file = fileOf(optimiser);
    const bytes = await encodeModel(file);
    const read = await decodeModel(bytes, 'n');
    expect(fingerprint(read.moments as never)).toBe(fingerprint(file.moments as never));
    expect(read.manifest.settings.optimiser).toBe(optimiser);
    const zip = await JSZip.loadAsync(bytes);
    const names = Object.keys(zip.files).filter((name) => /^[vs]\.safetensors$/.test(name));
    expect(names).toEqual(momentsOf(optimiser).map((moment) => `${moment}.safetensors`));
  });
});

it("has of every parameter one, by the book's name and in its shape", async () => {
  const file = fileOf('adam');
  const zip = await JSZip.loadAsync(await encodeModel(file));
  const tensors = decodeSafetensors(await zip.file('s.safetensors')!.async('uint8array'), 's');
  expect([...tensors].map(([name, { shape }]) => [name, shape.join()])).toEqual([
    ['W_xh', `${VOCABULARY.length},${HIDDEN}`],
    ['W_hh', `${HIDDEN},${HIDDEN}`],
    ['b_h', `${HIDDEN}`],
    ['W_hq', `${HIDDEN},${VOCABULARY.length}`],
    ['b_q', `${VOCABULARY.length}`],
  ]);
  // The first of the second row of W_hq is that of the second hidden unit.
  const rows = file.moments[1]!.parameters.W_hq;
  expect(tensors.get('W_hq')!.values[VOCABULARY.length]).toBe(rows[1]);
});

it('has none where it cannot be gone on with', async () => {
  const file = fileOf('adam', { state: null, moments: [] });
  const zip = await JSZip.loadAsync(await encodeModel(file));
  expect(zip.file('v.safetensors')).toBeNull();
  await expect(encodeModel(fileOf('adam', { state: null }))).rejects.toMatchObject({
    code: 'model.unsaveable',
  });
});

describe('what is not as it should be', () => {
  const cases: [string, OptimiserName, (zip: JSZip) => unknown, string][] = [
    ['a file is missing', 'adam', (zip) => zip.remove('s.safetensors'), 's.safetensors is missing'],
    [
      'there is one of another optimiser',
      'sgd',
      (zip) => zip.file('v.safetensors', 'x'),
      'the manifest does not know of v.safetensors',
    ],
    [
      'the manifest names another optimiser',
      'momentum',
      async (zip) => {
        const text = await zip.file('manifest.json')!.async('string');
        zip.file('manifest.json', text.replace('"optimiser": "momentum"', '"optimiser": "adam"'));
      },
      's.safetensors is missing',
    ],
    [
      'one has the shapes of another model',
      'momentum',
      async (zip) => {
        const other = await JSZip.loadAsync(await encodeModel(fileOf('momentum')));
        zip.file('v.safetensors', await other.file('training.safetensors')!.async('uint8array'));
      },
      'v.safetensors/W_xh is missing',
    ],
    [
      'a number is none',
      'momentum',
      async (zip) => {
        const bytes = await zip.file('v.safetensors')!.async('uint8array');
        new DataView(bytes.buffer, bytes.byteOffset).setFloat32(bytes.length - 4, NaN, true);
        zip.file('v.safetensors', bytes);
      },
      'v.safetensors/b_q is not finite',
    ],
    [
      'an average of squares is below zero',
      'adam',
      async (zip) => {
        const bytes = await zip.file('s.safetensors')!.async('uint8array');
        new DataView(bytes.buffer, bytes.byteOffset).setFloat32(bytes.length - 4, -1e-9, true);
        zip.file('s.safetensors', bytes);
      },
      'a mean of squares in s.safetensors is below zero',
    ],
  ];

  it.each(cases)(
    'is told where %s, and the weights can be written with',
    async (_, of, change, reason) => {
      const path = await spoilt(of, change);
      await expect(readModelFile(path)).rejects.toMatchObject({
        ...{ code: 'model.damaged', params: { reason } },
      });
      const { model } = await readWeights(path);
      expect(fingerprint(model as never)).toBe(fingerprint(sampleModel() as never));
    },
  );

  it('keeps a file without them from being offered to be gone on with', async () => {
    const whole = await spoilt('adam', () => {});
    expect(await readSummary(whole)).toMatchObject({ canGoOn: true });
    const path = await spoilt('adam', (zip) => zip.remove('v.safetensors'));
    expect(await readSummary(path)).toMatchObject({ canGoOn: false });
  });
});
