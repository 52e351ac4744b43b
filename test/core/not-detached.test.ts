/** A state that is not detached: the gradient goes back through all of the epoch that is read, and what is read behind the batch decides nothing. */
import { describe, expect, it } from 'vitest';
import { lossAndGradients, outputParameters, type Shape } from '../../src-main/core/bptt.ts';
import * as layers from '../../src-main/core/layers/layers.ts';
import * as entropy from '../../src-main/core/loss.ts';
import * as output from '../../src-main/core/output-layer.ts';
import { parameterNames, type ParameterMap } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { ConsecutiveSampler, WholeEpochSampler } from '../../src-main/core/sampler.ts';
import { allCells, someDeep } from '../contract/all-cells.ts';
import { epochOf } from './epoch-of.ts';
import { referenceOps, tensor, type Tensor64 } from './reference-engine.ts';
import { doubles, masksOf, repeatedIds } from './tiny-network.ts';

const sizes = { vocabularySize: 7, hiddenSize: 4, timeSteps: 3, batchSize: 2 };
const [T, B, H] = [sizes.timeSteps, sizes.batchSize, sizes.hiddenSize];
const N = T * B;
/** Batches of an epoch. */
const K = 3;
/** Of the differences, which are made as those of `gradients.test.ts` are. */
const STEPS = { tanh: 1e-3, relu: 1e-5 };

const random = new Random(61);
const ids = Int32Array.from(repeatedIds(random, B * (K * T + 1), sizes.vocabularySize));
const epoch = await epochOf(new WholeEpochSampler(ids, B, T));

const zeros = ({ cell, layers }: Shape): Tensor64[][] =>
  Array.from({ length: layers }, () =>
    Array.from({ length: cell === 'lstm' ? 2 : 1 }, () => tensor([B, H], new Float64Array(B * H))),
  );

const head = ({ shape, data }: Tensor64, rows: number): Tensor64 =>
  tensor([rows, ...shape.slice(1)], data.subarray(0, (data.length / shape[0]!) * rows));

/** The loss of the k-th batch, from 1 on, read as one long text that ends with it: the definition, with nothing behind it and no rows to choose. */
function lossOf(
  parameters: ParameterMap<Tensor64>,
  k: number,
  masks: readonly Tensor64[],
  shape: Shape,
): number {
  const { x, y } = epoch[k - 1]!;
  const read = k * N;
  const passed = layers.forward(
    referenceOps,
    parameters,
    head(tensor([x.length], x), read),
    zeros(shape) as unknown as layers.LayerStates<Tensor64>,
    { ...shape, timeSteps: k * T },
    masks.map((mask) => head(mask, read)),
  );
  const own = tensor([N, H], passed.H.data.subarray((read - N) * H));
  const O = output.forward(referenceOps, outputParameters(parameters, shape), own);
  const { losses } = entropy.forward(referenceOps, O, tensor([N], y));
  return losses.data.reduce((a, b) => a + b) / N;
}

function found(
  parameters: ParameterMap<Tensor64>,
  k: number,
  masks: readonly Tensor64[],
  shape: Shape,
) {
  const { x, y, predicted } = epoch[k - 1]!;
  const batch = {
    ...{ x: tensor([x.length], x), y: tensor([N], y), predicted: tensor([N], predicted!) },
    ...{ states: zeros(shape) as unknown as layers.LayerStates<Tensor64>, masks },
  };
  return lossAndGradients(referenceOps, parameters, batch, { ...shape, batches: K });
}

describe.each([...allCells, ...someDeep(H)])('%s', (_, kind) => {
  const shape: Shape = { ...kind, ...sizes };
  const distance = STEPS[shape.activation];
  const drawn = doubles(shape, random, 0.5);
  const parameters = Object.fromEntries(
    Object.entries(drawn).map(([name, values]) => [
      name,
      // What goes into a unit of ReLU has to be above zero now and then.
      shape.activation === 'relu' && name === 'b'
        ? tensor(values.shape, values.data.map(Math.abs))
        : values,
    ]),
  ) as typeof drawn;
  const p = shape.layers > 1 ? 0.4 : 0;
  const masks = masksOf({ ...shape, timeSteps: K * T }, p, random);

  it.each([2, K])('has the slopes of the loss of batch %d, back to the beginning', (k) => {
    const { loss, gradients } = found(parameters, k, masks, shape);
    expect(loss.data[0]).toBeCloseTo(lossOf(parameters, k, masks, shape), 12);
    for (const name of parameterNames(shape)) {
      const analytic = gradients[name].data;
      const lossAt = (i: number, by: number): number => {
        const { shape: own, data } = parameters[name];
        const moved = tensor(own, data.with(i, data[i]! + by));
        return lossOf({ ...parameters, [name]: moved }, k, masks, shape);
      };
      const difference = (i: number, h: number): number => (lossAt(i, h) - lossAt(i, -h)) / (2 * h);
      const numeric = analytic.map(
        (_value, i) => (4 * difference(i, distance) - difference(i, 2 * distance)) / 3,
      );
      const norm = Math.hypot(...numeric);
      expect(norm).toBeGreaterThan(1e-6);
      const off = Math.hypot(...analytic.map((value, i) => value - numeric[i]!));
      expect(off / norm, name).toBeLessThan(1e-6);
    }
  });

  it('is another gradient than one that ends where the batch begins', () => {
    const { x, y } = epoch[1]!;
    const own = (values: Int32Array, from: number) => tensor([N], values.subarray(from, from + N));
    const before = layers.forward(
      referenceOps,
      parameters,
      own(x, 0),
      zeros(shape) as unknown as layers.LayerStates<Tensor64>,
      shape,
      masks.map((mask) => head(mask, N)),
    );
    const truncated = lossAndGradients(
      referenceOps,
      parameters,
      {
        ...{ x: own(x, N), y: tensor([N], y) },
        states: before.layers.map(({ states }) => states.at(-1)!),
        masks: masks.map(({ shape: [, width], data }) =>
          tensor([N, width!], data.subarray(N * width!, 2 * N * width!)),
        ),
      },
      shape,
    );
    const whole = found(parameters, 2, masks, shape);
    expect(whole.loss.data[0]).toBeCloseTo(truncated.loss.data[0]!, 12); // the same way forward
    const [a, b] = [whole, truncated].map(({ gradients }) => gradients.W_h.data);
    expect(Math.hypot(...a!.map((value, i) => value - b![i]!))).toBeGreaterThan(1e-4);
  });
});

describe('the batches', () => {
  it('predict what those of consecutive sampling predict, and read the epoch', async () => {
    const consecutive = await epochOf(new ConsecutiveSampler(ids, B, T));
    expect(epoch.length).toBe(consecutive.length);
    for (const [step, { x, y, predicted }] of epoch.entries()) {
      expect(y).toEqual(consecutive[step]!.y);
      expect(Int32Array.from(predicted!, (row) => x[row]!)).toEqual(consecutive[step]!.x);
      expect(x).toEqual(epoch[0]!.x);
    }
  });

  it('are as any other where an epoch has one', async () => {
    const one = ids.subarray(0, B * (T + 1));
    expect(await epochOf(new WholeEpochSampler(one, B, T))).toEqual(
      await epochOf(new ConsecutiveSampler(one, B, T)),
    );
  });
});
