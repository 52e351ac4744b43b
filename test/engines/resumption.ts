/** A run that was stopped goes on as if nothing had happened: stopped before every step there is, it ends with the same bits. */
import { expect, it, onTestFinished } from 'vitest';
import { trainAndPredict, type Job, type UnderWay } from '../../src-main/compute/training-run.ts';
import { Turns } from '../../src-main/compute/turns.ts';
import type { LanguageModel, Snapshot } from '../../src-main/contract/compute-api.ts';
import {
  comparedBy,
  type EpochReport,
  type SettingsChange,
  cameTo,
} from '../../src-main/contract/training.ts';
import { toldBy } from '../../src-main/core/course.ts';
import { trainingSettings, type TrainingSettings } from '../../src-main/contract/settings.ts';
import type { OptimiserName } from '../../src-main/contract/optimisers/optimisers.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import type { Gate } from '../../src-main/core/gate.ts';
import { Random } from '../../src-main/core/random.ts';
import { allCells, someDeep } from '../contract/all-cells.ts';
import { repeatedIds } from '../core/tiny-network.ts';

const ids = Int32Array.from(repeatedIds(new Random(53), 700, 30));

/** What ReLU lets through has no bound: steps of the book's size would lead out of the numbers. */
const RELU = { learningRate: 1 };

/** Another learning rate in every epoch, and gradients that are clipped by value. */
const descentOf = (
  optimiser: OptimiserName,
  { activation }: Partial<TrainingSettings>,
): Partial<TrainingSettings> => ({
  ...{ optimiser, schedule: 'cosine', warmup: 1, clip: 'value', clippingThreshold: 0.002 },
  learningRate: optimiser === 'momentum' ? 0.5 : activation === 'relu' ? 0.001 : 0.01,
});

/** Of one epoch after another: five steps in each, and two samples after every other one. */
const leastGates = (epochs: number): number => 5 * epochs + epochs;

const jobOf = (
  sampling: 'random' | 'consecutive',
  epochs: number,
  kind: Partial<TrainingSettings> = {},
): Job => ({
  settings: trainingSettings.parse({
    ...{ epochs, hiddenSize: 24, timeSteps: 10, batchSize: 12, predPeriod: 2, predLength: 6 },
    ...{ sampling, seed: 4, ...kind },
  }),
  vocabularySize: 30,
  ids,
  prefixes: [Int32Array.of(3, 1), Int32Array.of(7)],
});

type Told = Omit<EpochReport, 'seconds'> | { epoch: number; prefix: number[]; text: number[] };

/** What is changed once an epoch is told. */
interface Change {
  readonly after: number;
  readonly wanted: Parameters<UnderWay['change']>[0];
}

/**
 * @param passes how often the gate is passed before it says stop
 * @param change of settings on its way
 */
async function run<V>(engine: Engine<V>, job: Job, passes = Infinity, change?: Change) {
  const told: Told[] = [];
  const reports: EpochReport[] = [];
  let gates = 0;
  let underWay: UnderWay | undefined;
  let changes: readonly SettingsChange[] = job.changes ?? [];
  const gate: Gate = async () => (gates++ < passes ? 'go' : 'stop');
  const outcome = await trainAndPredict(engine, job, new Turns(), gate, {
    begun: (one) => (underWay = one),
    epoch: (whole) => {
      const { seconds: _, ...report } = whole;
      reports.push(whole);
      told.push(report);
      if (report.epoch === change?.after) ({ changes } = underWay!.change(change.wanted));
    },
    sample: ({ epoch, prefix, continuation }) =>
      told.push({ epoch, prefix: [...prefix], text: [...continuation] }),
  });
  return { ...outcome, told, reports, gates, changes };
}

type Ran = Awaited<ReturnType<typeof run>>;

/** As the service has it from a model file, whose every part went through a message. */
function from({ model, state, best, moments }: Ran, reports: readonly EpochReport[]): Job['from'] {
  const bestReport = reports[state.best - 1];
  return structuredClone({
    ...{ model, state, moments, told: toldBy(reports.map(cameTo)) },
    ...(bestReport && {
      best: { epoch: state.best, perplexity: comparedBy(bestReport), model: best },
    }),
  });
}

