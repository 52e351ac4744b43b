/** What a run is refused for: said before anything changes, with the field at fault, and exact to the character. */
import { tmpdir } from 'node:os';
import { parseSettings } from '../../../../src-main/contract/settings.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSession } from '../../../../src-main/compute/session.ts';
import { MAX_VOCABULARY, modelName } from '../../../../src-main/contract/model.ts';
import type { TrainingText } from '../../../../src-main/services/training/prepare.ts';
import { checkSaveable, type ModelFile } from '../../../../src-main/store/models/model-file.ts';
import { sampleFile } from '../../../store/models/sample-model.ts';
import type { VerseloomError } from '../../../../src-main/contract/errors.ts';
import { ReferenceEngine } from '../../../core/reference-engine.ts';
import { inProcess } from '../../../supervisor/in-process.ts';
import { openForTest, song, type Opened } from '../../open-product.ts';
import { wrong } from './wrong-settings.ts';

const present = [{ name: 'onnx' as const, version: '1' }];

/** The product on the reference engine: nothing here depends on a library. */
async function open(text?: string): Promise<Opened & { starts: () => number }> {
  const { spawn, starts } = inProcess((_start, tell) => createSession(new ReferenceEngine(), tell));
  const product = await openForTest({
    spawn,
    engines: present,
    ...(text !== undefined && { text }),
  });
  return { ...product, starts: () => starts.length };
}

let product: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  product = await open();
});

describe('settings that do not hold', () => {
  it.each(wrong)(
    '%s: the field is named, and the status stays idle',
    async (_, settings, error) => {
      await expect(product.start(settings)).rejects.toMatchObject(error);
      expect(product.training.status().state).toBe('idle');
      expect(product.told).toEqual([]);
      expect(product.starts()).toBe(0);
    },
  );

  it('leave the run before as it was', async () => {
    await product.start();
    const before = await product.training.ended();
    for (const [, settings] of wrong) await expect(product.start(settings)).rejects.toThrow();
    expect(product.training.status()).toEqual(before);
    expect(before.state).toBe('finished');
  });

  it('of a corpus that is not there', async () => {
    const { handlers } = product;
    await expect(
      (async () =>
        handlers['training.start']({
          corpusId: 'gone',
          settings: {},
          engine: 'onnx',
          withText: true,
        }))(),
    ).rejects.toMatchObject({ code: 'corpus.notFound' });
    expect(product.training.status().state).toBe('idle');
  });

  it('of an engine that is not there', async () => {
    await expect(product.start({}, 'tensorflow')).rejects.toMatchObject({
      code: 'engine.unavailable',
      params: { engine: 'tensorflow' },
    });
    await product.start();
    expect((await product.training.ended()).state).toBe('finished');
  });
});

it('a model too large to be saved is refused', async () => {
  // By hand: W_xh and W_hq of V × H, 4 bytes each, are over 1 GiB from H = 2048 and V of about 65,000 on.
  const text = Array.from({ length: 70_000 }, (_, i) => String.fromCodePoint(0x20000 + i)).join('');
  const large = await open(text);
  const start = (hiddenSize: number) =>
    large.start({ hiddenSize, maxCharacters: 0, prefixes: undefined });
  const error = await start(2048).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'settings.outOfRange', params: { field: 'hiddenSize' } });
  const { max } = (error as VerseloomError).params;
  const bytes = (H: number) => 4 * (2 * 70_000 * H + H * H + H + 70_000);
  expect(bytes(Number(max))).toBeLessThanOrEqual(2 ** 30);
  expect(bytes(Number(max) + 1)).toBeGreaterThan(2 ** 30 - 70_000);
});

it(
  'a text of more distinct characters than a model can be saved with is refused, and not one fewer',
  { tags: ['long'] },
  async () => {
    // From U+10000 on there are no halves and no line breaks.
    const distinct = (count: number) => {
      const points = Uint32Array.from({ length: count }, (_, i) => 0x10000 + i);
      return Array.from(points, (point) => String.fromCodePoint(point)).join('');
    };
    const least = { hiddenSize: 1, timeSteps: 1, batchSize: 1024, epochs: 1, maxCharacters: 0 };
    const large = await open(distinct(MAX_VOCABULARY + 1));
    await expect(large.start({ ...least, prefixes: [] })).rejects.toMatchObject({
      code: 'corpus.tooManyDistinct',
      params: { field: 'maxCharacters', distinct: MAX_VOCABULARY + 1, max: MAX_VOCABULARY },
    });
    expect(large.starts()).toBe(0);
    const { manifest } = sampleFile();
    const vocabulary = Array.from(distinct(MAX_VOCABULARY));
    const settings = { ...manifest.settings, hiddenSize: 1 };
    expect(() => checkSaveable({ ...manifest, settings, vocabulary }, 0)).not.toThrow();
  },
);

