/** How long a run is left alone between two looks at it, so that it is hardly slower for being looked at. */

/** Milliseconds, at least. */
const EVERY = 2000;
/** Looks may have a 26th of the time: 4 % of a run's, also where they take all that it would have. */
const TIMES_AS_LONG = 25;

/** Of one run and one text. */
export class LookPace {
  #quickest: number | undefined;

  /**
   * @param look milliseconds that one took; the first one compiles, and any may have had to wait: the quickest of the others counts
   * @param others milliseconds of what else was asked for with it
   * @returns milliseconds until the next one
   */
  pauseAfter(look: number, others = 0): number {
    const taken = this.#quickest === undefined ? 0 : Math.min(this.#quickest, look);
    this.#quickest = taken || Infinity;
    return Math.max(EVERY, TIMES_AS_LONG * (taken + others));
  }
}
