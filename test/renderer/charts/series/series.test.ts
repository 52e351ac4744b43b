/** The curves of a run as numbers: read once, smoothed, and cut down to what a screen has room for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochReport } from '../../../../src-main/contract/training.ts';
import {
  bucketMeans,
  decimate,
  firstFrom,
} from '../../../../src-renderer/charts/series/decimation.ts';
import { RunCurves } from '../../../../src-renderer/charts/series/run-curves.ts';
import { Smoothing } from '../../../../src-renderer/charts/series/smoothing.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const report = (epoch: number, more: Partial<EpochReport> = {}): EpochReport => ({
  ...plainEpoch,
  ...{ epoch, perplexity: Math.exp(1 / epoch), seconds: 2, gradientNorm: epoch, clipped: 0.5 },
  ...more,
});
const run = (epochs: number): EpochReport[] =>
  Array.from({ length: epochs }, (_, index) => report(index + 1));

describe('the curves of a run', () => {
  it('grow as it goes on', () => {
    const all = run(1000);
    const before = new RunCurves(all.slice(0, 3));
    const { columns, length } = before.with(all.slice(3));
    expect(length).toBe(1000);
    expect([...columns.of('epoch').slice(0, 3)]).toEqual([1, 2, 3]);
    expect(columns.of('time')[999]).toBe(2000);
    expect(columns.of('entropy')[3]).toBeCloseTo(0.25);
    expect(columns.of('validationEntropy')[0]).toBeNaN();
  });

  it('take a perplexity that is beyond all numbers', () => {
    const { columns } = new RunCurves([report(1, { perplexity: Number.MAX_VALUE })]);
    expect(columns.of('entropy')[0]).toBeCloseTo(709.78, 1);
  });

  it('know of all epochs what is told of them, however these come', () => {
    const figure = fc.double({ min: 1, max: 1e6, noNaN: true });
    const figures = fc.record({
      ...{ perplexity: figure, validationPerplexity: fc.option(figure) },
      ...{ learningRate: fc.constantFrom(1, 10), clippingThreshold: fc.constantFrom(0, 0.01) },
    });
    fc.assert(
      fc.property(fc.array(figures, { minLength: 1 }), fc.nat(), (all, cut) => {
        const reports = all.map((one, index) => report(index + 1, one));
        const at = cut % all.length;
        const curves = new RunCurves(reports.slice(0, at)).with(reports.slice(at));
        expect([curves.first, curves.last]).toEqual([reports[0], reports.at(-1)]);
        expect(curves.lowest?.perplexity).toBe(
          Math.min(...all.map(({ perplexity }) => perplexity)),
        );
        const heldOut = all.flatMap(({ validationPerplexity: one }) => (one === null ? [] : [one]));
        expect(curves.bestHeldOut?.validationPerplexity ?? Infinity).toBe(Math.min(...heldOut));
        expect(curves.hasOneThreshold).toBe(
          new Set(all.map(({ clippingThreshold }) => clippingThreshold)).size === 1,
        );
      }),
    );
  });
});

describe('smoothing', () => {
  const smooth = (weight: number, values: number[]): number[] => [
    ...new Smoothing(weight).take(Float64Array.from(values)),
  ];

  it('begins where the curve does, and leaves a level one alone', () => {
    expect(smooth(0.9, [5, 5, 5])).toEqual([5, 5, 5].map((value) => expect.closeTo(value, 12)));
    expect(smooth(0.9, [7, 0])[0]).toBeCloseTo(7);
    expect(smooth(0, [3, 1, 2])).toEqual([3, 1, 2]);
  });

  it('is the mean of what was before, the later the heavier', () => {
    // (0.5·1 + 1·4) / (0.5 + 1)
    expect(smooth(0.5, [1, 4])[1]).toBeCloseTo(3);
  });

  it('passes over what is no number, and goes on from before it', () => {
    const [before, none, after] = smooth(0.5, [1, Number.NaN, 4]);
    expect([before, none]).toEqual([1, Number.NaN]);
    expect(after).toBeCloseTo(3);
  });

  it('is the same whether the curve comes at once or piece by piece', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2 }),
        fc.double({ min: 0, max: 0.99 }),
        (all, weight) => {
          const source = Float64Array.from(all);
          const piecewise = new Smoothing(weight);
          piecewise.take(source.subarray(0, all.length >> 1));
          expect([...piecewise.take(source)]).toEqual([...new Smoothing(weight).take(source)]);
        },
      ),
    );
  });
});

describe('decimation', () => {
  const x = Float64Array.from({ length: 100_000 }, (_, index) => index + 1);

  it('keeps every peak, in order, in four points a bucket', () => {
    const y = x.map((value) => Math.sin(value / 500));
    y[70_001] = 50;
    y[12_345] = -50;
    const points = decimate(x, y, { min: 1, max: 100_000 }, 400);
    expect(points.length).toBeLessThanOrEqual(4 * 402);
    expect(points.map((point) => point.y)).toEqual(expect.arrayContaining([50, -50]));
    expect(points).toEqual(points.toSorted((one, other) => one.x - other.x));
    expect(points[0]!.x).toBe(1);
    expect(points.at(-1)!.x).toBe(100_000);
  });

  it('gives every point where there is room, with one beyond either end', () => {
    const points = decimate(x, x, { min: 500, max: 510 }, 400);
    expect(points.map((point) => point.x)).toEqual(
      Array.from({ length: 13 }, (_, index) => 499 + index),
    );
  });

  it('holds the lowest and the highest of what is seen, whatever the curve', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.constant(Number.NaN),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (values, buckets) => {
          const y = Float64Array.from(values);
          const places = x.subarray(0, y.length);
          const points = decimate(places, y, { min: 1, max: y.length }, buckets);
          const there = values.filter((one) => !Number.isNaN(one)).map((one) => one + 0); // and no −0
          expect(points.length).toBeLessThanOrEqual(4 * (buckets + 2));
          if (there.length === 0) {
            expect(points).toEqual([]);
            return;
          }
          const drawn = points.map((point) => point.y + 0);
          expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([
            Math.min(...there),
            Math.max(...there),
          ]);
        },
      ),
    );
  });

  it('tells shares by their mean, each where its epochs lie', () => {
    const shares = Float64Array.from([0, 1, 1, 0.5]);
    expect(bucketMeans(x.subarray(0, 4), shares, { min: 0, max: 4 }, 2)).toEqual([
      { from: 0, to: 1, mean: 0 },
      { from: 1, to: 3, mean: 1 },
      { from: 3, to: 4, mean: 0.5 },
    ]);
  });

  it('finds where a value would stand', () => {
    const values = Float64Array.from([1, 3, 3, 9]);
    expect([0, 3, 4, 10].map((least) => firstFrom(values, least))).toEqual([0, 1, 3, 4]);
  });
});
