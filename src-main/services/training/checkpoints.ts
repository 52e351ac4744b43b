/** When a run is saved on the way: soon after it has begun, since what is not on disk can be lost, and then once in a while. */

/** The first epoch of a large text takes its time. */
const FIRST_AFTER_SECONDS = 2;

export class Checkpoints {
  readonly #seconds: number;
  readonly #save: () => void;
  #first: NodeJS.Timeout | undefined;
  #others: NodeJS.Timeout | undefined;

  /** @param seconds from one save to the next; 0 for none at all */
  constructor(seconds: number, save: () => void) {
    this.#seconds = seconds;
    this.#save = save;
    if (seconds === 0) return;
    const first = Math.min(FIRST_AFTER_SECONDS, seconds);
    this.#first = setTimeout(() => this.#begin(), first * 1000);
  }

  /** An epoch is learnt: the first one is not left waiting. */
  epoch(): void {
    if (this.#first !== undefined) this.#begin();
  }

  end(): void {
    clearTimeout(this.#first);
    clearInterval(this.#others);
    this.#first = undefined;
  }

  #begin(): void {
    clearTimeout(this.#first);
    this.#first = undefined;
    this.#others = setInterval(this.#save, this.#seconds * 1000);
    this.#save();
  }
}
