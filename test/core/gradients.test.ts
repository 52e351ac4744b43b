/** The hand-written gradients against central differences, in doubles; and the loss against the chapter's own loops. */
import { describe, expect, it } from 'vitest';
import {
  lossAndGradients,
  outputParameters,
  type BatchTensors,
  type Shape,
} from '../../src-main/core/bptt.ts';
import * as layers from '../../src-main/core/layers/layers.ts';
import * as entropy from '../../src-main/core/loss.ts';
import * as output from '../../src-main/core/output-layer.ts';
import {
  mapParameters,
  parameterNames,
  type ParameterMap,
  type ParameterName,
} from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { crossEntropy, step } from './book-network.ts';
import { referenceOps, tensor, type Tensor64 } from './reference-engine.ts';
import { batchTensors, doubles, masksOf } from './tiny-network.ts';
import { allCells, deepNetworks, plainRnn } from '../contract/all-cells.ts';

/**
 * Of the differences: their error goes with its fourth power, that of rounding with its inverse; here both are about 1e-12. Those of
 * ReLU have to be on one side of its kink, and need not bend.
 */
const STEPS = { tanh: 1e-3, relu: 1e-5 };

type Size = 'vocabularySize' | 'hiddenSize' | 'timeSteps' | 'batchSize';

const shapes: Record<string, Pick<Shape, Size>> = {
  'seven characters': { vocabularySize: 7, hiddenSize: 5, timeSteps: 4, batchSize: 3 },
  'one step': { vocabularySize: 7, hiddenSize: 5, timeSteps: 1, batchSize: 3 },
  'one example': { vocabularySize: 7, hiddenSize: 5, timeSteps: 4, batchSize: 1 },
  'one step of one example': { vocabularySize: 7, hiddenSize: 5, timeSteps: 1, batchSize: 1 },
  'more characters than places': { vocabularySize: 23, hiddenSize: 3, timeSteps: 3, batchSize: 2 },
  'many steps': { vocabularySize: 3, hiddenSize: 4, timeSteps: 12, batchSize: 2 },
  'one unit': { vocabularySize: 4, hiddenSize: 1, timeSteps: 5, batchSize: 2 },
};

/** The way forward alone. */
function lossOf(
  parameters: ParameterMap<Tensor64>,
  { x, y, states, masks }: BatchTensors<Tensor64>,
  shape: Shape,
): number {
  const { H } = layers.forward(referenceOps, parameters, x, states, shape, masks);
  const O = output.forward(referenceOps, outputParameters(parameters, shape), H);
  const { losses } = entropy.forward(referenceOps, O, y);
  return losses.data.reduce((a, b) => a + b) / losses.data.length;
}

/** With dropout, of which a test draws its own masks. */
const DROPOUT = 0.4;

const shallowCases = allCells.flatMap(([what, kind]) =>
  Object.entries(shapes).map(([size, sizes]) => [what, size, { ...kind, ...sizes }, 0] as const),
);
const deepCases = [
  ['seven characters', DROPOUT],
  ['more characters than places', 0],
].flatMap(([size, p]) => {
  const sizes = shapes[size as string]!;
  return deepNetworks(sizes.hiddenSize).map(
    ([what, kind]) => [what, size as string, { ...kind, ...sizes }, p as number] as const,
  );
});

