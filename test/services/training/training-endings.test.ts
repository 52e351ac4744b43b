/** Ends of a run that are hard to come by for real: divergence at a chosen step, a stop before the first, a disk that is full. */
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../../src-main/contract/api.ts';
import type { ComputeApi } from '../../../src-main/contract/compute-api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import {
  idleTraining,
  type RunState,
  type TrainingStatus,
} from '../../../src-main/contract/training.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { explainDivergence } from '../../../src-main/services/training/divergence.ts';
import { initialModel } from '../../../src-main/core/parameters.ts';
import { Random } from '../../../src-main/core/random.ts';
import { createSession } from '../../../src-main/compute/session.ts';
import type { Tell } from '../../../src-main/compute/tell.ts';
import { endSentences } from '../../../src-main/messages/ends.ts';
import { createTranslator } from '../../../src-main/messages/translator.ts';
import type { ModelFile } from '../../../src-main/store/models/model-file.ts';
import { Engines } from '../../../src-main/services/engines/engines.ts';
import { Training, type Save } from '../../../src-main/services/training/training.ts';
import type { TrainingText } from '../../../src-main/services/training/prepare.ts';
import { Supervisor } from '../../../src-main/supervisor/supervisor.ts';
import { ReferenceEngine, tensor } from '../../core/reference-engine.ts';
import type { Tensor64 } from '../../core/reference-engine.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { inProcess } from '../../supervisor/in-process.ts';
import { small, song } from '../open-product.ts';
import { plainRnn } from '../../contract/all-cells.ts';

type Saved = Parameters<Save>;

const text: TrainingText = {
  ...{
    id: 'corpus',
    name: '可爱',
    text: Buffer.from(song),
    characters: 420,
    hash: 'x',
    suggestedPrefixes: [],
  },
};

/** A reference engine whose training step number `bad` overflows: the norm is infinite and all that it made is NaN. */
class Overflowing extends ReferenceEngine {
  constructor(bad: number) {
    super();
    const compile = this.compile;
    let steps = 0;
    this.compile = async (program, constants) => {
      const step = await compile(program, constants);
      return {
        run: async (inputs) => {
          const outputs: Record<string, Tensor64> = await step.run(inputs);
          if (!('norm' in outputs) || ++steps !== bad) return outputs;
          for (const [name, output] of Object.entries(outputs)) {
            this.release(output);
            const wrong = name === 'norm' ? Infinity : NaN;
            outputs[name] = this.upload(
              tensor(
                output.shape,
                output.data.map(() => wrong),
              ).data,
              output,
            );
          }
          return outputs;
        },
        dispose: () => step.dispose(),
      };
    };
  }
}

/** A training service on a session of the test's choice, and what it told. */
async function serve(
  createHandlers: (tell: Tell) => Handlers<ComputeApi> = (tell) =>
    createSession(new ReferenceEngine(), tell),
) {
  const { spawn, alive } = inProcess((_start, tell) => createHandlers(tell));
  const states: RunState[] = [];
  const supervisor = new Supervisor(spawn, {
    event: (name, data) => training.heard(name, data),
    change: () => {},
  });
  const engines = new Engines(
    [{ name: 'onnx', version: '1' }],
    `${await temporaryFolder()}/engines.json`,
    supervisor,
    '0.0.0',
  );
  const training = new Training(supervisor, engines, ({ state }: TrainingStatus) => {
    if (states.at(-1) !== state) states.push(state);
  });
  const saved: Saved[] = [];
  const save: Save = async (...what) => {
    saved.push(what);
    const id = `model ${saved.length}`;
    return { id, name: id };
  };
  const goOn = (file: ModelFile, more: number) =>
    training.goOn(text, more, undefined, {
      ...{ save, beside: tmpdir, withText: false, checkpointSeconds: 0 },
      goesOn: { file, id: 'model 0' },
    });
  const start = (settings: Record<string, unknown> = {}, saveWith: Save = save) =>
    training.start(text, { ...small, ...settings }, 'onnx', {
      ...{ save: saveWith, beside: tmpdir, withText: false, checkpointSeconds: 0 },
    });
  return { training, start, goOn, states, saved, save, supervisor, alive };
}

/** The weights of a run that goes well, after so many epochs. */
async function weightsAfter(epochs: number, settings: Record<string, unknown> = {}) {
  const { start, training, saved } = await serve();
  if (epochs > 0) {
    await start({ epochs, predPeriod: 100, ...settings });
    expect((await training.ended()).state).toBe('finished');
    return saved.at(-1)![0].model;
  }
  const { manifest } = (await weightsFile()).saved[0]![0];
  const architecture = {
    ...plainRnn,
    vocabularySize: manifest.vocabulary.length,
    hiddenSize: small.hiddenSize,
  };
  return initialModel(architecture, new Random(manifest.settings.seed));
}

