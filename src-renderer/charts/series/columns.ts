/** The epochs of a run as columns of numbers, to which what comes is added, so that a long run is read once and not at every drawing. */
import type { EpochReport } from '../../../src-main/contract/training.ts';

export const columnNames = [
  'epoch',
  /** Seconds of training by the end of the epoch, without pauses. */
  'time',
  /** The mean cross-entropy: the logarithm of the perplexity, which may be too large for a number. */
  'entropy',
  /** Of what is held out; NaN where nothing is. */
  'validationEntropy',
  'gradientNorm',
  'clipped',
  'learningRate',
  'clippingThreshold',
  'seconds',
] as const;
export type ColumnName = (typeof columnNames)[number];

const AT_FIRST = 256; // epochs that there is room for

export class Columns {
  #length = 0;
  #room = AT_FIRST;
  #columns = make(AT_FIRST);
  #first: EpochReport | undefined;
  #last: EpochReport | undefined;
  /** How often another run has taken the place of the one before. */
  generation = 0;

  get length(): number {
    return this.#length;
  }

  /** @returns the values of all epochs; good until more are added */
  of(name: ColumnName): Float64Array {
    return this.#columns[name].subarray(0, this.#length);
  }

  /** Reads what is new; of another run, everything. @returns itself */
  take(reports: readonly EpochReport[]): this {
    const isSame =
      reports.length >= this.#length &&
      reports[0] === this.#first &&
      reports[this.#length - 1] === this.#last;
    if (!isSame) [this.#length, this.generation] = [0, this.generation + 1];
    this.#widen(reports.length);
    for (let at = this.#length; at < reports.length; at++) this.#add(at, reports[at]!);
    this.#length = reports.length;
    this.#first = reports[0];
    this.#last = reports.at(-1);
    return this;
  }

  #add(at: number, report: EpochReport): void {
    const columns = this.#columns;
    const { epoch, perplexity, validationPerplexity, seconds } = report;
    columns.epoch[at] = epoch;
    columns.time[at] = (at > 0 ? columns.time[at - 1]! : 0) + seconds;
    columns.entropy[at] = Math.log(Math.max(1, perplexity));
    columns.validationEntropy[at] =
      validationPerplexity === null ? Number.NaN : Math.log(Math.max(1, validationPerplexity));
    for (const name of [
      ...(['gradientNorm', 'clipped', 'learningRate', 'clippingThreshold', 'seconds'] as const),
    ])
      columns[name][at] = report[name];
  }

  #widen(wanted: number): void {
    if (wanted <= this.#room) return;
    while (this.#room < wanted) this.#room *= 2;
    const wider = make(this.#room);
    for (const name of columnNames) wider[name].set(this.of(name));
    this.#columns = wider;
  }
}

const make = (room: number): Record<ColumnName, Float64Array> =>
  Object.fromEntries(columnNames.map((name) => [name, new Float64Array(room)])) as Record<
    ColumnName,
    Float64Array
  >;
