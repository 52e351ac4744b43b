/** The seeded generator: the published numbers of xoshiro128**, and what is drawn from them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { plainRnn } from '../contract/all-cells.ts';

const MASK = 0xffff_ffffn;
const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK;

/** xoshiro128** 1.1, line by line from the authors' C, in whole numbers that cannot overflow unseen. */
function* xoshiro128starstar(s: bigint[]): Generator<number, never> {
  for (;;) {
    yield Number((rotl((s[1]! * 5n) & MASK, 7n) * 9n) & MASK);
    const t = (s[1]! << 9n) & MASK;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotl(s[3]!, 11n);
  }
}

/** splitmix32 with the multipliers that Random names: the next state and its output. */
function seededState(seed: bigint): bigint[] {
  return [1n, 2n, 3n, 4n].map((i) => {
    let z = (seed + i * 0x9e3779b9n) & MASK;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & MASK;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & MASK;
    return z ^ (z >> 15n);
  });
}

const take = (numbers: Generator<number, never>, count: number) =>
  Array.from({ length: count }, () => numbers.next().value);
const draw = (count: number, next: () => number) => Array.from({ length: count }, next);

describe('Random', () => {
  it('is xoshiro128** seeded by splitmix32', () => {
    // What the authors' own program prints for the state 1, 2, 3, 4.
    const published = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
    expect(take(xoshiro128starstar([1n, 2n, 3n, 4n]), 8)).toEqual(published);
    for (const seed of [0, 1, 2, 12345, 2 ** 31, 2 ** 32 - 1]) {
      const random = new Random(seed);
      const expected = take(xoshiro128starstar(seededState(BigInt(seed))), 1000);
      expect(draw(1000, () => random.uint32())).toEqual(expected);
    }
  });

  it('gives other numbers for another seed', () => {
    const first = Array.from({ length: 2000 }, (_, seed) => new Random(seed).uint32());
    expect(new Set(first).size).toBe(2000);
  });

  it('is uniform over [0, 1)', () => {
    const random = new Random(11);
    const counts = new Array<number>(20).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const drawn = random.uniform();
      expect(drawn >= 0 && drawn < 1).toBe(true);
      counts[Math.floor(drawn * 20)]! += 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 19 degrees of freedom, one in a thousand
    expect(chiSquare).toBeGreaterThan(4.9); // as rare: numbers that are too even are no chance either
  });

  it('draws below any bound, all of it and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (bound, seed) => {
        const random = new Random(seed);
        for (const drawn of draw(20, () => random.below(bound))) {
          expect(Number.isInteger(drawn)).toBe(true);
          expect(drawn >= 0 && drawn < bound).toBe(true);
        }
      }),
    );
    const random = new Random(4);
    expect(new Set(draw(500, () => random.below(7)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(random.below(1)).toBe(0);
  });

  it('draws below a bound without the bias of a remainder', () => {
    // With the remainder alone, the lower half of 3·2³⁰ numbers would come twice as often as the middle.
    const random = new Random(5);
    const bound = 3 * 2 ** 30;
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(random.below(bound) / 2 ** 30)]! += 1;
    for (const count of thirds) expect(Math.abs(count - 10_000)).toBeLessThan(350);
  });

  it('draws from the normal distribution', () => {
    const random = new Random(6);
    const count = 200_000;
    const drawn = draw(count, () => random.normal());
    const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / count;
    // Five standard errors each: √(1/n), √(2/n), √(15/n), √(96/n).
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
    const within = drawn.filter((x) => Math.abs(x) < 1).length / count;
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.006);
    expect(drawn.every(Number.isFinite)).toBe(true);
  });

  it('shuffles: nothing is lost, nothing comes twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = [...items];
        new Random(seed).shuffle(shuffled);
        const sorted = (list: number[]) => [...list].sort((a, b) => a - b);
        expect(sorted(shuffled)).toEqual(sorted(items));
      }),
    );
  });

  it('shuffles into every order equally often', () => {
    const random = new Random(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const items = [0, 1, 2, 3];
      random.shuffle(items);
      counts.set(items.join(''), (counts.get(items.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(160); // five deviations
  });
});

describe("the model's first values", () => {
  it('are N(0, 0.01²) for weights and 0 for biases', () => {
    const deep = { layers: 2, embeddingSize: 20, tied: false };
    const { parameters } = initialModel(
      { ...plainRnn, ...deep, vocabularySize: 200, hiddenSize: 50 },
      new Random(1),
    );
    expect(Object.keys(parameters)).toHaveLength(9);
    for (const [name, array] of Object.entries(parameters)) {
      const values = [...array];
      if (name.startsWith('b')) expect(values.every((value) => value === 0)).toBe(true);
      else {
        const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
        expect(Math.abs(deviation / 0.01 - 1)).toBeLessThan(5 * Math.sqrt(0.5 / values.length));
      }
    }
  });

  it('are uniform between −1/√H and 1/√H where that is asked for, and biases 0', () => {
    const { parameters } = initialModel(
      { ...plainRnn, vocabularySize: 200, hiddenSize: 64 },
      new Random(1),
      'uniform',
    );
    for (const [name, array] of Object.entries(parameters)) {
      if (name.startsWith('b')) expect(Math.max(...array.map(Math.abs))).toBe(0);
      else {
        const counts = [0, 0, 0, 0];
        for (const value of array) counts[Math.floor((value * 8 + 1) * 2)]! += 1; // NaN where it is beyond
        const expected = array.length / 4;
        const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
        expect(chiSquare).toBeLessThan(21.1); // of three degrees of freedom, one in 10,000
      }
    }
  });

  it.each([
    ['from −1 to 1', false, 1],
    ['one that is tied from −4/√H to 4/√H', true, 4 / Math.sqrt(16)],
  ])('are the uniform ones with a wide embedding where that is asked for: %s', (_, tied, reach) => {
    const hiddenSize = tied ? 16 : 64;
    const architecture = {
      ...{ ...plainRnn, tied, layers: 2 },
      ...{ vocabularySize: 50, hiddenSize, embeddingSize: 16 },
    };
    const { E, ...others } = initialModel(architecture, new Random(1), 'wide').parameters;
    const uniform = initialModel(architecture, new Random(1), 'uniform').parameters;
    const scale = reach * Math.sqrt(hiddenSize);
    expect({ ...others, E: E.map((value) => value / scale) }).toEqual(uniform);
    expect(Math.max(...E)).toBeGreaterThan(0.95 * reach);
    expect(Math.max(...E)).toBeLessThanOrEqual(reach);
  });

  it('come from the seed alone', () => {
    const of = (seed: number) =>
      initialModel({ ...plainRnn, vocabularySize: 9, hiddenSize: 4 }, new Random(seed));
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });
});
