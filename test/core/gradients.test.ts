/** The hand-written gradients against central differences, in doubles; and the loss against the chapter's own loops. */
import { describe, expect, it } from 'vitest';
import { lossAndGradients, type Shape } from '../../src-main/core/bptt.ts';
import {
  forEachParameter,
  parameterNames,
  type ParameterName,
} from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { crossEntropy, rnn } from './book-network.ts';
import { referenceOps, tensor } from './reference-engine.ts';
import { batchTensors, doubles } from './tiny-network.ts';

/** Of the differences: their error goes with its fourth power, that of rounding with its inverse; here both are about 1e-12. */
const STEP = 1e-3;

const shapes: Record<string, Shape> = {
  'seven characters': { vocabularySize: 7, hiddenSize: 5, timeSteps: 4, batchSize: 3 },
  'one step': { vocabularySize: 7, hiddenSize: 5, timeSteps: 1, batchSize: 3 },
  'one example': { vocabularySize: 7, hiddenSize: 5, timeSteps: 4, batchSize: 1 },
  'one step of one example': { vocabularySize: 7, hiddenSize: 5, timeSteps: 1, batchSize: 1 },
  'more characters than places': { vocabularySize: 23, hiddenSize: 3, timeSteps: 3, batchSize: 2 },
  'many steps': { vocabularySize: 3, hiddenSize: 4, timeSteps: 12, batchSize: 2 },
  'one unit': { vocabularySize: 4, hiddenSize: 1, timeSteps: 5, batchSize: 2 },
};

describe.each(Object.entries(shapes))('%s', (_, shape) => {
  const random = new Random(17);
  const parameters = doubles(shape, random);
  const batch = batchTensors(shape, random);
  const { loss, gradients, nextState } = lossAndGradients(referenceOps, parameters, batch, shape);

  /** The loss with one element moved. */
  function lossAt(name: ParameterName, element: number, distance: number): number {
    const { shape: own, data } = parameters[name];
    const moved = tensor(
      own,
      data.map((value, i) => (i === element ? value + distance : value)),
    );
    return lossAndGradients(referenceOps, { ...parameters, [name]: moved }, batch, shape).loss
      .data[0]!;
  }

  /** Two central differences, combined so that their errors of second order cancel. */
  function slope(name: ParameterName, element: number): number {
    const difference = (h: number) =>
      (lossAt(name, element, h) - lossAt(name, element, -h)) / (2 * h);
    return (4 * difference(STEP) - difference(2 * STEP)) / 3;
  }

  it.each(parameterNames)('the gradient of %s is the slope of the loss', (name) => {
    const analytic = gradients[name].data;
    const numeric = analytic.map((_value, i) => slope(name, i));
    const norm = (values: Float64Array) => Math.hypot(...values);
    const difference = norm(analytic.map((value, i) => value - numeric[i]!));
    expect(norm(numeric)).toBeGreaterThan(1e-3); // a gradient of zeros would agree with anything that is constant
    expect(difference / norm(numeric)).toBeLessThan(1e-6);
    // Each element for itself, where it is not so small that rounding is all of it.
    for (const [i, value] of numeric.entries())
      expect(Math.abs(analytic[i]! - value)).toBeLessThan(1e-6 * Math.abs(value) + 1e-10);
  });

  it('gives characters that did not come no gradient at all', () => {
    const { vocabularySize, hiddenSize } = shape;
    const came = new Set(batch.x.data);
    for (let id = 0; id < vocabularySize; id++) {
      const row = gradients.W_xh.data.subarray(id * hiddenSize, (id + 1) * hiddenSize);
      expect(row.some((value) => value !== 0)).toBe(came.has(id));
    }
  });

  it("has the chapter's loss and the chapter's state", () => {
    const { hiddenSize, timeSteps, batchSize } = shape;
    const model = {
      dimensions: shape,
      parameters: forEachParameter<ArrayLike<number>>((name) => parameters[name].data),
    };
    let total = 0;
    const after = Array.from({ length: batchSize }, (_row, b) => {
      let state = [...batch.state.data.subarray(b * hiddenSize, (b + 1) * hiddenSize)];
      for (let t = 0; t < timeSteps; t++) {
        const { Y, H } = rnn(model, batch.x.data[t * batchSize + b]!, state);
        total += crossEntropy(Y, batch.y.data[t * batchSize + b]!);
        state = H;
      }
      return state;
    });
    expect(loss.shape).toEqual([]);
    expect(loss.data[0]).toBeCloseTo(total / (timeSteps * batchSize), 12);
    after.flat().forEach((value, i) => expect(nextState.data[i]).toBeCloseTo(value, 12));
  });
});

describe('the example', () => {
  it('is one in which tanh bends, ids repeat, and some characters do not come', () => {
    const shape = shapes['seven characters']!;
    const random = new Random(17);
    const parameters = doubles(shape, random);
    const batch = batchTensors(shape, random);
    const { nextState } = lossAndGradients(referenceOps, parameters, batch, shape);
    const size = nextState.data.map(Math.abs);
    expect(size.some((value) => value > 0.95)).toBe(true);
    expect(size.some((value) => value < 0.5)).toBe(true);
    expect(new Set(batch.x.data).size).toBeLessThan(Math.min(7, batch.x.data.length));
  });

  it('has a loss that is finite for logits that overflow an exponential', () => {
    const shape = { vocabularySize: 4, hiddenSize: 3, timeSteps: 2, batchSize: 2 };
    const random = new Random(5);
    const { loss, gradients } = lossAndGradients(
      referenceOps,
      doubles(shape, random, 1e4),
      batchTensors(shape, random),
      shape,
    );
    expect(loss.data[0]).toBeGreaterThan(1000);
    expect(Number.isFinite(loss.data[0])).toBe(true);
    for (const { data } of Object.values(gradients)) expect(data.every(Number.isFinite)).toBe(true);
  });
});
