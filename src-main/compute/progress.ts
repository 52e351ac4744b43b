/** The reports of a run on their way to the host: gathered, at most about ten messages a second, and one at a time. */
import { setTimeout } from 'node:timers/promises';
import type { ComputeEventData } from '../contract/compute-api.ts';

type Reports = ComputeEventData<'progress'>;

const INTERVAL_MS = 100;

export class Progress {
  #waiting: Reports = { epochs: [], samples: [] };
  #sending: Promise<void> | undefined;
  /** One message and the interval after it, which can be cut short. */
  #round: Promise<unknown> = Promise.resolve();
  #hurry = new AbortController();
  readonly #send: (reports: Reports) => Promise<void>;

  /** @param send answers when the host has taken the message: until then the next one grows instead of queueing up */
  constructor(send: (reports: Reports) => Promise<void>) {
    this.#send = send;
  }

  add(reports: Partial<Reports>): void {
    this.#waiting.epochs.push(...(reports.epochs ?? []));
    this.#waiting.samples.push(...(reports.samples ?? []));
    if (reports.underWay || reports.epochs) this.#waiting.underWay = reports.underWay;
    if (reports.counting) this.#waiting.counting = reports.counting;
    this.#sending ??= this.#drain();
  }

  /** @returns when everything so far has been taken, which waits for no interval */
  async flush(): Promise<void> {
    const UNDER_WAY_AND_NEXT = 2;
    for (let message = 0; message < UNDER_WAY_AND_NEXT && this.#sending; message++) {
      this.#hurry.abort();
      await this.#round;
    }
  }

  get #hasReports(): boolean {
    const { epochs, samples, underWay, counting } = this.#waiting;
    return epochs.length + samples.length > 0 || (underWay ?? counting) !== undefined;
  }

  async #drain(): Promise<void> {
    while (this.#hasReports) {
      const reports = this.#waiting;
      this.#waiting = { epochs: [], samples: [] };
      this.#hurry = new AbortController();
      const { signal } = this.#hurry;
      const interval = setTimeout(INTERVAL_MS, undefined, { signal }).catch(() => {});
      this.#round = Promise.all([this.#send(reports), interval]);
      await this.#round;
    }
    this.#sending = undefined;
  }
}
