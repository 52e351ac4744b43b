/** The points of the small curve. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src-renderer/charts/sparkline.ts';

const points = (curve: number[], baseline: number): [number, number][] =>
  sparkline(curve, baseline, 100, 20)
    .split(' ')
    .filter(Boolean)
    .map((point) => point.split(',').map(Number) as [number, number]);

describe('the small curve', () => {
  it('goes from guessing at the top to perfection at the bottom, by equal factors', () => {
    expect(points([100, 10, 1], 100)).toEqual([
      [0, 0],
      [50, 10],
      [100, 20],
    ]);
  });

  it('has room for a run that began worse than by guessing', () => {
    expect(points([1000, 10], 10)[0]).toEqual([0, 0]);
  });

  it('is level for one epoch, and nothing for none', () => {
    expect(points([10], 100)).toEqual([
      [0, 10],
      [100, 10],
    ]);
    expect(points([], 100)).toEqual([]);
    expect(points([Infinity, NaN], 100)).toEqual([]);
  });

  it('stays within its room', () => {
    const curve = fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 1, max: 5000 }), (values, baseline) => {
        for (const [x, y] of points(values, baseline)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(100);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(20);
        }
      }),
    );
  });
});
