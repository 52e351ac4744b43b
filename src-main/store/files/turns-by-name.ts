/** Work on things that have names, done in the order in which it was asked for: of each, one piece of work at a time. */
export class TurnsByName {
  /** The last work on each that some is done or waits on. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work after all that was asked for on the same thing before, however that ended. @returns what it comes to */
  async take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => {});
    this.#last.set(name, settled);
    return turn.finally(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    });
  }
}