async function weightsFile(epochs = 1) {
  const served = await serve();
  await served.start({ epochs });
  await served.training.ended();
  return served;
}

describe('a run that diverges', () => {
  // Four steps an epoch: step 7 is the third of the second epoch.
  it.each([
    [1, 1, 1],
    [4, 1, 4],
    [5, 2, 1],
    [7, 2, 3],
    [13, 4, 1],
    [14, 4, 2],
  ])(
    'at its step %i says so, and keeps the weights of its best epoch',
    async (bad, epoch, step) => {
      const diverging = await serve((tell) => createSession(new Overflowing(bad), tell));
      await diverging.start({ epochs: 9, predPeriod: 100 });
      const ended = await diverging.training.ended();
      // What the last epoch has come to is only known by the first step after it.
      const kept = step === 1 ? Math.max(0, epoch - 2) : epoch - 1;
      const code = kept === 0 ? 'training.divergedAtOnce' : 'training.diverged';
      expect(ended).toMatchObject({
        ...{ state: 'diverged', epochs: epoch - 1, modelId: 'model 1', unsaved: false },
        failure: { code, params: { epoch, step, kept } },
      });
      expect(diverging.states).toEqual(['preparing', 'training', 'saving', 'diverged']);
      const [file] = diverging.saved[0]!;
      expect(file.manifest).toMatchObject({
        outcome: 'diverged',
        divergence: { epoch, step, kept },
      });
      expect(file).toMatchObject({ state: null, best: null });
      expect(file.epochs.length).toBe(epoch - 1);
      expect(file.model).toEqual(await weightsAfter(kept));
    },
  );

  it.each([
    [{ clippingThreshold: 0 }, 'clippingThreshold', 0.01],
    [{ clip: 'off' }, 'clip', 'norm'],
    [{ clip: 'off', clippingThreshold: 0 }, 'learningRate', 10],
    [{}, 'learningRate', 10],
    [{ optimiser: 'adam', learningRate: 1, clippingThreshold: 0 }, 'learningRate', 0.001],
    [{ optimiser: 'adamw', learningRate: 1, clip: 'off' }, 'learningRate', 0.001],
    [{ optimiser: 'adam', learningRate: 0.001 }, 'learningRate', 0.0001],
    [{ optimiser: 'adam', learningRate: 1e-6 }, 'learningRate', 1e-6],
  ] as const)('is told what suits its optimiser: of %j, %s', (changed, field, suggested) => {
    const settings = { ...defaultSettings, ...changed };
    const { params } = explainDivergence({ epoch: 2, step: 1, kept: 1 }, settings, [], 9);
    expect(params).toMatchObject({ field, suggested });
  });

  it('by a whole epoch says so with its figures, and can be let to', async () => {
    const senseless = { clippingThreshold: 0, learningRate: 10_000 };
    const { start, training, saved } = await serve();
    await start({ epochs: 9, predPeriod: 1, ...senseless });
    const { state, failure, lastEpoch, vocabularySize } = await training.ended();
    expect(state).toBe('diverged');
    const [{ manifest, model, epochs }] = saved[0]!;
    const { epoch, kept } = manifest.divergence!;
    expect(failure).toMatchObject({
      code: 'training.explodedAtOnce',
      params: {
        ...{ epoch, field: 'clippingThreshold', suggested: 0.01, limit: 10 * vocabularySize },
      },
    });
    expect({ epoch, kept }).toEqual({ epoch: 1, kept: 0 });
    expect(lastEpoch!.perplexity).toBeGreaterThan(10 * vocabularySize);
    expect(epochs.at(-1)).toEqual(lastEpoch);
    expect(manifest.perplexity).toBe(null);
    expect(model).toEqual(await weightsAfter(0));
    // Weights that have exploded have nothing to say.
    expect(training.history(0, 0).samples).toEqual([]);

    // Also where nothing comes after the step that made nonsense of it.
    await start({ epochs: 1, predPeriod: 1, ...senseless, batchSize: 14, timeSteps: 28 });
    expect(await training.ended()).toMatchObject({ state: 'diverged', samples: 0, epochs: 1 });

    await start({ epochs: 9, predPeriod: 9, letExplode: true, ...senseless });
    expect(await training.ended()).toMatchObject({ state: 'finished', epochs: 9, failure: null });
  });

  it('after it was gone on with keeps the best epoch of all, and says that it was made before', async () => {
    const before = await weightsFile(3);
    const [whole] = before.saved[0]!;
    for (const [bad, epochs] of [
      [1, 3],
      [3, 3],
    ] as const) {
      const diverging = await serve((tell) => createSession(new Overflowing(bad), tell));
      await diverging.goOn(whole, 5);
      const ended = await diverging.training.ended();
      expect(ended).toMatchObject({
        ...{ state: 'diverged', epochs, epochsBefore: 3 },
        failure: { code: 'training.diverged', params: { epoch: 4, step: bad, kept: 3 } },
      });
      const [file, { isRecordAlone }] = diverging.saved[0]!;
      expect([file.model, isRecordAlone]).toEqual([whole.model, false]);
      expect(file.manifest.perplexity).toBe(whole.manifest.perplexity);
      expect(endSentences(ended, createTranslator('en'))).toEqual([
        'Epoch 3 was made before the run was continued: nothing that came after it is kept.',
      ]);
    }
    // The first of the new epochs was better than all before.
    const later = await serve((tell) => createSession(new Overflowing(6), tell));
    await later.goOn(whole, 5);
    const ended = await later.training.ended();
    expect(ended.failure).toMatchObject({ params: { epoch: 5, step: 2, kept: 4 } });
    expect(endSentences(ended, createTranslator('en'))).toEqual([]);
  });

  it('after it was gone on with from no good epoch leaves the weights that were there, and says so', async () => {
    const senseless = { clippingThreshold: 0, learningRate: 10_000, letExplode: true };
    const before = await serve();
    await before.start({ epochs: 1, predPeriod: 1, ...senseless });
    expect((await before.training.ended()).state).toBe('finished');
    const [file] = before.saved[0]!;
    expect(file.state).toMatchObject({ best: 0 });
    const diverging = await serve((tell) => createSession(new Overflowing(2), tell));
    await diverging.goOn(file, 2);
    const ended = await diverging.training.ended();
    expect(ended).toMatchObject({
      ...{ state: 'diverged', failure: { code: 'training.divergedAtOnce', params: { kept: 0 } } },
    });
    expect(diverging.saved[0]![0].model).toEqual(file.model);
    expect(endSentences(ended, createTranslator('en'))).toEqual([
      'The model has the weights that the run was continued from.',
    ]);
  });

  it('can be followed by one that does not', async () => {
    const { training, start } = await serve((tell) => createSession(new Overflowing(2), tell));
    await start();
    expect((await training.ended()).state).toBe('diverged');
    await start();
    expect(await training.ended()).toMatchObject({ state: 'finished', failure: null, epochs: 4 });
  });
});