const base64 = ({ parameters }: LanguageModel) =>
  Object.entries(parameters).map(([name, { buffer }]) => [
    name,
    Buffer.from(buffer).toString('base64'),
  ]);

const bitsOf = ({ model, best, moments, state: { seconds: _, ...state } }: Snapshot) => ({
  best: best && Buffer.from(best.parameters.W_h.buffer).toString('base64'),
  ...{ weights: base64(model), moments: moments.map(base64) },
  state,
});

/**
 * Compiles a program once for all runs of a test, where most of a short run's time went: what is tested is what one run hands on to
 * the next. That a run goes on with a program of its own, the tests below it show.
 */
function compilingOnce<V>(engine: Engine<V>): { engine: Engine<V>; dispose(): Promise<void> } {
  const compiled = new Map<string, ReturnType<Engine<V>['compile']>>();
  const compile: Engine<V>['compile'] = async (program, constants, threads) => {
    if (constants) return engine.compile(program, constants, threads); // which are another run's
    const key = JSON.stringify([program.inputs, threads]);
    const made = compiled.get(key) ?? engine.compile(program, constants, threads);
    compiled.set(key, made);
    return { run: (await made).run, dispose: async () => {} };
  };
  return {
    engine: new Proxy(engine, {
      get: (target, name) => {
        if (name === 'compile') return compile;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    dispose: async () => {
      for (const made of compiled.values()) await (await made).dispose();
    },
  };
}

/** A run of a test: how it is sampled, what it is of, and its settings, where they are not the book's. */
export type ResumedRun = readonly [
  sampling: 'random' | 'consecutive',
  what: string,
  kind: Partial<TrainingSettings>,
];

/**
 * Stops each of the runs before every step that it has, and at every other place where it can be stopped.
 *
 * @param every so manieth of these places alone: an epoch has six of them, so that 5 and 7 stop each one at another
 */
export function itGoesOnWith(
  create: () => Promise<Engine>,
  runs: readonly ResumedRun[],
  every = 1,
): void {
  const where = every === 1 ? 'wherever' : `every ${every}th place where`;
  it.each(runs)(
    `goes on with the same bits from ${where} it was stopped (%s sampling of %s)`,
    async (sampling, _, kind) => {
      const { engine, dispose } = compilingOnce(await create());
      onTestFinished(dispose);
      const isSteep = kind.activation === 'relu' && !('optimiser' in kind);
      const { epochs = 4 } = kind;
      const job = jobOf(sampling, epochs, { ...kind, ...(isSteep && RELU) });
      const whole = await run(engine, job);
      expect(whole.outcome).toBe('finished');
      expect(whole.told).toHaveLength(epochs + epochs);
      // A busy machine writes its samples in more pieces: how often the gate is passed differs from run to run.
      for (let passes = 0; ; passes += every) {
        const first = await run(engine, job, passes);
        if (first.gates <= passes) {
          expect(passes).toBeGreaterThanOrEqual(leastGates(epochs));
          break;
        }
        // In the middle of the last samples all epochs are made, and still there is something to go on with.
        const missed = first.told.length < whole.told.length;
        expect(missed || first.outcome === 'stopped').toBe(true);
        const second = await run(engine, { ...job, from: from(first, first.reports) });
        expect([...first.told, ...second.told], `stopped at ${passes}`).toEqual(whole.told);
        expect(bitsOf(second)).toEqual(bitsOf(whole));
      }
    },
  );
}

const book = allCells[0]!;

const bookRuns: readonly ResumedRun[] = [
  ['random', ...book],
  ['consecutive', ...book],
];

/** Every cell with every optimiser that keeps something, and all with a schedule; of two epochs, since there are many of them. */
const optimisedRuns = allCells.flatMap(([what, kind]) =>
  (['momentum', 'adam', 'adamw'] as const).map(
    (optimiser) =>
      [
        'consecutive',
        `${what}, ${optimiser}`,
        { ...kind, ...descentOf(optimiser, kind), epochs: 2 },
      ] as const,
  ),
);

/** All other cells, and with every optimiser. */
const shallowRuns: readonly ResumedRun[] = [
  ...allCells.slice(1).map(([what, kind]) => ['consecutive', what, kind] as const),
  ...optimisedRuns,
];

/** With layers and dropout; and where the state before a step is not what the one before left, but what is read of the epoch. */
const slowRuns: readonly ResumedRun[] = [
  ...someDeep(24).map(
    ([what, kind], i) =>
      [i === 1 ? 'random' : 'consecutive', what, { ...kind, dropout: 0.3 }] as const,
  ),
  ['consecutive', 'an RNN that is not detached', { ...book[1], detach: false }],
];

/** Those that are stopped at all of their places in the soak alone. */
export const otherRuns = [...shallowRuns, ...slowRuns];

export function itGoesOn(create: () => Promise<Engine>): void {
  itGoesOnWith(create, bookRuns);
  itGoesOnWith(create, shallowRuns, 5);
  itGoesOnWith(create, slowRuns, 7);

  it('goes on beyond its end as a longer run would have', async () => {
    const engine = await create();
    const short = await run(engine, jobOf('consecutive', 2));
    const before = from(short, short.reports);
    const more = await run(engine, { ...jobOf('consecutive', 5), from: before });
    const long = await run(engine, jobOf('consecutive', 5));
    expect([...short.told, ...more.told]).toEqual(long.told);
    expect(bitsOf(more)).toEqual(bitsOf(long));
  });

  it('can be stopped again and again', async () => {
    const engine = await create();
    const job = jobOf('consecutive', 4);
    const whole = await run(engine, job);
    const told: Told[] = [];
    const reports: EpochReport[] = [];
    let last: Ran | undefined;
    while (last?.outcome !== 'finished') {
      last = await run(engine, last ? { ...job, from: from(last, reports) } : job, 3);
      told.push(...last.told);
      reports.push(...last.reports);
    }
    expect(told).toEqual(whole.told);
    expect(bitsOf(last)).toEqual(bitsOf(whole));
  });

  it.each(['random', 'consecutive'] as const)(
    'repeats changes of its settings, however it was stopped and from scratch (%s sampling)',
    async (sampling) => {
      const engine = await create();
      const job = jobOf(sampling, 6);
      const wanted = { learningRate: 3, clippingThreshold: 0.5, predPeriod: 1, epochs: 5 };
      const change = { after: 2, wanted };
      const whole = await run(engine, job, Infinity, change);
      expect(whole.reports.map(({ learningRate }) => learningRate)).toEqual([100, 100, 3, 3, 3]);
      expect(whole.changes).toMatchObject([
        { epoch: 1, learningRate: 100, predPeriod: 2, epochs: 6 },
        { epoch: 3, ...wanted },
      ]);
      const changes = [...whole.changes];
      const again = await run(engine, { ...job, changes });
      expect(again.told).toEqual(whole.told);
      expect(bitsOf(again)).toEqual(bitsOf(whole));
      for (const passes of [4, 11, 13, 17, 21]) {
        const first = await run(engine, job, passes, change);
        const left = { ...job, changes: [...first.changes], from: from(first, first.reports) };
        // Who is stopped before the change makes it after going on.
        const second = await run(engine, left, Infinity, change);
        expect([...first.told, ...second.told], `stopped at ${passes}`).toEqual(whole.told);
        expect(bitsOf(second)).toEqual(bitsOf(whole));
      }
    },
  );

  it('runs out of patience at the same epoch and keeps the same weights, however it was stopped', async () => {
    const engine = await create();
    const job = jobOf('consecutive', 60);
    const heldOut = Int32Array.from(repeatedIds(new Random(7), 60, 30));
    const patient = { ...job, heldOut, settings: { ...job.settings, patience: 3, keepBest: true } };
    const whole = await run(engine, patient);
    const best = whole.reports.length - 3;
    expect(whole).toMatchObject({ outcome: 'finished', endedBy: 'patience', state: { best } });
    expect(best).toBeLessThan(57);
    expect(whole.best).not.toBeNull();
    for (const passes of [3, 9, 20, 35, whole.gates - 12, whole.gates - 2]) {
      const first = await run(engine, patient, passes);
      const second = await run(engine, { ...patient, from: from(first, first.reports) });
      expect([...first.told, ...second.told], `stopped at ${passes}`).toEqual(whole.told);
      expect(second.endedBy).toBe('patience');
      expect(bitsOf(second)).toEqual(bitsOf(whole));
    }
  });
}