describe.each([...shallowCases, ...deepCases])('%s: %s', (_what, _size, shape, p) => {
  const distance = STEPS[shape.activation];
  const random = new Random(17);
  const drawn = doubles(shape, random);
  // What goes into a unit of ReLU has to be above zero now and then.
  const lifted = mapParameters(drawn, (values, name) =>
    /^b(_\d)?$/.test(name) ? tensor(values.shape, values.data.map(Math.abs)) : values,
  );
  const parameters = shape.activation === 'relu' ? lifted : drawn;
  const batch = { ...batchTensors(shape, random), masks: masksOf(shape, p, random) };
  const { loss, gradients, nextStates } = lossAndGradients(referenceOps, parameters, batch, shape);

  /** The loss with one element moved. */
  function lossAt(name: ParameterName, element: number, by: number): number {
    const { shape: own, data } = parameters[name];
    const moved = tensor(
      own,
      data.map((value, i) => (i === element ? value + by : value)),
    );
    return lossOf({ ...parameters, [name]: moved }, batch, shape);
  }

  /** Two central differences, combined so that their errors of second order cancel. */
  function slope(name: ParameterName, element: number): number {
    const difference = (h: number) =>
      (lossAt(name, element, h) - lossAt(name, element, -h)) / (2 * h);
    return (4 * difference(distance) - difference(2 * distance)) / 3;
  }

  it.each(parameterNames(shape))('the gradient of %s is the slope of the loss', (name) => {
    const analytic = gradients[name].data;
    const numeric = analytic.map((_value, i) => slope(name, i));
    const norm = (values: Float64Array) => Math.hypot(...values);
    const difference = norm(analytic.map((value, i) => value - numeric[i]!));
    expect(norm(numeric)).toBeGreaterThan(1e-4); // a gradient of zeros would agree with anything that is constant
    expect(difference / norm(numeric)).toBeLessThan(1e-6);
    // Each element for itself, where it is not so small that rounding is all of it.
    for (const [i, value] of numeric.entries())
      expect(Math.abs(analytic[i]! - value)).toBeLessThan(1e-6 * Math.abs(value) + 1e-10);
  });

  it.skipIf(shape.tied || p > 0)('gives characters that did not come no gradient at all', () => {
    const { vocabularySize } = shape;
    const came = new Set(batch.x.data);
    const ofCharacters = shape.embeddingSize > 0 ? gradients.E : gradients.W_x;
    const width = ofCharacters.shape[1]!;
    for (let id = 0; id < vocabularySize; id++) {
      const row = ofCharacters.data.subarray(id * width, (id + 1) * width);
      const hasSome = row.some((value) => value !== 0);
      if (shape.activation === 'tanh') expect(hasSome).toBe(came.has(id));
      else if (!came.has(id)) expect(hasSome).toBe(false); // one that came may have met units that were off
    }
  });

  it.skipIf(p > 0)("has the chapter's loss and the chapter's state", () => {
    const { hiddenSize, timeSteps, batchSize } = shape;
    const model = {
      architecture: shape,
      parameters: mapParameters<Tensor64, ArrayLike<number>>(parameters, ({ data }) => data),
    };
    let total = 0;
    const after = Array.from({ length: batchSize }, (_row, b) => {
      let state = batch.states
        .flat()
        .map(({ data }) => [...data.subarray(b * hiddenSize, (b + 1) * hiddenSize)]);
      for (let t = 0; t < timeSteps; t++) {
        const { Y, state: after } = step(model, batch.x.data[t * batchSize + b]!, state);
        total += crossEntropy(Y, batch.y.data[t * batchSize + b]!);
        state = after;
      }
      return state;
    });
    expect(loss.shape).toEqual([]);
    expect(loss.data[0]).toBeCloseTo(total / (timeSteps * batchSize), 12);
    expect(nextStates.flat().length).toBe(batch.states.flat().length);
    for (const [part, { data }] of nextStates.flat().entries())
      after
        .flatMap((state) => state[part]!)
        .forEach((value, i) => expect(data[i]).toBeCloseTo(value, 12));
  });
});

describe('the example', () => {
  it('is one in which tanh bends, ids repeat, and some characters do not come', () => {
    const shape = { ...plainRnn, ...shapes['seven characters']! };
    const random = new Random(17);
    const parameters = doubles(shape, random);
    const batch = batchTensors(shape, random);
    const { nextStates } = lossAndGradients(referenceOps, parameters, batch, shape);
    const size = nextStates[0]![0].data.map(Math.abs);
    expect(size.some((value) => value > 0.95)).toBe(true);
    expect(size.some((value) => value < 0.5)).toBe(true);
    expect(new Set(batch.x.data).size).toBeLessThan(Math.min(7, batch.x.data.length));
  });

  it('has a loss that is finite for logits that overflow an exponential', () => {
    const shape = { ...plainRnn, vocabularySize: 4, hiddenSize: 3, timeSteps: 2, batchSize: 2 };
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
