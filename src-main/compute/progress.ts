/** The reports of a run on their way to the host: gathered, at most about ten messages a second, and one at a time. */
import { setTimeout } from 'node:timers/promises';
import type { ComputeEventData } from '../contract/compute-api.ts';

type Reports = ComputeEventData<'progress'>;

const INTERVAL_MS = 100;

export class Progress {
  #waiting: Reports = { epochs: [], samples: [] };
  #sending: Promise<void> | undefined;
  readonly #hurry = new AbortController();
  readonly #send: (reports: Reports) => Promise<void>;

  /** @param send answers when the host has taken the message: until then the next one grows instead of queueing up */
  constructor(send: (reports: Reports) => Promise<void>) {
    this.#send = send;
  }

  add(reports: Partial<Reports>): void {
    this.#waiting.epochs.push(...(reports.epochs ?? []));
    this.#waiting.samples.push(...(reports.samples ?? []));
    this.#sending ??= this.#drain();
  }

  /** Nothing more will come. @returns when everything has been sent, which waits for no interval any more */
  async flush(): Promise<void> {
    this.#hurry.abort();
    await this.#sending;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.epochs.length + this.#waiting.samples.length > 0) {
      const reports = this.#waiting;
      this.#waiting = { epochs: [], samples: [] };
      const interval = setTimeout(INTERVAL_MS, undefined, { signal: this.#hurry.signal }).catch(
        () => {},
      );
      await Promise.all([this.#send(reports), interval]);
    }
    this.#sending = undefined;
  }
}
