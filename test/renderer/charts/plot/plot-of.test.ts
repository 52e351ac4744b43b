/** A chart before it is drawn: what of the runs it shows, and how far its axes reach. */
import { describe, expect, it } from 'vitest';
import { usualChartOptions, type ChartOptions } from '../../../../src-main/contract/charts.ts';
import type { EpochReport, SettingsChange } from '../../../../src-main/contract/training.ts';
import { uprightMarks } from '../../../../src-renderer/charts/plot/domains.ts';
import type { FigureName } from '../../../../src-renderer/charts/plot/figures.ts';
import { plotOf, type Wanted } from '../../../../src-renderer/charts/plot/plot-of.ts';
import { RunCurves } from '../../../../src-renderer/charts/series/run-curves.ts';
import { settingChanges } from '../../../../src-renderer/charts/stack/setting-changes.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const V = 100;
const epochs = (count: number, more: (epoch: number) => Partial<EpochReport> = () => ({})) =>
  Array.from({ length: count }, (_, index): EpochReport => {
    const epoch = index + 1;
    const figures = { perplexity: V / epoch, seconds: 1, gradientNorm: 0.5, clipped: 0 };
    return { ...plainEpoch, epoch, ...figures, ...more(epoch) };
  });

function plot(
  figure: FigureName,
  reports: readonly EpochReport[],
  options: Partial<ChartOptions> = {},
  more: Partial<Wanted> = {},
) {
  const curves = new RunCurves(reports);
  const run = {
    ...{ key: 'run', curves, stepsPerEpoch: 8, total: reports.length, vocabularySize: V },
    counted: null,
    ...{ ink: 'line' as const, dash: [], changes: [], mark: '', label: '' },
  };
  return plotOf(
    {
      ...{ figure, runs: [run], options: { ...usualChartOptions, ...options }, range: null },
      moments: { samples: [], checkpoints: [] },
      ...{
        references: [],
        raised: null,
        guessing: String,
        counting: String,
        threshold: (value) => `θ = ${value}`,
      },
      ...more,
    },
    600,
  );
}

describe('the perplexity', () => {
  it('stands on a logarithmic axis from 1 to above guessing, which is a level', () => {
    const { x, y, levels, curves } = plot('perplexity', epochs(50));
    expect([x.min, x.max, y.min, y.max, y.log]).toEqual([1, 50, 1, 200, true]);
    expect(levels).toEqual([{ at: expect.closeTo(V), label: expect.any(String) }]);
    expect(curves[0]!.points[49]).toEqual({ x: 50, y: expect.closeTo(2) });
  });

  it('stands on one from below the lowest, but not below 1, where runs are compared', () => {
    const foot = (count: number): number =>
      plot('perplexity', epochs(count), {}, { areEqual: true }).y.min;
    expect(foot(3)).toBe(20); // the lowest is 33.3
    expect(foot(50)).toBe(1);
    expect(foot(100)).toBe(1);
  });

  it('is the cross-entropy where that is asked for, and its guessing ln V', () => {
    const { curves, levels, y } = plot('perplexity', epochs(50), {
      entropy: true,
      scale: 'linear',
    });
    expect(curves[0]!.points[49]!.y).toBeCloseTo(Math.log(2));
    expect(levels[0]!.at).toBeCloseTo(Math.log(V));
    expect([y.min, y.max]).toEqual([0, 5]);
  });

  it('leaves what has exploded at the top, so that the rest can be read', () => {
    const reports = epochs(9, (epoch) => (epoch === 9 ? { perplexity: Number.MAX_VALUE } : {}));
    expect(plot('perplexity', reports).y.max).toBe(200);
    expect(plot('perplexity', reports, { scale: 'linear' }).y.max).toBeLessThan(200);
  });

  it('has the curve itself behind the smooth one, and what is held out dashed', () => {
    const reports = epochs(9, () => ({ validationPerplexity: 50 }));
    const { curves } = plot('perplexity', reports, { smoothing: 0.9 });
    expect(curves.map(({ ink, opacity }) => [ink, opacity])).toEqual([
      ['validation', expect.toBeOneOf([0.22])],
      ['validation', 1],
      ['line', 0.22],
      ['line', 1],
    ]);
  });

  it('fits what is seen where one has come closer', () => {
    const { y } = plot('perplexity', epochs(50), {}, { range: { min: 40, max: 50 } });
    expect([y.min < 2, y.max < 3]).toEqual([true, true]);
  });
});

