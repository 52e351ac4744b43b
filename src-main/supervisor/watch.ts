/** Watches whether a process that owes something is heard of, and says when it has been silent for too long, and when it no longer is. */
import { LOADING_SECONDS, patienceFor } from './patience.ts';

/** Milliseconds between two looks. What is longer was none of the process's silence: this one was held up itself, or slept with its machine. */
const LOOK_MS = 500;

export class Watch {
  readonly #changed: () => void;
  /** Seconds that each call under way may be silent for, by what is known of it beforehand. */
  readonly #owed = new Map<symbol, number>();
  #looking: NodeJS.Timeout | undefined;
  #looked = 0;
  #hasSpoken = false;
  #silent = 0;
  /** Seconds of the longest piece of work since something is owed, as far as was heard. */
  #longest = 0;
  #isAnswering = true;

  /** @param changed told when the process does not answer any more, and when it answers again */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  /**
   * @param slowest seconds that one piece of this may take on a slow machine
   * @returns what tells that it is owed no longer
   */
  owe(slowest: number): () => void {
    const call = Symbol();
    if (this.#owed.size === 0) this.#begin();
    this.#owed.set(call, slowest);
    return () => {
      this.#owed.delete(call);
      if (this.#owed.size === 0) this.end();
    };
  }

  /** Whatever it says, it is there. @param seconds that a piece of work took, where it says so */
  heard(seconds = 0): void {
    this.#hasSpoken = true;
    this.#silent = 0;
    this.#longest = Math.max(this.#longest, seconds);
    this.#set(true);
  }

  /** Nothing is owed, or nobody is there any more who could. */
  end(): void {
    clearInterval(this.#looking);
    this.#set(true);
  }

  #begin(): void {
    [this.#silent, this.#longest] = [0, 0];
    this.#looked = performance.now();
    this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #look(): void {
    const now = performance.now();
    this.#silent += Math.min(now - this.#looked, 2 * LOOK_MS) / 1000;
    this.#looked = now;
    const patience = Math.max(
      patienceFor(this.#longest),
      this.#hasSpoken ? 0 : LOADING_SECONDS,
      ...this.#owed.values(),
    );
    if (this.#silent > patience) this.#set(false);
  }

  #set(isAnswering: boolean): void {
    if (this.#isAnswering === isAnswering) return;
    this.#isAnswering = isAnswering;
    this.#changed();
  }
}
