/** Makes a chart of runs: what of each is seen, how far the axes reach, and what stands beside the curves. */
import type { ChartOptions } from '../../../src-main/contract/charts.ts';
import { EXPLODED } from '../../../src-main/contract/training.ts';
import { placeOfEpoch, placesOf } from '../series/across.ts';
import { bucketMeans, decimate, type Point, type Range } from '../series/decimation.ts';
import type { RunCurves } from '../series/run-curves.ts';
import { closeUpright, spread, wholeOf, wholeUpright } from './domains.ts';
import { figures, type FigureName } from './figures.ts';
import type { Band, Curve, Ink, Named, Plot, Tick } from './plot.ts';

/** A run among those that are drawn together; the first is the one that they are drawn for. */
export interface DrawnRun {
  readonly key: string;
  readonly curves: RunCurves;
  readonly stepsPerEpoch: number;
  /** Epochs that there is room for. */
  readonly total: number;
  /** V, the perplexity of guessing; 0 while it is not known. */
  readonly vocabularySize: number;
  readonly ink: Ink;
  /** Tells two runs of one ink apart. */
  readonly dash: readonly number[];
}

/** Epochs that are marked in the charts of one run. */
export interface Moments {
  readonly samples: readonly number[];
  readonly checkpoints: readonly number[];
  /** With their names. */
  readonly named: readonly { readonly epoch: number; readonly label: string }[];
}

/** A curve that no run of here has made, by epochs, in perplexities. */
export interface Reference {
  readonly key: string;
  readonly points: readonly { readonly epoch: number; readonly perplexity: number }[];
  readonly dash: readonly number[];
}

export interface Wanted {
  readonly figure: FigureName;
  readonly runs: readonly DrawnRun[];
  readonly options: ChartOptions;
  /** What of the lower axis is looked at; null for all. */
  readonly range: Range | null;
  readonly moments: Moments;
  readonly references: readonly Reference[];
  /** None of them is the one that the others are compared with; left out, the first is. */
  readonly areEqual?: boolean;
  /** The one that is pointed at, before which the others step back. */
  readonly raised: string | null;
  /** The lower axis says what it is of; left out, it does. */
  readonly isNamed?: boolean;
  /** Names of what runs right across. */
  readonly guessing: (value: number) => string;
  readonly threshold: (value: number) => string;
}

const PX_PER_BUCKET = 2;
const PX_PER_TICK = 4;
const BACK = 0.22; // of the ink of a curve that stands behind
const DOTS = [1.5, 3]; // px; of what is held out of a run among others
const DASHES = [5, 3]; // px

/** @param width of the part of the chart that the curves lie in, in px */
export function plotOf(wanted: Wanted, width: number): Plot {
  const { figure, runs, options, moments } = wanted;
  const { over } = options;
  const whole = wholeOf(runs, over);
  const x = wanted.range ?? whole;
  const isPerplexity = figure === 'perplexity';
  const log = options.scale === 'log' && figure !== 'seconds';
  const buckets = Math.max(20, Math.floor(width / PX_PER_BUCKET));
  const curves = runs
    .toSorted((one, other) => rank(one, wanted) - rank(other, wanted))
    .flatMap((run) => curvesOf(run, wanted, x, buckets));
  const [main] = runs;
  const levels: Named[] = [];
  if (main && isPerplexity) {
    curves.unshift(...wanted.references.map((one) => referenceCurve(one, main, options)));
    levels.push(...guessingLevels(wanted));
  }
  if (main && figure === 'gradientNorm') addThresholds(main, wanted, x, levels, curves);
  const hasShade = main && figure === 'gradientNorm' && !wanted.areEqual;
  return {
    x: { ...x, over, isWhole: wanted.range === null, isNamed: wanted.isNamed ?? true },
    y: { ...upright(curves, levels, wanted, log), log },
    curves,
    levels,
    moments: main
      ? moments.named.map(({ epoch, label }) => ({ at: place(main, options, epoch), label }))
      : [],
    bands: hasShade ? clippedBands(main, options, x, buckets) : [],
    ticks: main ? ticksOf(main, wanted, x, width) : [],
  };
}

/** What is drawn later lies above: what is held out, then others, then the one that is pointed at. */
const rank = ({ key }: DrawnRun, { runs, raised, areEqual }: Wanted): number =>
  key === raised ? 2 : key === runs[0]?.key && !areEqual ? 1 : 0;

const place = (run: DrawnRun, { over }: ChartOptions, epoch: number): number =>
  placeOfEpoch(run.curves.columns, over, run.stepsPerEpoch, epoch);

/** @returns what a cross-entropy is shown as */
export const unitOf = (entropy: number, { entropy: asEntropy }: ChartOptions): number =>
  asEntropy ? entropy : Math.min(Math.exp(entropy), Number.MAX_VALUE);

