/** The axes of the perplexity chart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  epochMarks,
  highestMark,
  lastEpoch,
  marksUpTo,
  marksWithin,
} from '../../../../src-renderer/charts/plot/axes.ts';

describe('the marks of the logarithmic axis', () => {
  it('are 1, 2 and 5 of every decade, up to the end and with it', () => {
    expect(marksUpTo(1)).toEqual([1]);
    expect(marksUpTo(20)).toEqual([1, 2, 5, 10, 20]);
    expect(marksUpTo(199)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });

  it('are none below 1', () => {
    expect(marksUpTo(0.5)).toEqual([]);
    expect(marksUpTo(Number.NaN)).toEqual([]);
  });
});

describe('the marks that there is room for', () => {
  it('are all, or the decades, or some of those', () => {
    expect(marksWithin(1000, 10)).toEqual(marksUpTo(1000));
    expect(marksWithin(1000, 9)).toEqual([1, 10, 100, 1000]);
    expect(marksWithin(1000, 2)).toEqual([1, 100]);
    expect(marksWithin(1000, 0)).toEqual([1]);
  });

  it('are never more, and at equal distances', () => {
    const highest = fc.double({ min: 1, max: Number.MAX_VALUE, noNaN: true });
    fc.assert(
      fc.property(highest, fc.integer({ min: 3, max: 30 }), (end, most) => {
        const marks = marksWithin(end, most);
        expect(marks.length).toBeLessThanOrEqual(most);
        if (marks.length === marksUpTo(end).length) return;
        const steps = marks
          .slice(1)
          .map((mark, index) => Math.round(Math.log10(mark / marks[index]!)));
        expect(new Set(steps).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the upper end of the y axis', () => {
  it('is the first mark with room above everything that is drawn', () => {
    expect(highestMark([])).toBe(20);
    expect(highestMark([3, 40, 7])).toBe(50);
    expect(highestMark([47])).toBe(50);
    expect(highestMark([48])).toBe(100);
    expect(highestMark([2582])).toBe(5000);
  });

  it('does not follow what is no number', () => {
    expect(highestMark([12, Number.POSITIVE_INFINITY, Number.NaN])).toBe(20);
  });

  it('is a mark above every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e12, noNaN: true })), (values) => {
        const highest = highestMark(values);
        expect(marksUpTo(highest).at(-1)).toBe(highest);
        expect(highest).toBeGreaterThan(Math.max(10, ...values));
        expect(highest).toBeLessThanOrEqual(Math.max(10, ...values) * 1.05 * 2.5);
      }),
    );
  });

  it('is found for a perplexity near the largest number there is', () => {
    expect(highestMark([1e300])).toBeCloseTo(2e300, -290);
    for (const value of [2e307, 1.2e308, Number.MAX_VALUE])
      expect(highestMark([value])).toBeGreaterThanOrEqual(value);
  });
});

describe('the last epoch of the x axis', () => {
  it('is the end of a short run from the start', () => {
    expect(lastEpoch(250, 0)).toBe(250);
    expect(lastEpoch(1000, 999)).toBe(1000);
    expect(lastEpoch(1, 0)).toBe(2); // an axis has two ends
  });

  it('doubles in a long run whenever the axis is full, until the end is reached', () => {
    expect([0, 500, 501, 1000, 1001, 2001].map((epochs) => lastEpoch(3000, epochs))).toEqual([
      500, 500, 1000, 1000, 2000, 3000,
    ]);
  });

  it('has room for every epoch so far, and for no more than the run', () => {
    const runs = fc
      .integer({ min: 1, max: 100_000 })
      .chain((total) => fc.tuple(fc.constant(total), fc.nat(total)));
    fc.assert(
      fc.property(runs, ([total, epochs]) => {
        const last = lastEpoch(total, epochs);
        expect(last).toBeGreaterThanOrEqual(epochs);
        expect(last).toBeLessThanOrEqual(Math.max(2, total));
      }),
    );
  });
});

describe('the epochs that are marked', () => {
  it('are all of a short run, each once', () => {
    expect(epochMarks(1, 0)).toEqual([1]);
    expect(epochMarks(2, 0.1)).toEqual([1, 2]);
    expect(epochMarks(3, 0.2)).toEqual([1, 2, 3]);
    expect(epochMarks(10, 0.9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('are round ones of a long run, and both of its ends', () => {
    expect(epochMarks(10, 1.5)).toEqual([1, 4, 6, 8, 10]);
    expect(epochMarks(250, 10)).toEqual([1, 50, 100, 150, 200, 250]);
    expect(epochMarks(53, 4)).toEqual([1, 10, 20, 30, 40, 53]);
  });

  it('is the first alone where there is room for no other', () => {
    expect(epochMarks(250, 300)).toEqual([1]);
    expect(epochMarks(250, Infinity)).toEqual([1]);
    expect(epochMarks(250, Number.NaN)).toEqual([1]);
  });

  it('are whole, each once, in order, within the run, and as far apart as their words need', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 100_000, noNaN: true }),
        (last, apart) => {
          const marks = epochMarks(last, apart);
          expect(marks[0]).toBe(1);
          if (last - 1 >= apart) expect(marks.at(-1)).toBe(last);
          expect(marks.length).toBeLessThanOrEqual(12);
          expect(marks.every((mark) => Number.isInteger(mark) && mark <= last)).toBe(true);
          for (const [index, mark] of marks.slice(1).entries()) {
            expect(mark).toBeGreaterThan(marks[index]!);
            expect(mark - marks[index]!).toBeGreaterThanOrEqual(apart);
          }
        },
      ),
    );
  });
});
