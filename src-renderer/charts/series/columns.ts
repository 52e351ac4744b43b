/** The epochs of a run as columns of numbers, to which what comes is added: a long run is read once, and not at every drawing. */
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

  get length(): number {
    return this.#length;
  }

  /** @returns the values of all epochs; good until more are added */
  of(name: ColumnName): Float64Array {
    return this.#columns[name].subarray(0, this.#length);
  }

  add(report: EpochReport): void {
    this.#widen();
    const columns = this.#columns;
    const at = this.#length;
    const { epoch, perplexity, validationPerplexity, seconds } = report;
    columns.epoch[at] = epoch;
    columns.time[at] = (at > 0 ? columns.time[at - 1]! : 0) + seconds;
    columns.entropy[at] = Math.log(Math.max(1, perplexity));
    columns.validationEntropy[at] =
      validationPerplexity === null ? Number.NaN : Math.log(Math.max(1, validationPerplexity));
    columns.gradientNorm[at] = report.gradientNorm;
    columns.clipped[at] = report.clipped;
    columns.learningRate[at] = report.learningRate;
    columns.clippingThreshold[at] = report.clippingThreshold;
    columns.seconds[at] = seconds;
    this.#length++;
  }

  #widen(): void {
    if (this.#length < this.#room) return;
    this.#room *= 2;
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
