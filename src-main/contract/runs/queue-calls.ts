/** What a window can ask of the queue. */
import { z } from 'zod';
import { byId, nothing } from '../arguments.ts';
import { listedQueue, MAX_QUEUED, queueEntry, sweep, sweptValues } from './queue.ts';
import { runRequest } from './run-request.ts';

const ids = z.object({ ids: z.array(z.string()).min(1).max(MAX_QUEUED) });

export const queueCalls = {
  'queue.list': { input: nothing, output: listedQueue },
  /** Puts runs at its end, all or none; with `sweep`, as those of one. @returns their ids */
  'queue.add': {
    input: z.object({
      runs: z
        .array(
          z.object({
            request: runRequest,
            values: sweptValues.default({}),
          }),
        )
        .min(1),
      sweep: sweep.pick({ name: true, fields: true, jobs: true }).optional(),
    }),
    output: z.object({ ids: z.array(z.string()), sweepId: z.string().nullable() }),
  },
  /** Of one that is not under way; one that was skipped waits again. `revision` is the one that the change began from. */
  'queue.edit': {
    input: byId.extend({
      revision: z.int().min(1),
      request: runRequest,
    }),
    output: queueEntry,
  },
  /** Puts a run before another one, or at the end. */
  'queue.move': { input: byId.extend({ before: z.string().nullable() }), output: nothing },
  /** Of runs that are not under way; what is done stays in the library. */
  'queue.remove': { input: ids, output: nothing },
  /** Takes back a removal, each to its place. */
  'queue.restore': { input: ids, output: nothing },
  /** Begins nothing from here on; what is under way goes on. */
  'queue.pause': { input: nothing, output: nothing },
  'queue.resume': { input: nothing, output: nothing },
} as const;
