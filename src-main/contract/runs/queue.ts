/** Runs that are to be made one after another, and what became of those of a sweep. */
import { z } from 'zod';
import { MAX_THREADS } from '../engine.ts';
import { failure } from '../errors.ts';
import { trainingStatus } from '../training.ts';
import { runRequest } from './run-request.ts';

/** Runs that a queue has room for, those of sweeps that are done among them. */
export const MAX_QUEUED = 1000;

/**
 * waiting → running → done; a run that broke off is `interrupted` and is gone on with from its last save, or made anew where it has none;
 * what cannot be begun, such as one whose corpus was deleted, is `skipped`, and says why.
 */
export const entryState = z.enum(['waiting', 'running', 'interrupted', 'done', 'skipped']);
export type EntryState = z.infer<typeof entryState>;

/** What sets a run apart from the others of its sweep, by the names of the settings. */
export const sweptValues = z.record(z.string().max(40), z.union([z.number(), z.string().max(200)]));
export type SweptValues = z.infer<typeof sweptValues>;

export const queuedResult = z.object({
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  /** Of the last epoch; null where none was made, or none is good. */
  perplexity: z.number().nullable(),
  validationPerplexity: z.number().nullable(),
  epochs: z.int(),
});
export type QueuedResult = z.infer<typeof queuedResult>;

export const queueEntry = z.object({
  id: z.string(),
  /** Grows with every edit: whoever edits says which one they saw. */
  revision: z.int().min(1),
  request: runRequest,
  /** What the corpus was called when the run was queued: it may be gone by now. */
  corpusName: z.string(),
  sweepId: z.string().nullable(),
  values: sweptValues,
  state: entryState,
  /** Why it was skipped, or broke off last. */
  failure: failure.nullable(),
  /** How often it was begun and broke off. */
  attempts: z.int(),
  /** When it was begun, ISO 8601; null before. */
  startedAt: z.string().nullable(),
  /** The model that it is saved as; null before its first save. */
  modelId: z.string().nullable(),
  result: queuedResult.nullable(),
});
export type QueueEntry = z.infer<typeof queueEntry>;

export const sweep = z.object({
  id: z.string(),
  name: z.string().max(200),
  /** The settings that its runs differ in, in order. */
  fields: z.array(z.string().max(40)).max(3),
  /** Of each of its runs, fixed at its start so that its bits repeat; null: as many as suit the engine. */
  threads: z.int().min(1).max(MAX_THREADS).nullable(),
  /** How many of its runs are made at once: two have one thread each. */
  jobs: z.int().min(1).max(2).default(1),
  createdAt: z.string(),
});
export type Sweep = z.infer<typeof sweep>;

/** `restart`: the application was closed meanwhile; `failure`: what kept it from going on is told. */
export const queuePause = z.enum(['person', 'restart', 'failure']);

export const queue = z.object({
  entries: z.array(queueEntry),
  sweeps: z.array(sweep),
  /** Why nothing is begun; null while it goes on. */
  paused: queuePause.nullable(),
  failure: failure.nullable(),
});
export type Queue = z.infer<typeof queue>;

/** The queue as it is listed. */
export const listedQueue = queue.extend({
  /** How often it was changed since the application was started. */
  revision: z.int(),
});
export type ListedQueue = z.infer<typeof listedQueue>;

/** What one change has made of the queue of the revision before. Whoever does not have that one lists the queue again. */
export const queueChange = listedQueue.omit({ entries: true }).extend({
  /** Runs that are new, or otherwise than they were. */
  changed: z.array(queueEntry),
  /** All runs by their ids; null where these are the same ones in the same order. */
  order: z.array(z.string()).nullable(),
});
export type QueueChange = z.infer<typeof queueChange>;

/** The run that is made at the same time as the one that is shown. */
export const besideRun = z.object({
  /** Of the queue. */
  entryId: z.string().nullable(),
  status: trainingStatus,
});
export type BesideRun = z.infer<typeof besideRun>;

/** What is left to be made, in the order in which it will be. */
export const isPending = ({ state }: Pick<QueueEntry, 'state'>): boolean =>
  state === 'waiting' || state === 'running' || state === 'interrupted';
