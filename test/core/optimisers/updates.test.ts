/** Every optimiser in doubles against its update as the book and PyTorch's documentation write it out, number by number, over many steps and random shapes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  momentsOf,
  optimiserNames,
  type OptimiserName,
} from '../../../src-main/contract/optimisers/optimisers.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import type { Updated } from '../../../src-main/core/optimisers/optimiser.ts';
import { optimisers } from '../../../src-main/core/optimisers/optimisers.ts';
import { Random } from '../../../src-main/core/random.ts';
import { referenceOps, tensor, type Tensor64 } from '../reference-engine.ts';
import { normals } from '../tiny-network.ts';

interface Case {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** A factor of clipping, or none. */
  readonly scale: number | undefined;
}

/** One number: what becomes of it under these gradients. */
type Written = (
  w: number,
  gradients: readonly number[],
  of: Pick<Case, 'learningRate' | 'momentum' | 'weightDecay'>,
) => number;

/** As torch.optim.Adam and AdamW are documented, with their β₂ and ε. */
const adamW: Written = (w, gradients, { learningRate: lr, momentum: beta1, weightDecay }) => {
  let [m, v] = [0, 0];
  for (const [i, g] of gradients.entries()) {
    const t = i + 1;
    w = w - lr * weightDecay * w;
    m = beta1 * m + (1 - beta1) * g;
    v = 0.999 * v + (1 - 0.999) * g ** 2;
    const mHat = m / (1 - beta1 ** t);
    const vHat = v / (1 - 0.999 ** t);
    w = w - (lr * mHat) / (Math.sqrt(vHat) + 1e-8);
  }
  return w;
};

const written: Readonly<Record<OptimiserName, Written>> = {
  sgd: (w, gradients, { learningRate: lr }) => gradients.reduce((at, g) => at - lr * g, w),
  momentum: (w, gradients, { learningRate: lr, momentum }) => {
    let velocity = 0;
    for (const g of gradients) {
      velocity = momentum * velocity + g;
      w = w - lr * velocity;
    }
    return w;
  },
  adam: (w, gradients, of) => adamW(w, gradients, { ...of, weightDecay: 0 }),
  adamw: adamW,
};

/** @returns a parameter after a step with each of the gradients */
function descend(name: OptimiserName, W: Tensor64, gradients: readonly Tensor64[], of: Case) {
  const optimiser = optimisers[name];
  const settings = { ...defaultSettings, ...of };
  const zeros = (): Tensor64 =>
    tensor(
      W.shape,
      W.data.map(() => 0),
    );
  let at: Updated<Tensor64> = {
    W,
    ...Object.fromEntries(momentsOf(name).map((moment) => [moment, zeros()])),
  };
  for (const [i, g] of gradients.entries()) {
    const numbers = Object.fromEntries(
      Object.entries(optimiser.numbers(settings, of.learningRate, i + 1)).map(([key, value]) => [
        key,
        tensor([], [value]),
      ]),
    );
    const scale = of.scale === undefined ? undefined : tensor([], [of.scale]);
    at = optimiser.update(referenceOps, settings, { numbers, scale })(at, g);
  }
  return at;
}

/** Both ends of β, and rates from small to the largest that makes sense. */
const cases: fc.Arbitrary<Case> = fc.record({
  learningRate: fc.constantFrom(1e-4, 0.03, 1),
  momentum: fc.constantFrom(0, 0.5, 0.9, 0.9999),
  weightDecay: fc.constantFrom(0, 0.01, 0.7),
  scale: fc.constantFrom(undefined, 1, 0.013),
});
const sides = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 1 }),
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 2 }),
);

describe.each(optimiserNames)('%s', (name) => {
  it('makes of any shape what its update makes of each number', () => {
    fc.assert(
      fc.property(
        ...([cases, sides, fc.integer({ min: 1, max: 12 }), fc.nat()] as const),
        (of, shape, steps, seed) => {
          const random = new Random(seed);
          const size = shape.reduce((a, b) => a * b);
          const W = tensor(shape, normals(random, size, 1));
          // Now and then nothing comes of a character, as of one that a step does not have.
          const gradients = Array.from({ length: steps }, () =>
            tensor(
              shape,
              normals(random, size, 1).map((g) => (random.below(4) === 0 ? 0 : g)),
            ),
          );
          const found = descend(name, W, gradients, of).W.data;
          W.data.forEach((w, i) => {
            const own = gradients.map(({ data }) => data[i]! * (of.scale ?? 1));
            const expected = written[name](w, own, of);
            expect(Math.abs(found[i]! - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
          });
        },
      ),
      { seed: 15, numRuns: 200 },
    );
  });

  it('keeps of the gradients what the book calls so, and nothing else', () => {
    const gradients = [tensor([2], [0.5, -2]), tensor([2], [1, 0])];
    const of = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.1, scale: undefined };
    const { W: _, ...kept } = descend(name, tensor([2], [1, 1]), gradients, of);
    expect(Object.keys(kept)).toEqual([...momentsOf(name)]);
    const v =
      name === 'momentum' ? [0.9 * 0.5 + 1, 0.9 * -2] : [0.1 * (0.9 * 0.5 + 1), 0.1 * 0.9 * -2];
    kept.v?.data.forEach((value, i) => expect(value).toBeCloseTo(v[i]!, 14));
    const s = [0.001 * (0.999 * 0.25 + 1), 0.001 * 0.999 * 4];
    kept.s?.data.forEach((value, i) => expect(value).toBeCloseTo(s[i]!, 14));
  });
});

describe('a step of Adam', () => {
  it('is as long as η at first, whatever the gradient and its factor are', () => {
    for (const g of [0.1, 1, -3e4])
      for (const scale of [undefined, 0.02]) {
        const of = { learningRate: 0.001, momentum: 0.9, weightDecay: 0, scale };
        const { W } = descend('adam', tensor([1], [0]), [tensor([1], [g])], of);
        expect(W.data[0]).toBeCloseTo(-0.001 * Math.sign(g), 6);
      }
  });

  it('leaves what has never had a gradient where it is, and AdamW makes it smaller', () => {
    const none = [tensor([1], [0]), tensor([1], [0])];
    const of = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.5, scale: 1 };
    expect(descend('adam', tensor([1], [2]), none, of).W.data[0]).toBe(2);
    expect(descend('adamw', tensor([1], [2]), none, of).W.data[0]).toBeCloseTo(2 * 0.95 ** 2, 12);
  });
});