describe('the gradient norm', () => {
  it('has θ as a level with its name, and the share of clipped steps as a shade', () => {
    const { levels, shades } = plot(
      'gradientNorm',
      epochs(4, (epoch) => ({ clipped: epoch / 4 })),
    );
    expect(levels).toEqual([{ at: 0.01, label: 'θ = 0.01' }]);
    expect(shades.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it.each(['value', 'off'] as const)(
    'has no θ where that is no threshold of the norm: %s',
    (clip) => {
      const curves = new RunCurves(epochs(3));
      const run = {
        ...{
          key: 'run',
          curves,
          stepsPerEpoch: 8,
          total: 3,
          vocabularySize: V,
          counted: null,
          clip,
        },
        ...{ ink: 'line' as const, dash: [], changes: [], mark: '', label: '' },
      };
      expect(plot('gradientNorm', [], {}, { runs: [run] }).levels).toEqual([]);
      expect(
        plot('gradientNorm', [], {}, { runs: [{ ...run, clip: 'norm' }] }).levels,
      ).toHaveLength(1);
    },
  );

  it('has θ as it was at each time where it was changed, and none where nothing is clipped', () => {
    const reports = epochs(4, (epoch) => ({ clippingThreshold: epoch < 3 ? 0.01 : 1 }));
    const { levels, curves } = plot('gradientNorm', reports);
    expect(levels).toEqual([]);
    expect(curves[0]).toMatchObject({ stepped: true, ink: 'quiet' });
    expect(curves[0]!.points.map(({ y }) => y)).toEqual([0.01, 0.01, 1, 1]);
    expect(
      plot(
        'gradientNorm',
        epochs(3, () => ({ clippingThreshold: 0 })),
      ).levels,
    ).toEqual([]);
  });
});

it('has axes also for what has become as good as nothing, or is nothing', () => {
  for (const gradientNorm of [0, 5e-324, 1e-310, 1e300]) {
    const reports = epochs(5, (epoch) => ({
      gradientNorm: epoch < 3 ? 1 : gradientNorm,
      seconds: 0,
    }));
    for (const range of [null, { min: 3, max: 5 }])
      for (const scale of ['log', 'linear'] as const) {
        const { y } = plot('gradientNorm', reports, { scale }, { range });
        expect(y.min).toBeLessThan(y.max);
        expect(uprightMarks(y, 5).length).toBeLessThan(60);
        expect(plot('seconds', reports, { scale }, { range }).y.max).toBeGreaterThan(0);
      }
  }
});

it('marks at most one sample and one save in a few pixels', () => {
  const all = Array.from({ length: 5000 }, (_, index) => index + 1);
  const moments = { samples: all, checkpoints: [2, 4000] };
  const { ticks } = plot('perplexity', epochs(5000), {}, { moments });
  expect(ticks.filter(({ kind }) => kind === 'sample').length).toBeLessThanOrEqual(151);
  expect(ticks.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(2);
});

describe('several runs', () => {
  const from = { learningRate: 100, clippingThreshold: 0.01, predPeriod: 50, epochs: 9 };
  const thresholdAfter = (at: number): SettingsChange[] => [
    { ...from, epoch: 1 },
    { ...from, epoch: at + 1, clippingThreshold: 1 },
  ];
  const runOf = (
    key: string,
    place: number,
    reports: readonly EpochReport[],
    settings: readonly SettingsChange[] = [],
  ) => {
    const curves = new RunCurves(reports);
    return {
      ...{ key, curves, stepsPerEpoch: 8, total: reports.length, vocabularySize: V, ink: place },
      counted: null,
      ...{ dash: [], changes: settingChanges(curves, settings), mark: `${place + 1}`, label: key },
    };
  };
  const changed = (at: number, share: number) =>
    epochs(9, (epoch) => ({ clippingThreshold: epoch > at ? 1 : 0.01, clipped: share }));
  const runs = [
    runOf('one', 0, changed(3, 0.5), thresholdAfter(3)),
    runOf('two', 1, changed(6, 0.25), thresholdAfter(6)),
  ];

  it('each have marked where their settings changed, and θ as it was then', () => {
    const { moments, curves } = plot('gradientNorm', [], {}, { runs });
    expect(moments).toMatchObject([
      { at: 3, label: 'θ = 1', ink: 0 },
      { at: 6, label: 'θ = 1', ink: 1 },
    ]);
    const thresholds = curves.filter(({ stepped }) => stepped);
    expect(thresholds.map(({ run, ink }) => [run, ink])).toEqual([
      ['two', 1],
      ['one', 0],
    ]);
    expect(thresholds[0]!.points.map(({ y }) => y)).toEqual([...Array(6).fill(0.01), 1, 1, 1]);
  });

  it('have a mark at their ends, the one that is pointed at its name, its changes and its clipped steps', () => {
    const ends = plot('perplexity', [], {}, { runs }).ends;
    expect(ends.map(({ label }) => label)).toEqual(['1', '2']);
    expect(ends[0]).toMatchObject({ x: 9, y: expect.closeTo(V / 9) });
    const raised = plot('gradientNorm', [], {}, { runs, raised: 'two' });
    expect(raised.ends.map(({ label }) => label)).toEqual(['1', '2 two']);
    expect(raised.moments.map(({ label }) => label)).toEqual(['', 'θ = 1']);
    expect(raised.moments[0]!.opacity).toBeLessThan(1);
    expect(new Set(raised.shades.map(({ share, ink }) => `${share} ${ink}`))).toEqual(
      new Set(['0.25 1']),
    );
    expect(plot('gradientNorm', [], {}, { runs, areEqual: true }).shades).toEqual([]);
    expect(plot('perplexity', epochs(9)).ends).toEqual([]);
  });

  it('have what counting alone reaches on what each of them holds out, once, and none of too many', () => {
    const counted = (...all: (number | null)[]) => {
      const of = all.map((one, i) => ({ ...runOf(`${i}`, i, epochs(9)), counted: one }));
      const found = plot('perplexity', [], {}, { runs: of, counting: (at) => `counted: ${at}` });
      return found.levels.flatMap(({ at, label }) => (label === `counted: ${at}` ? [at] : []));
    };
    expect(counted(null, null)).toEqual([]);
    expect(counted(20, null, 20)).toEqual([expect.closeTo(20)]);
    expect(counted(20, 30, 40)).toHaveLength(3);
    expect(counted(20, 30, 40, 50)).toEqual([]);
    const [one] = plot(
      'perplexity',
      [],
      { entropy: true },
      { runs: [{ ...runs[0]!, counted: 20 }], guessing: () => '', counting: (at) => `${at}` },
    ).levels.filter(({ label }) => label !== '');
    expect(one!.at).toBeCloseTo(Math.log(20));
    const below = plot('perplexity', [], {}, { runs: [{ ...runs[0]!, counted: 500 }] });
    expect(below.y.max).toBeGreaterThanOrEqual(500);
    expect(plot('gradientNorm', [], {}, { runs: [{ ...runs[0]!, counted: 20 }] }).levels).toEqual(
      plot('gradientNorm', [], {}, { runs: [runs[0]!] }).levels,
    );
  });

  it('have the words of many changes written of one run alone', () => {
    const many = (key: string, place: number) =>
      runOf(
        key,
        place,
        epochs(9),
        Array.from({ length: 9 }, (_, at) => ({ ...from, epoch: at + 1, learningRate: at + 1 })),
      );
    const { moments } = plot('perplexity', [], {}, { runs: [many('one', 0), many('two', 1)] });
    expect(moments).toHaveLength(16);
    expect(moments.filter(({ label }) => label !== '').map(({ ink }) => ink)).toEqual(
      Array(8).fill(0),
    );
  });
});

it('lays a band where the lowest and the highest differ, and a curve where they do not', () => {
  const point = (epoch: number, low: number, high: number) => ({ epoch, low, high });
  const references = [
    { key: 'band', label: 'many', points: [point(10, 40, 60), point(20, 5, 9)] },
    { key: 'curve', label: 'one', points: [point(5, 300, 300)] },
  ];
  const { bands, curves, ends, y } = plot('perplexity', epochs(9), {}, { references });
  expect(bands).toEqual([
    {
      points: [
        { x: 10, low: expect.closeTo(40), high: expect.closeTo(60) },
        { x: 20, low: expect.closeTo(5), high: expect.closeTo(9) },
      ],
    },
  ]);
  expect(curves.map(({ run }) => run)).toEqual(['curve', 'run']);
  expect(ends.map(({ label }) => label)).toEqual(['many', 'one']);
  expect(y.max).toBeGreaterThan(300);
  const byTime = plot('perplexity', epochs(15), { over: 'time' }, { references });
  expect(byTime.bands[0]!.points.map(({ x }) => x)).toEqual([10]); // where the run has not come, nobody knows
});
