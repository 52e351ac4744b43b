/** Turns at the engine: training and writing take it one after the other, so that neither waits long for the other. */
import { setImmediate } from 'node:timers/promises';

export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does a piece of work when those asked for before are done. Keep pieces short: about a training step. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(async () => {
      // Awaiting alone yields to nothing but promises; messages such as "stop" are heard only between two rounds of the event loop.
      await setImmediate();
      return work();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