function curvesOf(
  { key, curves, stepsPerEpoch, ink, dash }: DrawnRun,
  { figure, runs, options, raised, areEqual }: Wanted,
  range: Range,
  buckets: number,
): Curve[] {
  const { column, validation, isExact = false } = figures[figure];
  const x = placesOf(curves.columns, options.over, stepsPerEpoch);
  const weight = isExact ? 0 : options.smoothing;
  const inUnit = (points: Point[]): Point[] =>
    figure === 'perplexity'
      ? points.map((point) => ({ x: point.x, y: unitOf(point.y, options) }))
      : points;
  const drawn = (y: Float64Array): Point[] => inUnit(decimate(x, y, range, buckets));
  const isAlone = runs.length === 1;
  const opacity = raised !== null && raised !== key ? BACK : 1;
  const behind = BACK * opacity;
  const made: Curve[] = [];
  const add = (name: typeof column, look: Omit<Curve, 'run' | 'points' | 'opacity'>): void => {
    if (weight > 0)
      made.push({
        ...look,
        run: key,
        width: 1,
        points: drawn(curves.columns.of(name)),
        opacity: behind,
      });
    made.push({ ...look, run: key, points: drawn(curves.smoothed(name, weight)), opacity });
  };
  if (validation && !Number.isNaN(curves.columns.of(validation)[0] ?? Number.NaN))
    add(
      validation,
      isAlone ? { ink: 'validation', width: 1.5, dash: DASHES } : { ink, width: 1, dash: DOTS },
    );
  const width = key === raised ? 3 : isAlone || (key === runs[0]?.key && !areEqual) ? 2 : 1.5;
  add(column, { ink, width, dash, stepped: isExact });
  return made;
}

const referenceCurve = (
  { key, points, dash }: Reference,
  main: DrawnRun,
  options: ChartOptions,
): Curve => ({
  ...{ run: key, ink: 'quiet', width: 1.5, opacity: 1, dots: true, dash },
  points: points
    // By time nobody knows where the book's epochs would lie that the run has not come to.
    .filter(({ epoch }) => options.over !== 'time' || epoch <= main.curves.columns.length)
    .map(({ epoch, perplexity }) => ({
      ...{ x: place(main, options, epoch), y: unitOf(Math.log(perplexity), options) },
    })),
});

/** More of a kind than that would hide the curves. */
const MOST_LEVELS = 3;

/** V of each run that has another, with its name. */
function guessingLevels({ runs, options, guessing }: Wanted): Named[] {
  const sizes = new Set(
    runs.map(({ vocabularySize }) => vocabularySize).filter((size) => size > 0),
  );
  if (sizes.size > MOST_LEVELS) return [];
  return [...sizes].map((size) => {
    const at = unitOf(Math.log(size), options);
    return { at, label: guessing(at) };
  });
}

/** θ of each run that has another as a level with its name; where one run changed it, what it was at each time. */
function addThresholds(
  main: DrawnRun,
  { runs, options, threshold }: Wanted,
  range: Range,
  levels: Named[],
  curves: Curve[],
): void {
  const ofRun = (run: DrawnRun): Float64Array => run.curves.columns.of('clippingThreshold');
  const thresholds = ofRun(main);
  if (thresholds.some((value) => value !== thresholds[0])) {
    const x = placesOf(main.curves.columns, options.over, main.stepsPerEpoch);
    const shown = thresholds.map((value) => (value > 0 ? value : Number.NaN)); // 0 clips nothing
    curves.unshift({
      ...{ run: main.key, ink: 'quiet', width: 1, dash: [5, 4], opacity: 1, stepped: true },
      points: decimate(x, shown, range, 200),
    });
    return;
  }
  const all = new Set(runs.map((run) => ofRun(run)[0] ?? 0).filter((value) => value > 0));
  if (all.size <= MOST_LEVELS)
    for (const value of all) levels.push({ at: value, label: threshold(value) });
}

function clippedBands(
  main: DrawnRun,
  { over }: ChartOptions,
  range: Range,
  buckets: number,
): Band[] {
  const x = placesOf(main.curves.columns, over, main.stepsPerEpoch);
  const means = bucketMeans(x, main.curves.columns.of('clipped'), range, buckets);
  return means.flatMap(({ from, to, mean }) => (mean > 0 ? [{ from, to, share: mean }] : []));
}

/** At most one of a kind in a few pixels. */
function ticksOf(
  main: DrawnRun,
  { moments, options }: Wanted,
  range: Range,
  width: number,
): Tick[] {
  const ticks: Tick[] = [];
  const apart = ((range.max - range.min) / Math.max(1, width)) * PX_PER_TICK;
  for (const [kind, epochs] of [
    ['sample', moments.samples],
    ['checkpoint', moments.checkpoints],
  ] as const) {
    let last = -Infinity;
    for (const epoch of epochs) {
      const at = place(main, options, epoch);
      if (at < range.min || at > range.max || at - last < apart) continue;
      ticks.push({ at, kind });
      last = at;
    }
  }
  return ticks;
}

function upright(
  curves: readonly Curve[],
  levels: readonly Named[],
  { figure, runs, options, range }: Wanted,
  log: boolean,
): Range {
  const isPerplexity = figure === 'perplexity' && !options.entropy;
  // What has exploded leaves the chart at its top; the rest can still be read.
  const largest = runs.reduce((most, run) => Math.max(most, run.vocabularySize), 0);
  const limit = EXPLODED * largest;
  const most =
    figure === 'perplexity' && largest > 0 ? (options.entropy ? Math.log(limit) : limit) : Infinity;
  const seen = spread(
    curves.map(({ points }) => (log ? points.filter(({ y }) => y > 0) : points)),
    most,
  );
  if (range !== null && seen) return closeUpright(seen, log);
  const withLevels = spread(
    [seen ? [seen.min, seen.max] : [], levels.map(({ at }) => at)].map((values) =>
      values.map((y) => ({ x: 0, y })),
    ),
  );
  const least = isPerplexity ? 1 : 0;
  return wholeUpright(withLevels ?? (isPerplexity ? { min: 1, max: 1000 } : null), log, least);
}
