/** The epochs of one run as they are drawn: their columns, those of them that are smoothed, and what is told of all of them. */
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { Columns, type ColumnName } from './columns.ts';
import { Smoothing } from './smoothing.ts';

/**
 * What comes is added to the columns, and the epochs before are not looked at again: it costs as much at the hundred thousandth epoch as at
 * the first. Whoever shows it sees another object each time; the columns are the same.
 */
export class RunCurves {
  readonly columns: Columns;
  readonly first: EpochReport | undefined;
  readonly last: EpochReport | undefined;
  /** The first epoch of the lowest perplexity. */
  readonly lowest: EpochReport | undefined;
  /** The same on what is held out; undefined where nothing is. */
  readonly bestHeldOut: EpochReport | undefined;
  /** Whether θ was the same in all of them. */
  readonly hasOneThreshold: boolean;
  readonly #smoothed: Map<ColumnName, Smoothing>;

  /** @param before those that the reports come after; that object is not added to again */
  constructor(reports: readonly EpochReport[] = [], before?: RunCurves) {
    this.columns = before?.columns ?? new Columns();
    this.#smoothed = before ? before.#smoothed : new Map<ColumnName, Smoothing>();
    let { first, last, lowest, bestHeldOut, hasOneThreshold } = before ?? none;
    for (const report of reports) {
      this.columns.add(report);
      first ??= report;
      if (!lowest || report.perplexity < lowest.perplexity) lowest = report;
      if (isBetter(report, bestHeldOut)) bestHeldOut = report;
      hasOneThreshold &&= report.clippingThreshold === first.clippingThreshold;
      last = report;
    }
    [this.first, this.last, this.hasOneThreshold] = [first, last, hasOneThreshold];
    [this.lowest, this.bestHeldOut] = [lowest, bestHeldOut];
  }

  get length(): number {
    return this.columns.length;
  }

  /** @returns these, and more */
  with(reports: readonly EpochReport[]): RunCurves {
    return new RunCurves(reports, this);
  }

  /** @param weight 0 gives the column itself. @returns [epochs] */
  smoothed(name: ColumnName, weight: number): Float64Array {
    const source = this.columns.of(name);
    if (weight === 0) return source;
    let smoothing = this.#smoothed.get(name);
    if (smoothing?.weight !== weight) {
      smoothing = new Smoothing(weight);
      this.#smoothed.set(name, smoothing);
    }
    return smoothing.take(source);
  }
}

const none: Pick<RunCurves, 'first' | 'last' | 'lowest' | 'bestHeldOut' | 'hasOneThreshold'> = {
  ...{ first: undefined, last: undefined, lowest: undefined },
  ...{ bestHeldOut: undefined, hasOneThreshold: true },
};

const isBetter = (report: EpochReport, best: EpochReport | undefined): boolean =>
  report.validationPerplexity !== null &&
  report.validationPerplexity < (best?.validationPerplexity ?? Infinity);
