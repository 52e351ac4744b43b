/** The samplers against the chapter's `data_iter_random` and `data_iter_consecutive`, on numbers that say where they stood. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src-main/core/random.ts';
import {
  batchesPerEpoch,
  ConsecutiveSampler,
  RandomSampler,
  samplerOf,
  type Batch,
} from '../../src-main/core/sampler.ts';
import { epochOf, go } from './epoch-of.ts';

/** 0, 1, 2, …: each character is its own place. */
const numbers = (length: number) => Int32Array.from({ length }, (_, i) => i);
const div = (a: number, b: number) => Math.floor(a / b);

/** The examples of a time-major batch as rows, as the chapter's X and Y have them. */
function rows(flat: Int32Array, batchSize: number): number[][] {
  return Array.from({ length: batchSize }, (_, b) =>
    Array.from(flat).filter((_id, i) => i % batchSize === b),
  );
}

describe('consecutive sampling', () => {
  it('walks along the rows of a short sequence, as written out by hand', async () => {
    // 30 numbers, 2 rows of 15; (15 − 1) div 6 = 2 batches. 13, 14, 28 and 29 fill no batch, and are never an input.
    expect(await epochOf(new ConsecutiveSampler(numbers(30), 2, 6))).toEqual([
      {
        x: Int32Array.of(0, 15, 1, 16, 2, 17, 3, 18, 4, 19, 5, 20),
        y: Int32Array.of(1, 16, 2, 17, 3, 18, 4, 19, 5, 20, 6, 21),
      },
      {
        x: Int32Array.of(6, 21, 7, 22, 8, 23, 9, 24, 10, 25, 11, 26),
        y: Int32Array.of(7, 22, 8, 23, 9, 24, 10, 25, 11, 26, 12, 27),
      },
    ]);
  });

  it('drops what does not fill the rows', async () => {
    // 11 numbers, 3 rows of 3 (9 and 10 are dropped); (3 − 1) div 2 = 1 batch.
    expect(await epochOf(new ConsecutiveSampler(numbers(11), 3, 2))).toEqual([
      { x: Int32Array.of(0, 3, 6, 1, 4, 7), y: Int32Array.of(1, 4, 7, 2, 5, 8) },
    ]);
  });

  it('goes on in each row where the batch before has ended', async () => {
    const [first, second, third] = (await epochOf(new ConsecutiveSampler(numbers(100), 4, 7))).map(
      ({ x }) => rows(x, 4),
    );
    for (let b = 0; b < 4; b++) {
      expect(second![b]![0]).toBe(first![b]!.at(-1)! + 1);
      expect(third![b]![0]).toBe(second![b]!.at(-1)! + 1);
    }
  });
});

describe('random sampling', () => {
  it('cuts a short sequence into the examples written out by hand', async () => {
    // 30 numbers: (30 − 1) div 6 = 4 examples, 4 div 2 = 2 batches.
    const examples = (await epochOf(new RandomSampler(numbers(30), 2, 6, new Random(1)))).flatMap(
      ({ x, y }) => rows(x, 2).map((row, b) => ({ x: row, y: rows(y, 2)[b]! })),
    );
    examples.sort((a, b) => a.x[0]! - b.x[0]!);
    expect(examples).toEqual([
      { x: [0, 1, 2, 3, 4, 5], y: [1, 2, 3, 4, 5, 6] },
      { x: [6, 7, 8, 9, 10, 11], y: [7, 8, 9, 10, 11, 12] },
      { x: [12, 13, 14, 15, 16, 17], y: [13, 14, 15, 16, 17, 18] },
      { x: [18, 19, 20, 21, 22, 23], y: [19, 20, 21, 22, 23, 24] },
    ]);
  });

  it('lays a batch out time-major', async () => {
    const [batch] = await epochOf(new RandomSampler(numbers(7), 2, 3, new Random(1)));
    const order = [batch!.x[0]!, batch!.x[1]!];
    expect([...order].sort()).toEqual([0, 3]);
    const [a, b] = order as [number, number];
    expect([...batch!.x]).toEqual([a, b, a + 1, b + 1, a + 2, b + 2]);
    expect([...batch!.y]).toEqual([a + 1, b + 1, a + 2, b + 2, a + 3, b + 3]);
  });

  it('drops the examples that are left over, and others in another epoch', async () => {
    // 3 examples, batches of 2: one is left over.
    const random = new Random(2);
    const sampler = new RandomSampler(numbers(10), 2, 3, random);
    const used: number[][] = [];
    for (let epoch = 0; epoch < 60; epoch++)
      used.push((await epochOf(sampler)).flatMap(({ x }) => [x[0]!, x[1]!]));
    for (const starts of used) expect(new Set(starts).size).toBe(2);
    const dropped = used.map((starts) => [0, 3, 6].find((start) => !starts.includes(start)));
    expect(new Set(dropped)).toEqual(new Set([0, 3, 6]));
  });

  it('shuffles anew in each epoch, and the same way from the same seed', async () => {
    const epochs = async (seed: number) => {
      const sampler = new RandomSampler(numbers(400), 4, 5, new Random(seed));
      return [await epochOf(sampler), await epochOf(sampler), await epochOf(sampler)];
    };
    const [first, second, third] = await epochs(7);
    expect(first).not.toEqual(second);
    expect(second).not.toEqual(third);
    expect(await epochs(7)).toEqual([first, second, third]);
    expect(await epochs(8)).not.toEqual([first, second, third]);
  });
});

