/** What has come of late, which a penalty keeps from coming again soon. */

/** About three lines of Chinese: further back, a character may well come again. */
const LATE = 32;

export class Recent {
  readonly #ids: number[];
  readonly #spared: ReadonlySet<number>;

  constructor(before: ArrayLike<number>, spared: readonly number[] = []) {
    this.#ids = Array.from(before).slice(-LATE);
    this.#spared = new Set(spared);
  }

  add(id: number): void {
    this.#ids.push(id);
    if (this.#ids.length > LATE) this.#ids.shift();
  }

  /** @returns each once */
  ids(): ReadonlySet<number> {
    return new Set(this.#ids.filter((id) => !this.#spared.has(id)));
  }
}
