/** A run that was stopped goes on as if nothing had happened: stopped before every step there is, it ends with the same bits. */
import { expect, it } from 'vitest';
import { trainAndPredict, type Job } from '../../src-main/compute/training-run.ts';
import { Turns } from '../../src-main/compute/turns.ts';
import type { Snapshot } from '../../src-main/contract/compute-api.ts';
import { comparedBy, type EpochReport, cameTo } from '../../src-main/contract/training.ts';
import { toldBy } from '../../src-main/core/course.ts';
import { trainingSettings } from '../../src-main/contract/settings.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import type { Gate } from '../../src-main/core/gate.ts';
import { Random } from '../../src-main/core/random.ts';
import { repeatedIds } from '../core/tiny-network.ts';

const ids = Int32Array.from(repeatedIds(new Random(53), 700, 30));

/** Of a run of four epochs: five steps in each, and two samples after every other one. */
const LEAST_GATES = 4 * 5 + 2 * 2;

const jobOf = (sampling: 'random' | 'consecutive', epochs: number): Job => ({
  settings: trainingSettings.parse({
    ...{ epochs, hiddenSize: 24, timeSteps: 10, batchSize: 12, predPeriod: 2, predLength: 6 },
    ...{ sampling, seed: 4 },
  }),
  vocabularySize: 30,
  ids,
  prefixes: [Int32Array.of(3, 1), Int32Array.of(7)],
});

type Told = Omit<EpochReport, 'seconds'> | { epoch: number; prefix: number[]; text: number[] };

/** @param passes how often the gate is passed before it says stop */
async function run<V>(engine: Engine<V>, job: Job, passes = Infinity) {
  const told: Told[] = [];
  const reports: EpochReport[] = [];
  let gates = 0;
  const gate: Gate = async () => (gates++ < passes ? 'go' : 'stop');
  const outcome = await trainAndPredict(engine, job, new Turns(), gate, {
    begun: () => {},
    epoch: (whole) => {
      const { seconds: _, ...report } = whole;
      reports.push(whole);
      told.push(report);
    },
    sample: ({ epoch, prefix, continuation }) =>
      told.push({ epoch, prefix: [...prefix], text: [...continuation] }),
  });
  return { ...outcome, told, reports, gates };
}

type Ran = Awaited<ReturnType<typeof run>>;

/** As the service has it from a model file, whose every part went through a message. */
function from({ model, state, best }: Ran, reports: readonly EpochReport[]): Job['from'] {
  const bestReport = reports[state.best - 1];
  return structuredClone({
    ...{ model, state, told: toldBy(reports.map(cameTo)) },
    ...(bestReport && {
      best: { epoch: state.best, perplexity: comparedBy(bestReport), model: best },
    }),
  });
}

const bitsOf = ({ model, best, state: { seconds: _, ...state } }: Snapshot) => ({
  best: best && Buffer.from(best.parameters.W_hh.buffer).toString('base64'),
  weights: Object.entries(model.parameters).map(([name, { buffer }]) => [
    name,
    Buffer.from(buffer).toString('base64'),
  ]),
  state,
});

export function itGoesOn(create: () => Promise<Engine>): void {
  it.each(['random', 'consecutive'] as const)(
    'goes on with the same bits from wherever it was stopped (%s sampling)',
    async (sampling) => {
      const engine = await create();
      const job = jobOf(sampling, 4);
      const whole = await run(engine, job);
      expect(whole.outcome).toBe('finished');
      expect(whole.told).toHaveLength(4 + 2 * 2);
      // A busy machine writes its samples in more pieces: how often the gate is passed differs from run to run.
      for (let passes = 0; ; passes++) {
        const first = await run(engine, job, passes);
        if (first.gates <= passes) {
          expect(passes).toBeGreaterThanOrEqual(LEAST_GATES);
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
}