describe('the shuffle of a large corpus', () => {
  const LENGTH = 300_001;

  it('is the one that is made at once', async () => {
    const [once, slice] = [new Random(3), new Random(3)];
    const order = numbers(LENGTH - 1);
    once.shuffle(order);
    const sampler = new RandomSampler(numbers(LENGTH), 1, 1, slice);
    await sampler.draw(go);
    expect(order.every((start, step) => sampler.at(step).x[0] === start)).toBe(true);
    expect(slice.state).toEqual(once.state);
  });

  it(
    'stops wherever it is told to, and the next one is whole again',
    { tags: ['long'] },
    async () => {
      let passes = 0;
      const sampler = new RandomSampler(numbers(LENGTH), 1, 1, new Random(3));
      await sampler.draw(async () => (passes++, 'go'));
      expect(passes).toBeGreaterThan(8); // which is how often one has the chance
      for (const allowed of [0, 1, passes - 1]) {
        let passed = 0;
        expect(await sampler.draw(async () => (passed++ < allowed ? 'go' : 'stop'))).toBe('stop');
        expect(passed).toBe(allowed + 1);
      }
      const starts = (await epochOf(sampler)).map(({ x }) => x[0]!);
      expect(Int32Array.from(starts).sort()).toEqual(numbers(LENGTH - 1));
    },
  );

  it('takes its turn at the engine slice by slice', async () => {
    let turns = 0;
    const sampler = new RandomSampler(numbers(LENGTH), 1, 1, new Random(3), async (slice) => {
      turns += 1;
      slice();
    });
    await sampler.draw(go);
    expect(turns).toBeGreaterThan(8);
  });
});

describe('any corpus', () => {
  const cases = fc.record({
    length: fc.integer({ min: 0, max: 400 }),
    batchSize: fc.integer({ min: 1, max: 12 }),
    timeSteps: fc.integer({ min: 1, max: 15 }),
    seed: fc.nat(),
    sampling: fc.constantFrom('random' as const, 'consecutive' as const),
  });
  const epoch = ({
    length,
    batchSize,
    timeSteps,
    seed,
    sampling,
  }: typeof cases extends fc.Arbitrary<infer C> ? C : never): Promise<Batch[]> =>
    epochOf(samplerOf({ sampling, batchSize, timeSteps }, numbers(length), new Random(seed)));

  it('gives as many batches as the book counts', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { sampling, length, batchSize: B, timeSteps: T } = given;
        const made = (await epoch(given)).length;
        expect(made).toBe(batchesPerEpoch(sampling, length, B, T));
        const book =
          sampling === 'random' ? div(div(length - 1, T), B) : div(div(length, B) - 1, T);
        expect(made).toBe(Math.max(0, book));
      }),
    );
  });

  it('predicts the character after each, and never reads beyond the end', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        for (const { x, y } of await epoch(given)) {
          expect(x.length).toBe(given.batchSize * given.timeSteps);
          expect([...y]).toEqual(Array.from(x, (place) => place + 1));
          expect(Math.max(...y)).toBeLessThan(given.length);
        }
      }),
    );
  });

  it('uses each character at most once an epoch, in examples of neighbours', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const all = (await epoch(given)).flatMap(({ x }) => [...x]);
        expect(new Set(all).size).toBe(all.length);
        for (const { x } of await epoch(given))
          for (const row of rows(x, given.batchSize))
            expect(row).toEqual(row.map((_, t) => row[0]! + t));
      }),
    );
  });

  it("has the book's 8 batches and 8,960 predictions on 10,000 characters", async () => {
    for (const sampling of ['random', 'consecutive'] as const) {
      const shape = { sampling, batchSize: 32, timeSteps: 35 };
      const made = await epochOf(samplerOf(shape, numbers(10_000), new Random(1)));
      expect(made.length).toBe(8);
      expect(made.reduce((sum, { y }) => sum + y.length, 0)).toBe(8960);
    }
  });
});
