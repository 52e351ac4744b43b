/** Makes a chart of runs: what of each is seen, how far the axes reach, and what stands beside the curves. */
import type { Clipping } from '../../../src-main/contract/optimisers/optimisers.ts';
import type { ChartOptions } from '../../../src-main/contract/charts.ts';
import { EXPLODED } from '../../../src-main/contract/training.ts';
import { placeOfEpoch, placesOf } from '../series/across.ts';
import { bucketMeans, decimate, type Point, type Range } from '../series/decimation.ts';
import type { RunCurves } from '../series/run-curves.ts';
import { closeUpright, markBelow, spread, wholeOf, wholeUpright } from './domains.ts';
import { figures, type FigureName } from './figures.ts';
import type { Band, Curve, EndName, Ink, Named, Plot, Shade, Tick } from './plot.ts';

/** A run among those that are drawn together; the first is the one that they are drawn for. */
export interface DrawnRun {
  readonly key: string;
  readonly curves: RunCurves;
  readonly stepsPerEpoch: number;
  /** Epochs that there is room for. */
  readonly total: number;
  /** V, the perplexity of guessing; 0 while it is not known. */
  readonly vocabularySize: number;
  /** What counting alone reaches on what is held out; null where that is not known, or nothing is. */
  readonly counted: number | null;
  /** What θ is a threshold of; by norm without. */
  readonly clip?: Clipping;
  readonly ink: Ink;
  /** Tells two runs of one ink apart. */
  readonly dash: readonly number[];
  /** Epochs after which something of it became other, with what. */
  readonly changes: readonly NamedEpoch[];
  /** Stands at the end of its curve, and in full where it is pointed at; empty where it is alone. */
  readonly mark: string;
  readonly label: string;
}

export interface NamedEpoch {
  readonly epoch: number;
  readonly label: string;
}

/** Epochs that are marked in the charts of one run. */
export interface Moments {
  readonly samples: readonly number[];
  readonly checkpoints: readonly number[];
}

/** What no run of here has made, by epochs, in perplexities: a curve, or a band where the lowest and the highest differ. */
export interface Reference {
  readonly key: string;
  readonly label: string;
  readonly points: readonly {
    readonly epoch: number;
    readonly low: number;
    readonly high: number;
  }[];
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
  readonly counting: (value: number) => string;
  readonly threshold: (value: number) => string;
}

const PX_PER_BUCKET = 2;
const PX_PER_TICK = 4;
const BACK = 0.22; // of the ink of a curve that stands behind
const DOTS = [1.5, 3]; // px; of what is held out of a run among others
const DASHES = [5, 3]; // px

