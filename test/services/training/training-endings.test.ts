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
import { createSession } from '../../../src-main/compute/session.ts';
import type { Tell } from '../../../src-main/compute/tell.ts';
import type { Engine } from '../../../src-main/core/tensors/engine.ts';
import { Engines } from '../../../src-main/services/engines/engines.ts';
import { Training, type Save } from '../../../src-main/services/training/training.ts';
import type { TrainingText } from '../../../src-main/services/training/prepare.ts';
import { Supervisor } from '../../../src-main/supervisor/supervisor.ts';
import { ReferenceEngine, tensor } from '../../core/reference-engine.ts';
import type { Tensor64 } from '../../core/reference-engine.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { inProcess } from '../../supervisor/in-process.ts';
import { small, song } from '../open-product.ts';

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
  const start = (settings: Record<string, unknown> = {}, saveWith: Save = save) =>
    training.start(text, { ...small, ...settings }, 'onnx', {
      ...{ save: saveWith, beside: tmpdir, withText: false, checkpointSeconds: 0 },
    });
  return { training, start, states, saved, save, supervisor, alive };
}

describe('a run that diverges', () => {
  it('keeps the best that was saved before, and does not take its last weights for it', async () => {
    const { start, training, saved } = await serve((tell) =>
      createSession(new Overflowing(400), tell),
    );
    await start({ epochs: 999, predPeriod: 999 });
    while (training.status().epochs < 2) await setImmediate();
    await training.save();
    expect((await training.ended()).state).toBe('diverged');
    const [[first], [last]] = [saved[0]!, saved.at(-1)!];
    expect(saved).toHaveLength(2);
    const { epochs, perplexity } = first.manifest;
    expect(last.manifest).toMatchObject({
      outcome: 'diverged',
      best: { epoch: epochs, perplexity },
    });
    expect(last.best).toBe(first.model);
    expect(last.best!.parameters.W_hh).not.toHaveLength(0);
  });

  // Four steps an epoch: step 7 is the third of the second epoch.
  it.each([
    [1, 1, 1],
    [4, 1, 4],
    [5, 2, 1],
    [7, 2, 3],
  ])('at its step %i says so, and keeps the weights before it', async (bad, epoch, step) => {
    const diverging = await serve((tell) => createSession(new Overflowing(bad), tell));
    await diverging.start({ epochs: 9, predPeriod: 100 });
    const ended = await diverging.training.ended();
    expect(ended).toMatchObject({
      ...{ state: 'diverged', epochs: epoch - 1, modelId: 'model 1', unsaved: false },
      failure: { code: 'training.diverged', params: { epoch, step } },
    });
    expect(diverging.states).toEqual(['preparing', 'training', 'saving', 'diverged']);
    const [{ manifest, model, epochs }] = diverging.saved[0]!;
    expect(manifest.outcome).toBe('diverged');
    expect(epochs.length).toBe(epoch - 1);
    for (const values of Object.values(model.parameters))
      expect(values.every(Number.isFinite)).toBe(true);

    // The weights of a run that goes well up to the same step, and is stopped there.
    let steps = 0;
    const stopped = await serve((tell) => {
      const engine = new ReferenceEngine();
      const session = createSession(engine as Engine<Tensor64>, tell);
      const compile = engine.compile;
      engine.compile = async (program, constants) => {
        const { run, dispose } = await compile(program, constants);
        return {
          run: async (inputs) => {
            const outputs = await run(inputs);
            if ('norm' in outputs && ++steps === bad - 1) await session.stop({});
            return outputs;
          },
          dispose,
        };
      };
      return bad > 1
        ? session
        : {
            ...session,
            train: (job) =>
              Promise.all([session.train(job), session.stop({})]).then(([done]) => done),
          };
    });
    await stopped.start({ epochs: 9, predPeriod: 100 });
    expect((await stopped.training.ended()).state).toBe('stopped');
    expect(stopped.saved[0]![0].model).toEqual(model);
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
