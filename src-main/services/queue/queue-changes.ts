/** What each change has made of the queue, told without what stayed as it was: a queue may hold a thousand runs. */
import type { Queue, QueueChange, QueueEntry } from '../../contract/runs/queue.ts';

export class QueueChanges {
  /** How often the queue was changed since it was opened. */
  revision = 0;
  #entries: readonly QueueEntry[];

  constructor(entries: readonly QueueEntry[]) {
    this.#entries = entries;
  }

  /** @param now the queue after a change. @returns what it has changed since the one before */
  next({ entries, sweeps, paused, failure }: Queue): QueueChange {
    const before = this.#entries;
    const known = new Set(before);
    const isSameOrder =
      before.length === entries.length && entries.every(({ id }, i) => id === before[i]!.id);
    this.#entries = entries;
    this.revision += 1;
    return {
      revision: this.revision,
      changed: entries.filter((entry) => !known.has(entry)),
      order: isSameOrder ? null : entries.map(({ id }) => id),
      ...{ sweeps, paused, failure },
    };
  }
}