/** @param width of the part of the chart that the curves lie in, in px */
export function plotOf(wanted: Wanted, width: number): Plot {
  const { figure, runs, options } = wanted;
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
  const bands: Band[] = [];
  const ends = runs.flatMap((run) => endOf(run, wanted));
  if (main && isPerplexity) {
    for (const one of wanted.references) addReference(one, main, options, { curves, bands, ends });
    levels.push(...guessingLevels(wanted), ...countingLevels(wanted));
  }
  if (figure === 'gradientNorm') addThresholds(wanted, x, levels, curves);
  const shaded = runs.find(({ key }) => key === wanted.raised) ?? (wanted.areEqual ? null : main);
  return {
    x: { ...x, over, isWhole: wanted.range === null, isNamed: wanted.isNamed ?? true },
    y: { ...upright(curves, levels, bands, wanted, log), log },
    curves,
    levels,
    moments: changesOf(wanted),
    shades: shaded && figure === 'gradientNorm' ? clippedShades(shaded, options, x, buckets) : [],
    ...{ bands, ends },
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
  const opacity = opacityOf({ key }, raised);
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

/** Whether values lie apart at any of its places. */
export const isBand = (points: Reference['points']): boolean =>
  points.some(({ low, high }) => low < high);

function addReference(
  { key, label, points }: Reference,
  main: DrawnRun,
  options: ChartOptions,
  { curves, bands, ends }: { curves: Curve[]; bands: Band[]; ends: EndName[] },
): void {
  const inUnit = (perplexity: number): number => unitOf(Math.log(perplexity), options);
  const placed = points
    // By time nobody knows where the book's epochs would lie that the run has not come to.
    .filter(({ epoch }) => options.over !== 'time' || epoch <= main.curves.length)
    .map(({ epoch, low, high }) => ({
      ...{ x: place(main, options, epoch), low: inUnit(low), high: inUnit(high) },
    }));
  const last = placed.at(-1);
  if (!last) return;
  if (isBand(points)) bands.push({ points: placed });
  else
    curves.unshift({
      ...{ run: key, ink: 'quiet', width: 1.5, opacity: 1, dots: true, dash: [] },
      points: placed.map(({ x, high }) => ({ x, y: high })),
    });
  ends.push({ x: last.x, y: last.high, label, ink: 'quiet', opacity: 1 });
}

/** The words of more changes than that would hide the curves: of those of many runs only the ones of the run that is pointed at are written. */
const MOST_WRITTEN = 8;

/** Where something of a run became other, for each run. */
function changesOf({ runs, options, raised, areEqual }: Wanted): Named[] {
  const isCrowd = runs.reduce((sum, { changes }) => sum + changes.length, 0) > MOST_WRITTEN;
  const foremost = raised ?? (isCrowd && !areEqual ? runs[0]?.key : null);
  return runs.flatMap((run): Named[] => {
    const isWritten = run.key === foremost || (raised === null && !isCrowd);
    const look = runs.length > 1 ? { ink: run.ink } : {};
    return run.changes.map(({ epoch, label }) => ({
      ...{ at: place(run, options, epoch), label: isWritten ? label : '', ...look },
      opacity: opacityOf(run, raised),
    }));
  });
}

const opacityOf = ({ key }: Pick<DrawnRun, 'key'>, raised: string | null): number =>
  raised !== null && raised !== key ? BACK : 1;

/** Of more runs than these the small charts have no room for marks. */
const MOST_MARKED = 5;

/** Several runs are told apart where they end; the one that is pointed at has its name in full. */
function endOf(run: DrawnRun, { figure, runs, options, raised }: Wanted): EndName[] {
  const { curves, key, mark, label } = run;
  const at = curves.length - 1;
  const isSmall = figure !== 'perplexity';
  if (runs.length < 2 || at < 0) return [];
  if (isSmall && runs.length > MOST_MARKED && raised !== key) return [];
  const { column, isExact = false } = figures[figure];
  const value = curves.smoothed(column, isExact ? 0 : options.smoothing)[at]!;
  return [
    {
      x: placesOf(curves.columns, options.over, run.stepsPerEpoch)[at]!,
      y: isSmall ? value : unitOf(value, options),
      label: raised === key ? `${mark} ${label}` : mark,
      ...{ ink: run.ink, opacity: opacityOf(run, raised) },
    },
  ];
}

/** More of a kind than that would hide the curves. */
const MOST_LEVELS = 3;

/** V of each run that has another, with its name. */
function guessingLevels({ runs, options, guessing }: Wanted): Named[] {
  const sizes = runs.map(({ vocabularySize }) => vocabularySize).filter((size) => size > 0);
  return levelsOf(sizes, options, guessing);
}

/** What counting alone reaches on what each run holds out, with its name. */
const countingLevels = ({ runs, options, counting }: Wanted): Named[] =>
  levelsOf(
    runs.flatMap(({ counted }) => counted ?? []),
    options,
    counting,
  );

/** @returns each perplexity once; none of too many */
function levelsOf(
  perplexities: readonly number[],
  options: ChartOptions,
  nameOf: (value: number) => string,
): Named[] {
  const others = new Set(perplexities);
  if (others.size > MOST_LEVELS) return [];
  return [...others].map((perplexity) => {
    const at = unitOf(Math.log(perplexity), options);
    return { at, label: nameOf(at) };
  });
}

/** θ of each run that has another as a level with its name; of each that changed it, what it was at each time. */
function addThresholds(
  { runs, options, threshold, raised }: Wanted,
  range: Range,
  levels: Named[],
  curves: Curve[],
): void {
  const all = new Set<number>();
  for (const run of runs) {
    if (run.clip === 'value' || run.clip === 'off') continue; // θ is none of the norm's
    const { columns, first, hasOneThreshold } = run.curves;
    if (hasOneThreshold) {
      if (first && first.clippingThreshold > 0) all.add(first.clippingThreshold);
      continue;
    }
    const x = placesOf(columns, options.over, run.stepsPerEpoch);
    const shown = columns.of('clippingThreshold').map((value) => (value > 0 ? value : Number.NaN)); // 0 clips nothing
    curves.unshift({
      ...{ run: run.key, ink: runs.length > 1 ? run.ink : 'quiet', width: 1, dash: [5, 4] },
      ...{ opacity: opacityOf(run, raised), stepped: true },
      points: decimate(x, shown, range, 200),
    });
  }
  if (all.size <= MOST_LEVELS)
    for (const value of all) levels.push({ at: value, label: threshold(value) });
}

function clippedShades(
  { curves, ink, stepsPerEpoch }: DrawnRun,
  { over }: ChartOptions,
  range: Range,
  buckets: number,
): Shade[] {
  const x = placesOf(curves.columns, over, stepsPerEpoch);
  const means = bucketMeans(x, curves.columns.of('clipped'), range, buckets);
  return means.flatMap(({ from, to, mean }) => (mean > 0 ? [{ from, to, share: mean, ink }] : []));
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
  bands: readonly Band[],
  { figure, runs, options, range, areEqual }: Wanted,
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
    [
      seen ? [seen.min, seen.max] : [],
      levels.map(({ at }) => at),
      bands.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])),
    ].map((values) => values.map((y) => ({ x: 0, y }))),
  );
  // Of runs that are compared, the lowest is at the foot; of one that goes on, the axis stays as it is while the curve falls.
  const foot = log && areEqual && withLevels ? markBelow(withLevels.min) : 1;
  const least = isPerplexity ? Math.max(1, foot) : 0;
  return wholeUpright(withLevels ?? (isPerplexity ? { min: 1, max: 1000 } : null), log, least);
}
