/** Clipping by its formulas: by norm as the book's 6.4.5 has it, by value, and not at all; below the threshold, above it, and without one. */
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { clip, wasClipped } from '../../../src-main/core/optimisers/clipping.ts';
import * as sgd from '../../../src-main/core/optimisers/sgd.ts';
import { Random } from '../../../src-main/core/random.ts';
import { referenceOps, tensor, type Tensor64 } from '../reference-engine.ts';
import { normals } from '../tiny-network.ts';

const random = new Random(3);
const shapes = [[4, 3], [3, 3], [3], [4, 3], [4]];
const tensors = (deviation: number): Tensor64[] =>
  shapes.map((shape) =>
    tensor(
      shape,
      normals(
        random,
        shape.reduce((a, b) => a * b),
        deviation,
      ),
    ),
  );
const parameters = tensors(1);
const gradients = tensors(1);
const all = (of: readonly Tensor64[]): number[] => of.flatMap(({ data }) => [...data]);
const lengthOf = (values: readonly number[]): number => Math.hypot(...values);
const norm = lengthOf(all(gradients));
const largest = Math.max(...all(gradients).map(Math.abs));

/** The gradients as an optimiser gets them, multiplied with what is left to multiply them with. */
function clipped(kind: 'norm' | 'value' | 'off', clippingThreshold: number, of = gradients) {
  const result = clip(referenceOps, of, { clip: kind, clippingThreshold });
  const factor = result.scale?.data[0] ?? 1;
  return {
    ...{ norm: result.norm.data[0]!, cut: result.cut?.data[0] },
    gradients: all(result.gradients).map((g) => g * factor),
  };
}

describe('clipping by norm', () => {
  it.each([
    ['bites', norm / 10],
    ['bites a little', norm * 0.999],
    ['is just not reached', norm * 1.001],
    ['is far away', norm * 1000],
    ['is none', 0],
  ])('scales all gradients together when the threshold %s', (_, theta) => {
    const result = clipped('norm', theta);
    const factor = theta === 0 ? 1 : Math.min(theta / norm, 1);
    expect(result.norm).toBeCloseTo(norm, 12);
    all(gradients).forEach((g, i) => expect(result.gradients[i]).toBeCloseTo(factor * g, 12));
    expect(wasClipped({ clip: 'norm', clippingThreshold: theta }, result)).toBe(factor < 1);
  });

  it('lets a step of the book go as far as η θ, and in the direction of the gradient', () => {
    const result = clip(referenceOps, gradients, { clip: 'norm', clippingThreshold: norm / 7 });
    const rate = tensor([], [2]);
    const update = sgd.update(referenceOps, defaultSettings, {
      ...{ numbers: { rate }, scale: result.scale },
    });
    const after = parameters.map((W, i) => update({ W }, result.gradients[i]!).W);
    const way = all(after).map((value, i) => value - all(parameters)[i]!);
    expect(lengthOf(way)).toBeCloseTo((2 * norm) / 7, 12);
    way.forEach((step, i) => expect(step / all(gradients)[i]!).toBeCloseTo(-2 / 7, 9));
  });

  it('leaves a gradient of zeros as it is', () => {
    const zeros = gradients.map(({ shape, data }) =>
      tensor(
        shape,
        data.map(() => 0),
      ),
    );
    const result = clipped('norm', 0.01, zeros);
    expect(result.norm).toBe(0);
    expect(result.gradients.every((g) => g === 0)).toBe(true);
  });
});

describe('clipping by value', () => {
  it.each([
    ['bites', largest / 10],
    ['bites at one place', largest * 0.9999],
    ['is just not reached', largest * 1.0001],
    ['is none', 0],
  ])('holds every number by itself when the threshold %s', (_, theta) => {
    const result = clipped('value', theta);
    const expected = all(gradients).map((g) =>
      theta === 0 ? g : Math.sign(g) * Math.min(Math.abs(g), theta),
    );
    result.gradients.forEach((g, i) => expect(g).toBeCloseTo(expected[i]!, 14));
    expect(result.norm).toBeCloseTo(norm, 12); // as it was before
    const isCut = theta !== 0 && largest > theta;
    expect(wasClipped({ clip: 'value', clippingThreshold: theta }, result)).toBe(isCut);
    const cut = all(gradients).reduce((sum, g, i) => sum + (g - expected[i]!) ** 2, 0);
    if (theta !== 0) expect(result.cut).toBeCloseTo(cut, 12);
  });
});

describe('no clipping', () => {
  it('leaves gradients of any length as they are, whatever the threshold', () => {
    const result = clipped('off', norm / 10);
    expect(result.norm).toBeCloseTo(norm, 12);
    expect(result.gradients).toEqual(all(gradients));
    expect(wasClipped({ clip: 'off', clippingThreshold: norm / 10 }, result)).toBe(false);
  });
});
