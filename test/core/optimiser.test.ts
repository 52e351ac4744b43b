/** Clipping and descent by the formula of the book's 6.4.5: below the threshold, above it, and without one. */
import { describe, expect, it } from 'vitest';
import { clippedSgd } from '../../src-main/core/optimiser.ts';
import { mapParameters, parameterNames } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { referenceOps, tensor, type Tensor64 } from './reference-engine.ts';
import { doubles } from './tiny-network.ts';
import { plainRnn } from '../contract/all-cells.ts';

const architecture = { ...plainRnn, vocabularySize: 4, hiddenSize: 3 };
const random = new Random(3);
const parameters = doubles(architecture, random);
const gradients = doubles(architecture, random);
const names = parameterNames(architecture);
const everything = names.flatMap((name) => [...gradients[name].data]);
const norm = Math.sqrt(everything.reduce((sum, g) => sum + g * g, 0));

function descend(learningRate: number, clippingThreshold: number, by = gradients) {
  return clippedSgd(referenceOps, parameters, by, { learningRate, clippingThreshold });
}

/** The length of the way that all parameters together went. */
function distance(after: Record<string, Tensor64>): number {
  const squares = names.flatMap((name) =>
    [...after[name]!.data].map((value, i) => (value - parameters[name].data[i]!) ** 2),
  );
  return Math.sqrt(squares.reduce((a, b) => a + b, 0));
}

describe('clippedSgd', () => {
  it.each([
    ['bites', norm / 10],
    ['bites a little', norm * 0.999],
    ['is just not reached', norm * 1.001],
    ['is far away', norm * 1000],
    ['is none', 0],
  ])('descends when the threshold %s', (_, theta) => {
    const result = descend(0.5, theta);
    const factor = theta === 0 ? 1 : Math.min(theta / norm, 1);
    expect(result.norm.data[0]).toBeCloseTo(norm, 12);
    for (const name of names)
      result.parameters[name].data.forEach((value, i) =>
        expect(value).toBeCloseTo(
          parameters[name].data[i]! - 0.5 * factor * gradients[name].data[i]!,
          12,
        ),
      );
  });

  it('takes the norm over all parameters together, so that their proportions stay', () => {
    const { parameters: after } = descend(2, norm / 7);
    expect(distance(after)).toBeCloseTo((2 * norm) / 7, 12);
    for (const name of names) {
      const way = after[name].data.map((value, i) => value - parameters[name].data[i]!);
      way.forEach((step, i) => expect(step / gradients[name].data[i]!).toBeCloseTo(-2 / 7, 9));
    }
  });

  it('stays where it is when there is no gradient', () => {
    const zeros = mapParameters(gradients, ({ shape, data }) =>
      tensor(
        shape,
        data.map(() => 0),
      ),
    );
    const result = descend(100, 0.01, zeros);
    expect(result.norm.data[0]).toBe(0);
    expect(distance(result.parameters)).toBe(0);
  });
});