describe('a start', () => {
  it('is the only one of two that come at once', async () => {
    const { training, start, states, saved } = await serve();
    const starts = await Promise.allSettled([start({ seed: 1 }), start({ seed: 2 })]);
    expect(starts).toMatchObject([
      { status: 'fulfilled', value: { settings: { seed: 1 } } },
      { status: 'rejected', reason: { code: 'training.running' } },
    ]);
    expect((await training.ended()).settings.seed).toBe(1);
    expect(states).toEqual(['preparing', 'training', 'saving', 'finished']);
    expect(saved.length).toBe(1);
  });
});

describe('a stop', () => {
  it('that comes while the run is being prepared ends it before its first step', async () => {
    const informed = Promise.withResolvers<void>();
    const { training, start, states, saved } = await serve((tell) => {
      const session = createSession(new ReferenceEngine(), tell);
      return { ...session, info: async (input) => (await informed.promise, session.info(input)) };
    });
    const starting = start();
    expect(training.status().state).toBe('preparing');
    while (states.length === 0) await setImmediate();
    const stopping = training.stop();
    informed.resolve();
    await Promise.all([starting, stopping]);
    expect(training.status()).toEqual({ ...idleTraining, runId: expect.any(String) }); // of no engine, either
    expect(states).toEqual(['preparing', 'idle']);
    expect(saved).toEqual([]);
  });

  it('that comes while the model is being saved waits for that', async () => {
    const { training, start, save } = await serve();
    const saving = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    await start({}, async (...what) => {
      saving.resolve();
      await written.promise;
      return save(...what);
    });
    await saving.promise;
    expect(training.status()).toMatchObject({ state: 'saving', modelId: null });
    const stopping = training.stop();
    written.resolve();
    expect(await stopping).toMatchObject({ state: 'finished', modelId: 'model 1' });
  });

  it('that comes twice is one stop', async () => {
    const { training, start, saved } = await serve();
    await start({ epochs: 1000 });
    const [first, second] = await Promise.all([training.stop(), training.stop()]);
    expect(first).toEqual(second);
    expect(first.state).toBe('stopped');
    expect(saved.length).toBe(1);
  });
});

