/** The queue as a change has made it, of what a window knew before and what it is told. */
import type { ListedQueue, QueueChange } from '../../../src-main/contract/runs/queue.ts';

/** @returns the queue; undefined where a change between the two was missed */
export function withChange(before: ListedQueue, change: QueueChange): ListedQueue | undefined {
  const { changed, order, ...now } = change;
  if (now.revision === before.revision) return before; // it was listed with it
  if (now.revision !== before.revision + 1) return undefined;
  const byId = new Map([...before.entries, ...changed].map((entry) => [entry.id, entry]));
  const ids = order ?? before.entries.map(({ id }) => id);
  return { ...now, entries: ids.flatMap((id) => byId.get(id) ?? []) };
}