it('a model whose file would not be read again is refused before it is trained', async () => {
  const name = '歌'.repeat(300); // longer than a model's name may be: it is cut
  const start = (changes: Partial<TrainingText>) =>
    product.training.start(
      {
        ...{ id: 'x', name, text: Buffer.from(song), characters: 420, hash: 'x' },
        suggestedPrefixes: ['银河'],
        ...changes,
      },
      { epochs: 1, hiddenSize: 4, timeSteps: 10, batchSize: 10 },
      'onnx',
      {
        save: async (file) => (saved.push(file), { id: 'saved', name: 'saved' }),
        beside: tmpdir,
        withText: true,
        checkpointSeconds: 0,
      },
    );
  const saved: ModelFile[] = [];
  // A character takes four bytes at most, so that a file of so many characters cannot hold this text.
  await expect(start({ characters: 100 })).rejects.toMatchObject({
    code: 'model.unsaveable',
    params: { reason: 'corpus.txt is larger than it may be' },
  });
  expect(product.training.status().state).toBe('idle');
  expect(product.starts()).toBe(0);
  await start({});
  expect(await product.training.ended()).toMatchObject({ state: 'finished' });
  expect(modelName.safeParse(saved[0]!.manifest.name).success).toBe(true);
});

/** @returns so many characters, of which the last is no space: that would be taken away */
const beginning = (characters: number): string =>
  song.replaceAll(/\s/g, '').repeat(9).slice(0, characters);

describe('a corpus that is too short', () => {
  // By hand: random sampling needs B·T + 1 characters, consecutive sampling B rows of T + 1.
  const cases = [
    ['random', 10, 10, 101],
    ['consecutive', 10, 10, 110],
    ['random', 3, 7, 22],
    ['consecutive', 3, 7, 24],
    ['random', 1, 2, 3],
    ['consecutive', 1, 2, 3],
    ['random', 1, 419, 420],
    ['consecutive', 2, 150, 302],
  ] as const;

  it.each(cases)(
    'with %s sampling, batches of %i and %i steps needs %i characters, not one fewer',
    async (sampling, batchSize, timeSteps, needed) => {
      const settings = { sampling, batchSize, timeSteps, epochs: 1, prefixes: ['想'] };
      const short = await open(beginning(needed - 1));
      await expect(short.start(settings)).rejects.toMatchObject({
        code: 'corpus.tooShort',
        params: { characters: needed - 1, needed },
      });
      const enough = await open(beginning(needed));
      await enough.start(settings);
      expect(await enough.training.ended()).toMatchObject({
        ...{ state: 'finished', epochs: 1, predictionsPerEpoch: batchSize * timeSteps },
      });
    },
  );

  it('is counted in characters, not in halves of them', async () => {
    const emoji = await open('😀😁'.repeat(5));
    await expect(
      emoji.start({ batchSize: 2, timeSteps: 5, prefixes: ['😀'] }),
    ).rejects.toMatchObject({
      code: 'corpus.tooShort',
      params: { characters: 10, needed: 11 },
    });
  });

  it('names the number of characters as the field when that alone is too small', async () => {
    const error = (settings: Record<string, unknown>) =>
      product.start(settings).then(
        () => expect.fail('it was taken'),
        ({ params }: { params: unknown }) => params,
      );
    expect(await error({ maxCharacters: 100 })).toEqual({
      field: 'maxCharacters',
      characters: 100,
      needed: 101,
    });
    expect(await error({ batchSize: 100 })).toEqual({ characters: 420, needed: 1001 });
  });
});

