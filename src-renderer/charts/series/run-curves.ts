/** One run as it is drawn: its columns, and those of them that are smoothed, each with the smoothing of the moment alone. */
import { Columns, type ColumnName } from './columns.ts';
import { Smoothing } from './smoothing.ts';

export class RunCurves {
  readonly columns = new Columns();
  readonly #smoothed = new Map<ColumnName, Smoothing>();

  /** @param weight 0 gives the column itself. @returns [epochs] */
  smoothed(name: ColumnName, weight: number): Float64Array {
    const source = this.columns.of(name);
    if (weight === 0) return source;
    let smoothing = this.#smoothed.get(name);
    if (smoothing?.weight !== weight) {
      smoothing = new Smoothing(weight);
      this.#smoothed.set(name, smoothing);
    }
    return smoothing.take(source, this.columns.generation);
  }
}
