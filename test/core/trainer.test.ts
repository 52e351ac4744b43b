/** The training loop, with a learner that only writes down what is asked of it. */
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { describe, expect, it } from 'vitest';
import type { StepReport } from '../../src-main/core/learner.ts';
import type { Batch } from '../../src-main/core/sampler.ts';
import type { Gate } from '../../src-main/core/gate.ts';
import {
  START,
  train,
  type Ending,
  type Learning,
  type Watch,
} from '../../src-main/core/trainer.ts';
import { loopOf } from './loop.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';

const batch = (name: number): Batch => ({ x: Int32Array.of(name), y: Int32Array.of(name) });
const go: Gate = async () => 'go';

/** Writes down `reset` and the name of each batch, and answers what it is told to. */
class Recording implements Learning {
  readonly calls: (string | number)[] = [];
  #steps = 0;
  readonly #report: (step: number) => StepReport;

  constructor(report: (step: number) => StepReport = () => ({ loss: 1, norm: 1 })) {
    this.#report = report;
  }

  async change(): Promise<void> {}

  resetState(): void {
    this.calls.push('reset');
  }

  async learn({ x }: Batch): Promise<StepReport> {
    this.calls.push(x[0]!);
    return this.#report(++this.#steps);
  }

  async trial(): Promise<StepReport> {
    return this.#report(++this.#steps);
  }

  /** The batches that were learnt. */
  get learnt(): (string | number)[] {
    return this.calls.filter((call) => call !== 'reset');
  }
}

interface Run {
  epochs?: number;
  sampling?: 'random' | 'consecutive';
  clippingThreshold?: number;
  gate?: Gate;
  batchesPerEpoch?: number;
  watch?: Partial<Watch>;
}

async function run(
  learner: Learning,
  {
    epochs = 2,
    sampling = 'random',
    clippingThreshold = 0,
    gate = go,
    batchesPerEpoch = 3,
    watch,
  }: Run = {},
): Promise<{ reports: EpochReport[]; ending: Ending }> {
  let epoch = 0;
  const batches = {
    count: batchesPerEpoch,
    draw: async () => (epoch++, 'go' as const),
    at: (step: number) => batch(10 * epoch + step + 1),
  };
  const settings = { ...defaultSettings, epochs, sampling, clippingThreshold, learningRate: 1 };
  const loop = loopOf(settings, watch);
  const training = train(learner, batches, settings, loop.byEpoch, gate, { ...START }, loop.watch);
  const reports: EpochReport[] = [];
  for (;;) {
    const next = await training.next();
    if (next.done) return { reports, ending: next.value };
    reports.push(next.value);
  }
}

describe('the hidden state', () => {
  /** What was reset directly before each batch, however often. */
  const withoutRepeats = (calls: (string | number)[]) =>
    calls.filter((call, i) => call !== 'reset' || calls[i - 1] !== 'reset');

  it('is zero before each batch of random sampling', async () => {
    const learner = new Recording();
    await run(learner, { sampling: 'random' });
    expect(withoutRepeats(learner.calls)).toEqual([
      ...['reset', 11, 'reset', 12, 'reset', 13],
      ...['reset', 21, 'reset', 22, 'reset', 23],
    ]);
  });

  it('is zero at the start of an epoch alone with consecutive sampling', async () => {
    const learner = new Recording();
    await run(learner, { sampling: 'consecutive' });
    expect(withoutRepeats(learner.calls)).toEqual(['reset', 11, 12, 13, 'reset', 21, 22, 23]);
  });
});