describe('prefixes', () => {
  it('are continued without the characters that the corpus does not have, which are named', async () => {
    await product.start({ epochs: 2, prefixes: ['不想要', '分想', '宇宙'] });
    const ended = await product.training.ended();
    expect(ended.leftOut).toEqual(['不', '分']);
    const { samples } = product.training.history(0, 0);
    expect(samples.map(({ prefix }) => prefix)).toEqual(['想要', '想', '宇宙']);
  });

  it("are the corpus's own suggestions when none are named, and none when none are wanted", async () => {
    const { prefixes: _, ...settings } = {
      ...product.training.status().settings,
      epochs: 2,
      predPeriod: 1,
    };
    const start = (more: Record<string, unknown>) =>
      product.training.start(
        {
          id: 'x',
          name: 'x',
          text: Buffer.from(song),
          characters: 420,
          hash: 'x',
          suggestedPrefixes: ['银河'],
        },
        { ...settings, hiddenSize: 4, timeSteps: 10, batchSize: 10, ...more },
        'onnx',
        {
          save: async () => ({ id: 'saved', name: 'saved' }),
          beside: tmpdir,
          withText: false,
          checkpointSeconds: 0,
        },
      );
    await start({});
    await product.training.ended();
    expect(product.training.history(0, 0).samples.map(({ prefix }) => prefix)).toEqual([
      '银河',
      '银河',
    ]);
    await start({ prefixes: [] });
    expect(await product.training.ended()).toMatchObject({ state: 'finished', samples: 0 });
  });

  it('never refuse a run for a suggestion that what is learnt does not have', async () => {
    const suggestedPrefixes = ['unknown'];
    await product.training.start(
      {
        id: 'x',
        name: 'x',
        text: Buffer.from(song),
        characters: 420,
        hash: 'x',
        suggestedPrefixes,
      },
      { epochs: 1, hiddenSize: 4, timeSteps: 10, batchSize: 10 },
      'onnx',
      {
        save: async () => ({ id: 'saved', name: 'saved' }),
        beside: tmpdir,
        withText: false,
        checkpointSeconds: 0,
      },
    );
    expect(await product.training.ended()).toMatchObject({
      state: 'finished',
      settings: { prefixes: [[...song].slice(0, 2).join('')] },
    });
  });
});

describe('settings that are left out', () => {
  it('make an embedding whose weights are tied as large as the hidden layer', () => {
    expect(parseSettings({ tied: true, hiddenSize: 12 }).embeddingSize).toBe(12);
    expect(parseSettings({ tied: true }).embeddingSize).toBe(256);
    expect(parseSettings({ hiddenSize: 12 }).embeddingSize).toBe(0);
  });

  it('leave nothing that could begin wide without an embedding: then the first weights are told as uniform', () => {
    const wide = { firstWeights: 'wide', hiddenSize: 12 };
    expect(parseSettings(wide).firstWeights).toBe('uniform');
    expect(parseSettings({ ...wide, embeddingSize: 4 }).firstWeights).toBe('wide');
    expect(parseSettings({ ...wide, tied: true }).firstWeights).toBe('wide');
  });

  it("are the book's", async () => {
    await product.start({ epochs: 1 });
    const { settings } = await product.training.ended();
    expect(settings).toMatchObject({
      learningRate: 100,
      clippingThreshold: 0.01,
      sampling: 'random',
      maxCharacters: 10_000,
      lineBreaks: 'space',
      heldOut: { by: 'none' },
      letExplode: false,
    });
    const { defaultSettings } = await import('../../../../src-main/contract/settings.ts');
    expect(defaultSettings).toEqual({
      ...{ cell: 'rnn', activation: 'tanh', layers: 1, embeddingSize: 0, tied: false, dropout: 0 },
      ...{ optimiser: 'sgd', momentum: 0.9, weightDecay: 0.01, clip: 'norm' },
      ...{ schedule: 'constant', warmup: 0, stepPeriod: 50, stepFactor: 0.1 },
      ...{ firstWeights: 'normal', detach: true },
      ...{ epochs: 250, hiddenSize: 256, timeSteps: 35, batchSize: 32, learningRate: 100 },
      ...{ clippingThreshold: 0.01, sampling: 'random', predPeriod: 50, predLength: 50 },
      ...{ prefixes: ['分开', '不分开'], maxCharacters: 10_000, seed: 1 },
      ...{ lineBreaks: 'space', heldOut: { by: 'none' }, letExplode: false },
      ...{ untilPerplexity: 0, untilSeconds: 0, patience: 0, keepBest: false },
      snapshots: 0,
    });
  });
});

it('refuses more samples than are kept, at the field, before anything changes', async () => {
  const asked = { epochs: 100_000, predPeriod: 1, predLength: 1000, prefixes: ['我'] };
  expect(() => parseSettings(asked)).toThrow(
    expect.objectContaining({
      code: 'settings.samples',
      params: { field: 'predPeriod', characters: 100_000_000, max: 5_000_000 },
    }),
  );
  expect(parseSettings({ ...asked, predPeriod: 20 }).predPeriod).toBe(20); // 5,000,000 exactly
});
