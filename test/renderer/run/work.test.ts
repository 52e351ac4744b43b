/** What the form says an epoch comes to, against the sampler that makes it so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededCharacters } from '../../../src-main/core/text/corpus.ts';
import { batchesPerEpoch } from '../../../src-main/core/sampler.ts';
import { workOf } from '../../../src-renderer/run/work.ts';

const shapes = fc.record({
  sampling: fc.constantFrom('random' as const, 'consecutive' as const),
  batchSize: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1024 })),
  timeSteps: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 500 })),
});
const lengths = fc.oneof(fc.nat(100), fc.nat(2_000_000));

describe('the work of an epoch', () => {
  it('is what the sampler makes of as many characters', () => {
    fc.assert(
      fc.property(shapes, lengths, (shape, length) => {
        const { sampling, batchSize: B, timeSteps: T } = shape;
        const work = workOf(shape, length);
        expect(work.steps).toBe(batchesPerEpoch(sampling, work.characters, B, T));
        expect(work.predictions).toBe(work.steps * T * B);
      }),
    );
  });

  it('needs what the corpus says one batch needs, to the character', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { needed } = workOf(shape, 0);
        expect(needed).toBe(neededCharacters(shape));
        expect(workOf(shape, needed).steps).toBe(1);
        expect(workOf(shape, needed - 1).steps).toBe(0);
      }),
    );
  });

  it('is 8 steps of 1120 predictions with the book’s settings', () => {
    const book = { timeSteps: 35, batchSize: 32 };
    const made = { characters: 10_000, steps: 8, predictions: 8960 };
    expect(workOf({ ...book, sampling: 'random' }, 10_000)).toEqual({ ...made, needed: 1121 });
    expect(workOf({ ...book, sampling: 'consecutive' }, 10_000)).toEqual({ ...made, needed: 1152 });
  });
});
