/** The states of a run as a machine, with a real compute process: every transition, every verb in every state, and the process dying in each of them. */
import { rename, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { RunState } from '../../../src-main/contract/training.ts';
import { ENDLESS } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, type Opened } from '../open-product.ts';

const state = ({ training }: Opened): RunState => training.status().state;
const reaches = (product: Opened, wanted: RunState): Promise<void> =>
  product.until(() => state(product) === wanted);
const endless = { epochs: ENDLESS, predPeriod: ENDLESS };

/** How a run gets into each state. */
const into: Record<RunState, (product: Opened) => Promise<unknown>> = {
  idle: async () => {},
  preparing: async (product) => {
    // Engines are measured for it first, which takes a while.
    void product.start({ ...endless, hiddenSize: 64 }, 'auto').catch(() => {});
    await reaches(product, 'preparing');
  },
  training: async (product) => {
    await product.start(endless);
    await product.until(() => product.training.status().epochs >= 2);
  },
  paused: async (product) => {
    await into.training(product);
    await product.handlers['training.pause']({});
  },
  saving: async (product) => {
    await into.training(product);
    void product.training.stop().catch(() => {});
    await reaches(product, 'saving');
  },
  stopped: async (product) => {
    await into.training(product);
    await product.handlers['training.stop']({});
  },
  finished: async (product) => {
    await product.start();
    await product.training.ended();
  },
  diverged: async (product) => {
    await product.start({ epochs: 9, learningRate: 10_000, clippingThreshold: 0 });
    await product.training.ended();
  },
  failed: async (product) => {
    await into.training(product);
    await kill(product);
    await reaches(product, 'failed');
  },
};

/** Kills the compute process, if there is one, and waits until that is known. */
async function kill(product: Opened): Promise<void> {
  const { pid } = product.supervisor;
  if (pid === undefined) return;
  const crashes = product.compute.filter((one) => one === 'crashed').length;
  process.kill(pid, 'SIGKILL');
  await vi.waitUntil(
    () =>
      product.compute.filter((one) => one === 'crashed').length > crashes ||
      product.supervisor.pid !== pid,
    10_000,
  );
}

type Verb = 'start' | 'pause' | 'resume' | 'stop' | 'save' | 'discard' | 'change';
const verbs: Record<Verb, (product: Opened) => Promise<unknown>> = {
  start: (product) => product.start(endless),
  pause: async ({ handlers }) => handlers['training.pause']({}),
  resume: async ({ handlers }) => handlers['training.resume']({}),
  stop: async ({ handlers }) => handlers['training.stop']({}),
  save: async ({ handlers }) => handlers['training.save']({}),
  discard: async ({ handlers }) => handlers['training.discard']({}),
  change: async ({ handlers }) => handlers['training.change']({ learningRate: 50 }),
};

const NO_RUN = 'training.notRunning';
/** A state, or an error. */
type Outcome = RunState | typeof NO_RUN | 'training.running';
const atRest: Record<Verb, Outcome> = {
  ...{ start: 'training', pause: NO_RUN, resume: NO_RUN, stop: NO_RUN },
  ...{ save: NO_RUN, discard: NO_RUN, change: NO_RUN },
};
/** What each verb leads to from each state: a state, or the error with which it is refused. */
const table: Record<Exclude<RunState, 'saving'>, Record<Verb, Outcome>> = {
  idle: atRest,
  preparing: {
    ...{ start: 'training.running', pause: NO_RUN, resume: NO_RUN, stop: 'idle' },
    ...{ save: NO_RUN, discard: NO_RUN, change: NO_RUN },
  },
  training: {
    ...{ start: 'training.running', pause: 'paused', resume: 'training', stop: 'stopped' },
    ...{ save: 'training', discard: NO_RUN, change: 'training' },
  },
  paused: {
    ...{ start: 'training.running', pause: 'paused', resume: 'training', stop: 'stopped' },
    ...{ save: 'paused', discard: NO_RUN, change: 'paused' },
  },
  stopped: atRest,
  finished: atRest,
  diverged: atRest,
  failed: atRest,
};

