/** The masks of dropout as they are drawn, and what a learner makes of them: others in every step, by its seed, and none where nothing is learnt. */
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../src-main/contract/architecture.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { lossAndGradients, type Shape } from '../../../src-main/core/bptt.ts';
import { drawMasks, maskWidths } from '../../../src-main/core/layers/masks.ts';
import { Learner } from '../../../src-main/core/learner.ts';
import { mapParameters, parameterShapes } from '../../../src-main/core/parameters.ts';
import { maskSpecs } from '../../../src-main/core/programs.ts';
import { Random } from '../../../src-main/core/random.ts';
import { someDeep } from '../../contract/all-cells.ts';
import { ReferenceEngine, referenceOps, tensor, type Tensor64 } from '../reference-engine.ts';
import { floats, randomBatch } from '../tiny-network.ts';

const SIZE = 40_001; // odd, since a draw decides about two

/** @returns one mask after another */
function drawn(p: number, seed: number, step: number, sizes = [SIZE]): Float32Array[] {
  const masks = sizes.map((size) => new Float32Array(size).fill(NaN));
  drawMasks(masks, p, seed, step);
  return masks;
}

const share = (values: Float32Array, is: (value: number, i: number) => boolean): number =>
  values.filter(is).length / values.length;

/** Whether a share is what it is expected to be, but for five deviations. */
function expectShare(found: number, expected: number): void {
  const deviation = Math.sqrt((expected * (1 - expected)) / SIZE);
  expect(Math.abs(found - expected)).toBeLessThan(5 * deviation + 1e-9);
}

describe('masks', () => {
  it.each([0.05, 0.5, 0.95])('leave out a share of %d, and make up for it in the rest', (p) => {
    const [mask] = drawn(p, 7, 3) as [Float32Array];
    expectShare(
      share(mask, (value) => value === 0),
      p,
    );
    const [none, kept, ...others] = [...new Set(mask)].sort();
    expect([none, others]).toEqual([0, []]);
    expect(kept! * (1 - p)).toBeCloseTo(1, 3);
    // Both halves of a draw.
    for (const half of [0, 1])
      expectShare(2 * share(mask, (value, i) => value === 0 && i % 2 === half), p);
  });

  it('leave nothing out where p is 0', () => {
    expect(new Set(drawn(0, 7, 3)[0])).toEqual(new Set([1]));
  });

  it('are the same for the same seed and step, and independent of those of any other', () => {
    const p = 0.3;
    const [one] = drawn(p, 7, 3);
    expect(drawn(p, 7, 3)[0]).toEqual(one);
    for (const [seed, step] of [
      [7, 4],
      [8, 3],
      [4, 7],
    ] as const) {
      const [other] = drawn(p, seed, step);
      expectShare(
        share(one!, (value, i) => value === 0 && other![i] === 0),
        p * p,
      );
    }
  });

  it('are independent of each other in the places of a step', () => {
    const [one, other] = drawn(0.3, 7, 3, [SIZE, SIZE]);
    expectShare(
      share(one!, (value, i) => value === 0 && other![i] === 0),
      0.3 ** 2,
    );
  });

  it('fall on the embedding where there is one, and on the hidden states of each layer', () => {
    const sizes = { vocabularySize: 9, hiddenSize: 5, timeSteps: 3, batchSize: 2 };
    const widths = someDeep(5).map(([, kind]) => maskWidths({ ...kind, ...sizes }));
    expect(widths).toEqual([
      [5, 5],
      [3, 5, 5, 5],
      [5, 5, 5],
    ]);
  });
});

const sizes = { vocabularySize: 9, hiddenSize: 5, timeSteps: 4, batchSize: 3 };
const [p, seed] = [0.4, 11];

describe.each(someDeep(5))('a learner of %s', (_, kind) => {
  const shape: Shape = { ...kind, ...sizes, dropout: p };
  const random = new Random(81);
  const model = floats(shape, random);
  const batch = randomBatch(random, sizes.vocabularySize, sizes.timeSteps * sizes.batchSize);
  // Its steps are so short that the weights stay what they are.
  const settings = { ...defaultSettings, ...sizes, seed, learningRate: 1e-30 };

  /** @param step of the run, from 0 on, whose masks are drawn; null for none */
  function lossWith(step: number | null): number {
    const specs = maskSpecs(shape).map(([, spec]) => spec.shape);
    const masks = specs.map((own) => new Float32Array(sizeOf(own)));
    if (step !== null) drawMasks(masks, p, seed, step);
    const shapes = parameterShapes(shape);
    const zeros = (): Tensor64 =>
      tensor([sizes.batchSize, sizes.hiddenSize], new Array<number>(15).fill(0));
    const { loss } = lossAndGradients(
      referenceOps,
      mapParameters(model.parameters, (values, name) => tensor(shapes[name], values)),
      {
        ...{ x: tensor([batch.x.length], batch.x), y: tensor([batch.y.length], batch.y) },
        states: Array.from({ length: shape.layers }, () =>
          kind.cell === 'lstm' ? ([zeros(), zeros()] as const) : ([zeros()] as const),
        ),
        masks: step === null ? [] : masks.map((values, i) => tensor(specs[i]!, values)),
      },
      shape,
    );
    return loss.data[0]!;
  }

  const learnerOf = (steps = 0, dropout = p) =>
    Learner.create(new ReferenceEngine(), model, { ...settings, dropout }, { steps });

  async function lossesOf(learner: Learner<Tensor64>, steps: number): Promise<number[]> {
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      learner.resetState();
      losses.push((await learner.learn(batch)).loss);
    }
    return losses;
  }

  const expectLosses = (found: readonly number[], expected: readonly number[]): void => {
    expect(found.length).toBe(expected.length);
    for (const [i, loss] of expected.entries()) expect(found[i]).toBeCloseTo(loss, 5);
  };

  it('draws the masks of each step by its number, and goes on with those of the next', async () => {
    const losses = [0, 1, 2, 3].map(lossWith);
    expect(new Set(losses.map((loss) => loss.toFixed(3))).size).toBe(4); // so that they tell masks apart
    expectLosses(await lossesOf(await learnerOf(), 4), losses);
    expectLosses(await lossesOf(await learnerOf(2), 2), losses.slice(2));
  });

  it('leaves nothing out in a trial, and without dropout', async () => {
    const whole = lossWith(null);
    expect(Math.abs(whole - lossWith(0))).toBeGreaterThan(1e-3);
    expectLosses([(await (await learnerOf()).trial(batch)).loss], [whole]);
    expectLosses(await lossesOf(await learnerOf(0, 0), 1), [whole]);
  });
});