describe('the report of an epoch', () => {
  const losses = [2, 3, 7, 1, 1, 4];
  const norms = [0.5, 1.5, 1, 0.1, 0.2, 0.3];
  const report = (step: number) => ({ loss: losses[step - 1]!, norm: norms[step - 1]! });

  it("has the means over the epoch's own steps", async () => {
    const { reports, ending } = await run(new Recording(report), { clippingThreshold: 1 });
    expect(ending).toEqual({ outcome: 'finished', endedBy: 'epochs' });
    expect(reports.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(reports[0]!.perplexity).toBeCloseTo(Math.exp(4), 10);
    expect(reports[1]!.perplexity).toBeCloseTo(Math.exp(2), 10);
    expect(reports[0]!.gradientNorm).toBeCloseTo(1, 10);
    expect(reports[1]!.gradientNorm).toBeCloseTo(0.2, 10);
    for (const { seconds } of reports) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it('counts a step as clipped when its norm is above the threshold, not at it', async () => {
    const { reports } = await run(new Recording(report), { clippingThreshold: 1 });
    expect(reports.map(({ clipped }) => clipped)).toEqual([1 / 3, 0]);
  });

  it('counts no step as clipped without a threshold', async () => {
    const { reports } = await run(new Recording(report), { clippingThreshold: 0 });
    expect(reports.map(({ clipped }) => clipped)).toEqual([0, 0]);
  });

  it('has a finite perplexity even where the exponential is too large for a number', async () => {
    // JSON has no infinity, and a model file keeps this report.
    const { reports } = await run(new Recording(() => ({ loss: 1e30, norm: 1 })), { epochs: 1 });
    expect(Number.isFinite(reports[0]!.perplexity)).toBe(true);
    expect(reports[0]!.perplexity).toBeGreaterThan(1e300);
  });
});

describe('the gate', () => {
  it('is passed before every step and stops the run between two', async () => {
    for (let allowed = 0; allowed <= 6; allowed++) {
      const learner = new Recording();
      let passed = 0;
      const gate: Gate = async () => (passed++ < allowed ? 'go' : 'stop');
      const { reports, ending } = await run(learner, { gate });
      expect(learner.learnt).toEqual([11, 12, 13, 21, 22, 23].slice(0, allowed));
      expect(reports.length).toBe(Math.floor(allowed / 3));
      expect(ending.outcome).toBe(allowed === 6 ? 'finished' : 'stopped');
    }
  });

  it('holds the run for as long as it likes', async () => {
    const learner = new Recording();
    const held = Promise.withResolvers<'go'>();
    const reached = Promise.withResolvers<void>();
    let passed = 0;
    const gate: Gate = async () => {
      if (++passed !== 3) return 'go';
      reached.resolve();
      return held.promise;
    };
    const running = run(learner, { gate });
    await reached.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(learner.learnt).toEqual([11, 12]);
    held.resolve('go');
    expect((await running).ending).toEqual({ outcome: 'finished', endedBy: 'epochs' });
    expect(learner.learnt).toEqual([11, 12, 13, 21, 22, 23]);
  });
});

describe('divergence', () => {
  it.each([
    ['loss', NaN],
    ['loss', Infinity],
    ['loss', -Infinity],
    ['norm', NaN],
    ['norm', Infinity],
  ])('ends the run at the step whose %s is %s', async (what, value) => {
    const learner = new Recording((step) => ({
      loss: 1,
      norm: 1,
      ...(step === 5 && { [what]: value }),
    }));
    const { reports, ending } = await run(learner, { epochs: 9 });
    expect(ending).toEqual({ outcome: 'diverged', divergence: { epoch: 2, step: 2 } });
    expect(reports.length).toBe(1);
    expect(learner.learnt.length).toBe(5);
  });

  it('may come at the very first step', async () => {
    const { reports, ending } = await run(new Recording(() => ({ loss: NaN, norm: NaN })));
    expect(ending).toEqual({ outcome: 'diverged', divergence: { epoch: 1, step: 1 } });
    expect(reports).toEqual([]);
  });

  it('comes with an epoch that has exploded, once that is reported', async () => {
    const learner = new Recording((step) => ({ loss: step > 3 ? 9 : 1, norm: 1 }));
    const { reports, ending } = await run(learner, { epochs: 9, watch: { most: Math.exp(8) } });
    expect(ending).toEqual({ outcome: 'diverged', divergence: { epoch: 2, step: null } });
    expect(reports.map(({ perplexity }) => Math.log(perplexity))).toEqual([1, 9]);
    expect(learner.learnt.length).toBe(6);
  });
});

it('a run whose very last step has exploded is not finished', async () => {
  const learner = new Recording((step) => ({ loss: step > 6 ? 9 : 1, norm: 1 }));
  const { reports, ending } = await run(learner, { epochs: 2, watch: { most: Math.exp(8) } });
  expect(ending).toEqual({ outcome: 'diverged', divergence: { epoch: 2, step: null } });
  expect(reports.map(({ perplexity }) => Math.log(perplexity))).toEqual([1, 1]);
});

describe('a run whose time is over', () => {
  const isTimeOver = (): boolean => true;

  it('ends within its epoch, of which no report is made', async () => {
    let asked = 0;
    const learner = new Recording();
    const { reports, ending } = await run(learner, {
      watch: { isTimeOver: () => ++asked === 4 },
    });
    expect(ending).toEqual({ outcome: 'finished', endedBy: 'time' });
    // Nothing is asked before the first step of an epoch: that is for the end of the one before.
    expect([learner.learnt, reports.length]).toEqual([[11, 12, 13, 21, 22], 1]);
  });

  it('does not end as finished with weights that have exploded', async () => {
    const report = (step: number) => ({ loss: step > 1 ? 9 : 1, norm: 1 });
    const watch = { isTimeOver, most: Math.exp(6) };
    const { reports, ending } = await run(new Recording(report), { watch });
    expect(ending).toEqual({ outcome: 'diverged', divergence: { epoch: 1, step: null } });
    expect(reports.length).toBe(1);
    const nothing = new Recording((step) => ({ loss: step > 1 ? NaN : 1, norm: 1 }));
    expect((await run(nothing, { watch: { isTimeOver } })).ending).toEqual({
      ...{ outcome: 'diverged', divergence: { epoch: 1, step: 2 } },
    });
  });
});

describe('what is held out', () => {
  it('is read after the last step of an epoch, and reported with it', async () => {
    const learner = new Recording();
    const read: number[] = [];
    const validate = async () => (read.push(learner.learnt.length), 7);
    const { reports } = await run(learner, { watch: { most: Infinity, validate } });
    expect(read).toEqual([3, 6]);
    expect(reports.map(({ validationPerplexity }) => validationPerplexity)).toEqual([7, 7]);
  });

  it('leaves the epoch unfinished when it is called off, with all of its steps made', async () => {
    const at = { ...START };
    const learner = new Recording();
    const batches = {
      ...{ count: 3, draw: async () => 'go' as const },
      at: (step: number) => batch(step),
    };
    const settings = { ...defaultSettings, epochs: 2, clippingThreshold: 0, learningRate: 1 };
    const stopped = loopOf(settings, { validate: async () => 'stop' as const });
    const first = train(learner, batches, settings, stopped.byEpoch, go, at, stopped.watch);
    expect(await first.next()).toEqual({ done: true, value: { outcome: 'stopped' } });
    expect(at).toMatchObject({ epochs: 0, steps: 3, loss: 3 });
    const read = loopOf(settings, { validate: async () => 5 });
    const again = train(learner, batches, settings, read.byEpoch, go, at, read.watch);
    expect((await again.next()).value).toMatchObject({ epoch: 1, validationPerplexity: 5 });
    expect(learner.learnt.length).toBe(3); // no step was made again
  });
});
