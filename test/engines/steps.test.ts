/** Whole training steps of every engine against the reference: loss, norm, state and parameters, over several steps. */
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { Learner, type LearnerSettings, type StepReport } from '../../src-main/core/learner.ts';
import { parameterNames, type LanguageModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { RandomSampler, samplerOf, type Batch } from '../../src-main/core/sampler.ts';
import { epochOf } from '../core/epoch-of.ts';
import { ReferenceEngine } from '../core/reference-engine.ts';
import { floats, randomBatch, repeatedIds } from '../core/tiny-network.ts';
import { onEachEngine, theEngine } from './on-each-engine.ts';
import { watchStates } from './watched-engine.ts';
import { allCells, plainRnn, someDeep } from '../contract/all-cells.ts';

interface Run extends Pick<
  LearnerSettings,
  'timeSteps' | 'batchSize' | 'learningRate' | 'clippingThreshold'
> {
  readonly dropout?: number;
  readonly seed?: number;
  readonly model: LanguageModel;
  readonly batches: readonly Batch[];
  readonly sampling: 'random' | 'consecutive';
  readonly detach?: boolean;
  /** The book's, but for these. */
  readonly descent?: Partial<LearnerSettings>;
}

interface Course {
  readonly reports: StepReport[];
  readonly states: Float32Array[];
  readonly models: LanguageModel[];
}

async function follow<V>(bare: Engine<V>, run: Run): Promise<Course> {
  const { engine, states } = watchStates(bare);
  const { batches, ...own } = run;
  const read = run.detach === false ? { batches: batches.length } : {};
  const settings = { ...defaultSettings, ...own, ...run.descent, ...read };
  const learner = await Learner.create(engine, run.model, settings);
  const course: Course = { reports: [], states: states.after, models: [] };
  for (const batch of run.batches) {
    if (run.sampling === 'random' || run.detach === false) learner.resetState();
    course.reports.push(await learner.learn(batch));
    course.models.push(learner.model());
  }
  await learner.dispose();
  return course;
}

/** ‖a − b‖ / ‖b‖, and 0 where both are zeros */
function relativeDistance(a: Float32Array, b: Float32Array): number {
  const difference = Math.hypot(...a.map((value, i) => value - b[i]!));
  return difference === 0 ? 0 : difference / Math.hypot(...b);
}

/** The same of a single number. */
const off = (a: number, b: number): number => (a === b ? 0 : Math.abs(a / b - 1));

function compare(found: Course, expected: Course): void {
  expect(found.reports.length).toBe(expected.reports.length);
  for (const [step, report] of expected.reports.entries()) {
    expect(off(found.reports[step]!.loss, report.loss)).toBeLessThan(1e-4);
    expect(off(found.reports[step]!.norm, report.norm)).toBeLessThan(1e-4);
    const cut = found.reports[step]!.cut;
    expect(cut === undefined).toBe(report.cut === undefined);
    if (report.cut !== undefined) expect(off(cut!, report.cut)).toBeLessThan(1e-4);
    expect(relativeDistance(found.states[step]!, expected.states[step]!)).toBeLessThan(1e-4);
    for (const name of parameterNames(expected.models[step]!.architecture)) {
      const [a, b] = [found, expected].map(({ models }) => models[step]!.parameters[name]);
      expect(relativeDistance(a!, b!)).toBeLessThan(1e-4);
    }
  }
}

const [V, H] = [40, 16];
const shape = { timeSteps: 9, batchSize: 5 };

async function aRun(
  sampling: Run['sampling'],
  descent: Pick<Run, 'learningRate' | 'clippingThreshold'>,
  kind: (typeof allCells)[number][1] = plainRnn,
  dropout = 0,
): Promise<Run> {
  const random = new Random(41);
  const ids = Int32Array.from(repeatedIds(random, 9 * 5 * 8 + 5, V));
  return {
    model: floats({ ...kind, vocabularySize: V, hiddenSize: H }, random, 0.3),
    batches: (await epochOf(samplerOf({ sampling, ...shape }, ids, random))).slice(0, 7),
    sampling,
    ...shape,
    ...descent,
    ...{ dropout, seed: 3 },
  };
}

/** The norms are between 0.4 and 3 here: a threshold of 0.05 bites always, one of 0.7 now and then, one of 1000 never. */
const descents = {
  'clipping that always bites': { learningRate: 10, clippingThreshold: 0.05 },
  'clipping that bites now and then': { learningRate: 0.6, clippingThreshold: 0.7 },
  'clipping that never bites': { learningRate: 0.5, clippingThreshold: 1000 },
  'no clipping': { learningRate: 0.5, clippingThreshold: 0 },
};

/** Adam's ε is far below what it is added to, so that it does not hide a difference. */
const others = {
  momentum: { learningRate: 0.1, clippingThreshold: 0.7, descent: { optimiser: 'momentum' } },
  Adam: { learningRate: 0.01, clippingThreshold: 0.7, descent: { optimiser: 'adam' } },
  AdamW: {
    ...{ learningRate: 0.01, clippingThreshold: 0.7 },
    descent: { optimiser: 'adamw', weightDecay: 0.3 },
  },
  'clipping by value': {
    ...{ learningRate: 0.5, clippingThreshold: 0.02 },
    descent: { clip: 'value' },
  },
  'Adam with clipping by value': {
    ...{ learningRate: 0.01, clippingThreshold: 0.02 },
    descent: { optimiser: 'adam', clip: 'value', momentum: 0.5 },
  },
} as const;

const references = new Map<string, Promise<Course>>();
function reference(key: string, run: Run): Promise<Course> {
  const course = references.get(key) ?? follow(new ReferenceEngine(), run);
  references.set(key, course);
  return course;
}

onEachEngine((name) => {
  for (const sampling of ['random', 'consecutive'] as const)
    it.each(Object.entries(descents))(
      `agrees over seven steps of ${sampling} sampling with %s`,
      async (what, descent) => {
        const run = await aRun(sampling, descent);
        expect(run.batches.length).toBe(7);
        const expected = await reference(`${sampling}, ${what}`, run);
        compare(await follow(await theEngine(name), run), expected);
      },
    );

  it.each(
    allCells.flatMap(([what, kind]) =>
      Object.entries(others).map(([how, own]) => [what, how, kind, own] as const),
    ),
  )('agrees over seven steps of %s with %s', async (what, how, kind, own) => {
    const { descent, ...rates } = own;
    const run = { ...(await aRun('consecutive', rates, kind)), descent };
    const expected = await reference(`${what}, ${how}`, run);
    compare(await follow(await theEngine(name), run), expected);
  });

  it.each(allCells.slice(1))('agrees over seven steps of %s', async (what, kind) => {
    const run = await aRun('consecutive', descents['clipping that bites now and then'], kind);
    const expected = await reference(what, run);
    compare(await follow(await theEngine(name), run), expected);
  });

  it.each(someDeep(H).flatMap(([what, kind]) => [0, 0.4].map((p) => [what, p, kind] as const)))(
    'agrees over seven steps of %s with a dropout of %d',
    async (what, dropout, kind) => {
      const run = await aRun('consecutive', descents['no clipping'], kind, dropout);
      const expected = await reference(`${what}, ${dropout}`, run);
      compare(await follow(await theEngine(name), run), expected);
    },
  );

  it.each(allCells)('agrees on shapes of any size and any depth of %s', async (what, kind) => {
    const random = new Random(47);
    for (let time = 0; time < 12; time++) {
      // Each side is 1 now and then.
      const side = (most: number) => (random.below(4) === 0 ? 1 : 1 + random.below(most));
      const [timeSteps, batchSize] = [side(7), side(5)];
      const [vocabularySize, hiddenSize] = [side(20), side(12)];
      const tied = random.below(3) === 0;
      const embeddingSize = tied ? hiddenSize : random.below(2) * side(vocabularySize);
      const deep = { layers: 1 + random.below(4), embeddingSize, tied };
      const architecture = { ...kind, ...deep, vocabularySize, hiddenSize };
      const batch = () => randomBatch(random, architecture.vocabularySize, timeSteps * batchSize);
      const run: Run = {
        model: floats(architecture, random, 0.5),
        ...{ batches: [batch(), batch()], sampling: 'consecutive', timeSteps, batchSize },
        ...{ learningRate: 0.1, clippingThreshold: 1 },
      };
      compare(await follow(await theEngine(name), run), await reference(`${what} ${time}`, run));
    }
  });

  it.each([...allCells, ...someDeep(H)])(
    'agrees over an epoch of %s whose state is not detached',
    { tags: ['long'] },
    async (what, kind) => {
      const whole = { sampling: 'consecutive', ...shape, detach: false } as const;
      const random = new Random(44);
      const ids = Int32Array.from(repeatedIds(random, 9 * 5 * 4 + 5, V));
      const run: Run = {
        ...(await aRun('consecutive', descents['no clipping'], kind, kind.layers > 1 ? 0.4 : 0)),
        batches: await epochOf(samplerOf(whole, ids, random)),
        detach: false,
      };
      expect(run.batches.length).toBe(4);
      const expected = await reference(`${what}, not detached`, run);
      compare(await follow(await theEngine(name), run), expected);
    },
  );

  it('makes no step where ReLU outgrows the numbers behind its batch, in an epoch that every step reads', async () => {
    const [timeSteps, batchSize, steps] = [5, 1, 12];
    const kind = { ...plainRnn, activation: 'relu', vocabularySize: 3, hiddenSize: 1 } as const;
    const growing = floats(kind, new Random(1), 1);
    growing.parameters.W_x.fill(1);
    growing.parameters.W_h.fill(8); // H_t > 8ᵗ: more than floats have from t = 43 on, of 60
    growing.parameters.b.fill(0);
    growing.parameters.W_hq.fill(1e-3);
    const ids = Int32Array.from({ length: timeSteps * steps + 1 }, (_, i) => i % 3);
    const sampling = { sampling: 'consecutive', batchSize, timeSteps } as const;
    const follows = async (detach: boolean) => {
      const whole = await epochOf(samplerOf({ ...sampling, detach }, ids, new Random(1)));
      const numbers = { learningRate: 1e-6, clippingThreshold: 1e-6 };
      const all = { ...sampling, ...numbers, detach, model: growing };
      return follow(await theEngine(name), { ...all, batches: whole });
    };
    const [whole, detached] = [await follows(false), await follows(true)];
    // Nothing that the first batch predicts depends on it, but its gradient is worked out with that of the rest.
    expect(whole.reports[0]!.loss).toBeCloseTo(detached.reports[0]!.loss, 5);
    expect(Number.isFinite(whole.reports[0]!.norm)).toBe(false);
    expect(whole.models[0]!.parameters).toEqual(growing.parameters);
    // Where the gradient ends with the batch, that is found out by the one that gets there.
    const finite = detached.reports.map(({ loss, norm }) => Number.isFinite(loss * norm));
    expect(finite.slice(0, 2)).toEqual([true, true]);
    expect(finite).toContain(false);
  });

  it('agrees on a shape that is shared out among threads', { tags: ['long'] }, async () => {
    const random = new Random(43);
    const run: Run = {
      model: floats({ ...plainRnn, vocabularySize: 150, hiddenSize: 64 }, random, 0.1),
      batches: await epochOf(
        new RandomSampler(Int32Array.from(repeatedIds(random, 1200, 150)), 32, 35, random),
      ),
      sampling: 'random',
      timeSteps: 35,
      batchSize: 32,
      learningRate: 1,
      clippingThreshold: 0.01,
    };
    compare(await follow(await theEngine(name), run), await reference('shared out', run));
  });
});

describe('the examples', () => {
  const norms = async (what: keyof typeof descents) =>
    (await reference(`random, ${what}`, await aRun('random', descents[what]))).reports.map(
      ({ norm }) => norm,
    );

  it('clip in every step, in some, and in none', async () => {
    const share = async (what: keyof typeof descents) => {
      const all = await norms(what);
      return all.filter((norm) => norm > descents[what].clippingThreshold).length / all.length;
    };
    expect(await share('clipping that always bites')).toBe(1);
    expect(await share('clipping that never bites')).toBe(0);
    const some = await share('clipping that bites now and then');
    expect(some > 0 && some < 1).toBe(true);
  });

  it('learn something', async () => {
    const { reports } = await reference(
      'consecutive, no clipping',
      await aRun('consecutive', descents['no clipping']),
    );
    expect(reports.at(-1)!.loss).toBeLessThan(reports[0]!.loss);
  });

  it('carry the state from batch to batch with consecutive sampling alone', async () => {
    for (const sampling of ['random', 'consecutive'] as const) {
      const { engine, states } = watchStates(new ReferenceEngine());
      await follow(engine, await aRun(sampling, descents['no clipping']));
      const carried = states.before[3]!.some((value) => value !== 0);
      expect(carried).toBe(sampling === 'consecutive');
      if (carried) expect(states.before[3]).toEqual(states.after[2]);
    }
  });
});
