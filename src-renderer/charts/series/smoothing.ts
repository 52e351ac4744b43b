/** A curve without its noise: an exponential moving average, debiased, so that it begins where the curve does. */

/** Kept beside a column and carried on as that grows: a new value costs one step, not the whole curve. */
export class Smoothing {
  /** Share of what was before, 0 (the curve itself) to below 1. */
  readonly weight: number;
  #values = new Float64Array(256);
  #length = 0;
  #mean = 0;
  /** `weight` to the power of the values that were read. */
  #left = 1;

  constructor(weight: number) {
    this.weight = weight;
  }

  /**
   * @param source [epochs], the column as it is by now: what it was the last time, and more
   * @returns [epochs]; NaN where the source is no finite number
   */
  take(source: Float64Array): Float64Array {
    if (source.length > this.#values.length) {
      const wider = new Float64Array(2 * source.length);
      wider.set(this.#values.subarray(0, this.#length));
      this.#values = wider;
    }
    for (; this.#length < source.length; this.#length++) {
      const value = source[this.#length]!;
      this.#values[this.#length] = Number.isFinite(value) ? this.#next(value) : Number.NaN;
    }
    return this.#values.subarray(0, source.length);
  }

  #next(value: number): number {
    this.#mean = this.weight * this.#mean + (1 - this.weight) * value;
    this.#left *= this.weight;
    return this.#mean / (1 - this.#left);
  }
}
