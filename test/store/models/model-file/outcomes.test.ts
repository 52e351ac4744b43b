/** What a model file says of how its run came out and what it held out, and what no run can have come to. */
import { describe, expect, it } from 'vitest';
import {
  decodeModel,
  encodeModel,
  type ModelFile,
} from '../../../../src-main/store/models/model-file.ts';
import { summaryOf } from '../../../../src-main/store/models/model-summary.ts';
import { fingerprint } from '../fingerprint.ts';
import {
  EPOCHS,
  sampleFile,
  sampleManifest,
  sampleModel,
  sampleState,
  VOCABULARY,
} from '../sample-model.ts';
import { unzip, withManifest } from './unzip.ts';

const [V, H] = [VOCABULARY.length, 5];

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
    const bytes = await withManifest(await encodeModel(sampleFile()), ({ settings }) => {
      settings['heldOut'] = heldOut;
    });
    await expect(decodeModel(bytes, 'n')).rejects.toMatchObject({ code: 'model.damaged' });
  });
});
