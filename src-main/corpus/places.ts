/** A list of numbers for texts of millions of places: no object for each. */

/** Whole numbers below 2³², as many as come. */
export class Places {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const more = new Uint32Array(2 * this.length);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.length++] = value;
  }

  end(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}
