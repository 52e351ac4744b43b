/** `queue.json`: the queue as it is kept, written anew in one step whenever a run is queued, begun, saved for the first time or done. */
import { z } from 'zod';
import { queue, queueEntry, sweep, type Queue } from '../../contract/runs/queue.ts';
import { JsonFile } from '../../store/files/json-file.ts';

const queueFile = z.object({
  version: z.literal(1).default(1),
  entries: z.array(queueEntry).default([]),
  sweeps: z.array(sweep).default([]),
  paused: queue.shape.paused.default(null),
  failure: queue.shape.failure.default(null),
});
export type QueueFile = JsonFile<Queue & { version: 1 }>;

/** @throws VerseloomError `file.unreadable` */
export const openQueueFile = (path: string): Promise<QueueFile> => JsonFile.open(path, queueFile);
