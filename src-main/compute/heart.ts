/** The heart of the compute process: it beats while something is owed, between two steps, since a native step lets nothing else be done. */

/** Beats are told apart from a step that takes its time by what they say; more of them would cost steps their time. */
const INTERVAL_MS = 500;

export class Heart {
  readonly #beat: (seconds: number) => void;
  #owed = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param beat told how many seconds the longest piece of work since the last beat held everything else up */
  constructor(beat: (seconds: number) => void) {
    this.#beat = beat;
  }

  /** Beats for as long as the work takes. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#owed += 1;
    this.#timer ??= this.#start();
    try {
      return await work();
    } finally {
      this.#owed -= 1;
      if (this.#owed === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #start(): NodeJS.Timeout {
    let last = performance.now();
    let used = process.cpuUsage();
    return setInterval(() => {
      const now = performance.now();
      const { user, system } = process.cpuUsage(used);
      const late = Math.max(0, (now - last - INTERVAL_MS) / 1000);
      // A process that was stopped, or asleep with its machine, was late without working.
      this.#beat(Math.min(late, (user + system) / 1e6));
      last = now;
      used = process.cpuUsage();
    }, INTERVAL_MS);
  }
}