describe.skipIf(!isPresent('onnx'))('the states of a run', () => {
  it.each(Object.entries(table))('%s', { tags: ['long'] }, async (from, row) => {
    for (const [verb, wanted] of Object.entries(row) as [Verb, Outcome][]) {
      const product = await openForTest();
      await into[from as RunState](product);
      const done = verbs[verb](product);
      if (wanted.includes('.')) {
        await expect(done, verb).rejects.toMatchObject({ code: wanted });
        expect(state(product), verb).toBe(from);
      } else {
        await done;
        expect(state(product), verb).toBe(wanted);
      }
      await product.close();
    }
  });

  it.each([
    ['finished', 'stopped', ['preparing', 'training', 'saving', 'finished']],
    ['diverged', 'diverged', ['preparing', 'training', 'saving', 'diverged']],
  ] as const)('go by themselves to %s', async (end, _, way) => {
    const product = await openForTest();
    await into[end](product);
    expect(product.states()).toEqual(way);
  });

  it('of one that explodes before any epoch is good leave a record alone, and nothing to write with', async () => {
    const product = await openForTest();
    await into.diverged(product);
    const { modelId, failure } = product.training.status();
    expect(modelId).toBeNull();
    expect(failure).toMatchObject({ code: 'training.explodedAtOnce' });
    expect(await product.handlers['models.list']({})).toEqual([]);
    const [run] = await product.handlers['runs.list']({});
    expect(run).toMatchObject({ hasModel: false, outcome: 'diverged', epochs: 1 });
    const { epochs } = await product.handlers['runs.history']({ id: run!.id });
    expect(epochs).toHaveLength(1);
  });

  it.each([
    // What has not begun is refused, and may be started anew; what rests, rests.
    ['idle', 'idle'],
    ['training', 'failed'],
    ['paused', 'failed'],
    // What is being saved is in the host's hands by then.
    ['saving', 'stopped'],
    ['stopped', 'stopped'],
    ['finished', 'finished'],
    ['diverged', 'diverged'],
    ['failed', 'failed'],
  ] as const)('with its process dying while it is %s: %s', async (from, to) => {
    const product = await openForTest();
    await into[from](product);
    await kill(product);
    await vi.waitUntil(() => state(product) === to, 10_000);
    // Nothing keeps the next run from beginning.
    await product.start(endless);
    await product.until(() => product.training.status().epochs >= 1);
    expect(await product.handlers['training.stop']({})).toMatchObject({ state: 'stopped' });
  });

  it('with its process dying while it is prepared: it says so, or begins with the next process', async () => {
    const product = await openForTest();
    const starting = product.start({ ...endless, hiddenSize: 64 }, 'auto');
    await reaches(product, 'preparing');
    await vi.waitUntil(() => product.supervisor.pid !== undefined, 10_000);
    process.kill(product.supervisor.pid!, 'SIGKILL');
    const begun = await starting.then(
      () => 'training',
      () => 'refused',
    );
    if (begun === 'training')
      expect(await product.handlers['training.stop']({})).toMatchObject({ state: 'stopped' });
    else expect(['failed', 'idle']).toContain(state(product));
    await product.start(endless);
    expect(state(product)).toBe('training');
  });

  it('that cannot be saved is failed and holds what was learnt, until it is saved or let go of', async () => {
    for (const verb of ['save', 'discard'] as const) {
      const product = await openForTest();
      await into.training(product);
      const models = join(product.root, 'models');
      await rename(models, `${models} away`);
      await writeFile(models, ''); // no folder any more
      await product.handlers['training.stop']({});
      expect(product.training.status()).toMatchObject({ state: 'failed', unsaved: true });
      await rm(models);
      await rename(`${models} away`, models);
      await verbs[verb](product);
      expect(product.training.status()).toMatchObject({
        ...{ state: verb === 'save' ? 'stopped' : 'failed', unsaved: false },
      });
    }
  });
});
