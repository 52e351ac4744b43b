/** The lower axis of the charts: over what, how much of it, and where it is marked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  epochAtPlace,
  nearestAt,
  placeOfEpoch,
  placesOf,
  rangeOver,
} from '../../../../src-renderer/charts/series/across.ts';
import {
  linearMarks,
  logarithmicMarks,
  roundStep,
  timeStep,
} from '../../../../src-renderer/charts/series/marks.ts';
import { RunCurves } from '../../../../src-renderer/charts/series/run-curves.ts';
import { panned, within, zoomed } from '../../../../src-renderer/charts/series/zoom.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const { columns } = new RunCurves(
  [2, 4, 1].map((seconds, index) => ({
    ...plainEpoch,
    ...{ epoch: index + 1, perplexity: 9, seconds, gradientNorm: 1, clipped: 0 },
  })),
);

describe('a run', () => {
  it('is drawn over its epochs, its steps or its time', () => {
    expect([...placesOf(columns, 'epoch', 8)]).toEqual([1, 2, 3]);
    expect([...placesOf(columns, 'step', 8)]).toEqual([8, 16, 24]);
    expect([...placesOf(columns, 'time', 8)]).toEqual([2, 6, 7]);
  });

  it('keeps its stretch when it is drawn over something else', () => {
    expect(rangeOver(columns, 8, { min: 1, max: 2.5 }, 'epoch', 'time')).toEqual({
      ...{ min: 2, max: 6.5 },
    });
    expect(rangeOver(columns, 8, { min: 2, max: 6.5 }, 'time', 'step')).toEqual({
      ...{ min: 8, max: 20 },
    });
    for (const across of ['epoch', 'step', 'time'] as const)
      for (const epoch of [1, 1.5, 3])
        expect(
          epochAtPlace(columns, across, 8, placeOfEpoch(columns, across, 8, epoch)),
        ).toBeCloseTo(epoch);
  });

  it('has an epoch that is nearest', () => {
    const places = columns.of('time');
    expect([0, 3, 4.1, 99].map((place) => nearestAt(places, place))).toEqual([0, 0, 1, 2]);
    expect(nearestAt(new Float64Array(0), 3)).toBe(-1);
  });
});

describe('the part that is looked at', () => {
  const whole = { min: 1, max: 101 };

  it('comes closer around a place, which stays where it is', () => {
    expect(zoomed(whole, whole, 0.5, 51)).toEqual({ min: 26, max: 76 });
    expect(zoomed({ min: 26, max: 76 }, whole, 2, 30)).toBeNull();
  });

  it('does not leave the whole, and is never narrower than it may be', () => {
    const number = fc.double({ min: -200, max: 300, noNaN: true });
    fc.assert(
      fc.property(
        number,
        fc.double({ min: 0.001, max: 10, noNaN: true }),
        number,
        (at, factor, by) => {
          let range = zoomed({ min: 20, max: 60 }, whole, factor, at, 2) ?? whole;
          range = panned(range, whole, by) ?? whole;
          expect(range.min).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(range.max).toBeLessThanOrEqual(101 + 1e-9);
          expect(range.max - range.min).toBeGreaterThanOrEqual(2 - 1e-9);
        },
      ),
    );
  });

  it('is all of it when it would be more', () => {
    expect(within({ min: -5, max: 300 }, whole)).toBeNull();
    expect(panned({ min: 1, max: 11 }, whole, -7)).toEqual({ min: 1, max: 11 });
  });
});

describe('marks', () => {
  it('are round', () => {
    expect(linearMarks({ min: 0, max: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearMarks({ min: 98.2, max: 101.3 }, 4)).toEqual([99, 100, 101]);
    expect([0.013, 3, 7].map(roundStep)).toEqual([0.02, 5, 10]);
    expect([3, 40, 5000].map(timeStep)).toEqual([5, 60, 7200]);
  });

  it('of a logarithmic axis are 1, 2 and 5, the decades, or the linear ones of a short stretch', () => {
    expect(logarithmicMarks({ min: 0.01, max: 0.2 }, 9)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2]);
    expect(logarithmicMarks({ min: 0.01, max: 10 }, 5)).toEqual([0.01, 0.1, 1, 10]);
    expect(logarithmicMarks({ min: 2.1, max: 2.4 }, 4)).toEqual([2.1, 2.2, 2.3, 2.4]);
  });

  it('are few, and within, whatever the range', () => {
    const end = fc.double({ min: 1e-9, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(end, fc.double({ min: 1.01, max: 1e6, noNaN: true }), (min, times) => {
        const marks = logarithmicMarks({ min, max: min * times }, 8);
        expect(marks.length).toBeLessThanOrEqual(12);
        for (const mark of marks) expect(mark).toBeGreaterThanOrEqual(min * (1 - 1e-6));
      }),
    );
  });
});
