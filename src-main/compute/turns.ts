/** Turns at the engine: training and writing take it one after the other, so that neither waits long for the other. */
import { setImmediate, setTimeout } from 'node:timers/promises';

export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  /** When the next turn may begin, by `performance.now()`. */
  #restedAt = 0;
  readonly #rest: number;

  /** @param rest after each turn, as a multiple of how long it took: it leaves the processor to others meanwhile */
  constructor(rest = 0) {
    this.#rest = rest;
  }

  /** Does a piece of work when those asked for before are done. Keep pieces short: about a training step. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(async () => {
      const wait = this.#restedAt - performance.now();
      // Awaiting alone yields to nothing but promises; messages such as "stop" are heard only between two rounds of the event loop.
      await (wait > 0 ? setTimeout(wait) : setImmediate());
      const began = performance.now();
      try {
        return await work();
      } finally {
        const ended = performance.now();
        this.#restedAt = ended + this.#rest * (ended - began);
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