describe('a disk that is full', () => {
  const full: Save = async () => {
    throw new VerseloomError('file.unwritable', {
      path: '/x',
      reason: 'no space left on the disk',
      errno: 'ENOSPC',
    });
  };

  it('fails the run without losing what was learnt', async () => {
    let isFull = true;
    const { training, start, states, saved, save } = await serve();
    await start({}, (...what) => (isFull ? full(...what) : save(...what)));
    expect(await training.ended()).toMatchObject({
      ...{ state: 'failed', unsaved: true, modelId: null, failure: { code: 'file.unwritable' } },
    });
    expect(await training.save()).toMatchObject({ state: 'failed', unsaved: true });
    isFull = false;
    expect(await training.save()).toMatchObject({
      state: 'finished',
      unsaved: false,
      modelId: 'model 1',
      failure: null,
    });
    expect(saved[0]![0].epochs.length).toBe(4);
    expect(states).toEqual([
      'preparing',
      'training',
      ...['saving', 'failed', 'saving', 'failed', 'saving', 'finished'],
    ]);
    await expect(training.save()).rejects.toMatchObject({ code: 'training.notRunning' });
  });

  it('keeps a new run from taking the place of one that is not saved', async () => {
    let isFull = true;
    const { training, start, saved, save } = await serve();
    const saveIfItCan: Save = (...what) => (isFull ? full(...what) : save(...what));
    await start({ seed: 1 }, saveIfItCan);
    await training.ended();
    await expect(start({ seed: 2 }, saveIfItCan)).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(training.status()).toMatchObject({ unsaved: true, settings: { seed: 1 } });
    isFull = false;
    await start({ seed: 2 }, saveIfItCan);
    await training.ended();
    expect(saved.map(([{ manifest }]) => manifest.settings.seed)).toEqual([1, 2]);
  });

  it('lets a new run wait for a save that somebody has asked for while it was being prepared', async () => {
    let isFull = true;
    const written = Promise.withResolvers<void>();
    const { training, start, saved, save } = await serve();
    await start({ seed: 1 }, async (...what) => {
      if (isFull) return full(...what);
      await written.promise;
      return full(...what);
    });
    await training.ended();
    isFull = false;
    const starting = start({ seed: 2 }, save);
    const refused = expect(starting).rejects.toMatchObject({ code: 'file.unwritable' });
    const saving = training.save();
    for (let turns = 0; turns < 100; turns++) await setImmediate(); // the new run is prepared by then
    expect(saved).toEqual([]);
    written.resolve();
    await Promise.all([saving, refused]);
    expect(training.status()).toMatchObject({ unsaved: true, settings: { seed: 1 } });
  });

  it('does not keep one from a new run for ever: what cannot be saved can be let go of', async () => {
    const { training, start, saved, save } = await serve();
    const unsaveable: Save = async () => {
      throw new VerseloomError('model.unsaveable', { name: '可爱', reason: 'b_h is not finite' });
    };
    expect(() => training.discard()).toThrow('training.notRunning');
    await start({ seed: 1 }, unsaveable);
    await training.ended();
    await expect(start({ seed: 2 })).rejects.toMatchObject({ code: 'model.unsaveable' });
    expect(training.status()).toMatchObject({ state: 'failed', unsaved: true });
    expect(training.discard()).toMatchObject({
      ...{ state: 'failed', unsaved: false, failure: { code: 'model.unsaveable' } },
    });
    await start({ seed: 2 }, save);
    await training.ended();
    expect(saved.map(([{ manifest }]) => manifest.settings.seed)).toEqual([2]);
  });

  it('does not let two runs begin at once while the one before is being saved', async () => {
    let isFull = true;
    const { training, start, saved, save } = await serve();
    const saveIfItCan: Save = (...what) => (isFull ? full(...what) : save(...what));
    await start({ seed: 1 }, saveIfItCan);
    await training.ended();
    isFull = false;
    const starts = await Promise.allSettled([start({ seed: 2 }), start({ seed: 3 })]);
    expect(starts.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(starts.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'training.running' },
    });
    await training.ended();
    expect(saved.length).toBe(2);
  });
});

describe('a compute process that ends', () => {
  it('fails the run with the reason, and a start during the back-off is refused and changes nothing saved', async () => {
    const { training, start, supervisor, alive } = await serve();
    await start({ epochs: 1000 });
    await supervisor.close();
    expect(await training.ended()).toMatchObject({
      state: 'failed',
      unsaved: false,
      modelId: null,
    });
    await expect(start()).rejects.toMatchObject({ code: 'compute.stopped' });
    expect(alive()).toBe(0);
  });
});
