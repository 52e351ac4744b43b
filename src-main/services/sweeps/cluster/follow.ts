/** A sweep on a cluster as one follows it from any machine that sees its folder: what has come of it, who works, and what is in the way. */
import { setTimeout as after } from 'node:timers/promises';
import { toFailure, type Failure } from '../../../contract/errors.ts';
import type { Halving } from '../halving.ts';
import type { Row } from '../swept-run.ts';
import type { JobCounts, Jobs } from './jobs.ts';
import { Rungs } from './rungs.ts';
import type { Plan, Storage, WorkerState } from './storage.ts';
import { Watch } from './watch.ts';

/** Milliseconds from one look to the next: head and storage are each asked twice a second at most. */
const LOOK = 1000;
/** Reports that one look reads: ten thousand that are there already do not hold up the first sight. */
const AT_ONCE = 500;

export interface Followed {
  readonly runs: number;
  /** Of runs that are over. */
  readonly rows: ReadonlyMap<number, Row>;
  /** Those that came with this look. */
  readonly fresh: readonly Row[];
  /** Those that work; what they say of a run that is over by now is left out. */
  readonly workers: readonly WorkerState[];
  readonly jobs: JobCounts;
  /** From 0 on, of how many; runs on it, and those that have come to it. */
  readonly rung: number;
  readonly alive: number;
  readonly reported: number;
  readonly isOver: boolean;
  readonly isStopped: boolean;
  /** What keeps storage or cluster from being asked now: the runs go on. */
  readonly trouble: Failure | null;
}

export interface Following {
  readonly storage: Storage;
  readonly plan: Plan;
  readonly runs: number;
  readonly halving: Halving | null;
  /** Keeps jobs at work; left out, it is only looked. */
  readonly jobs?: Jobs;
  readonly signal: AbortSignal;
}

/**
 * Follows until all is over, or it is stopped, or the signal says that nobody looks any more, which stops nothing.
 * @throws VerseloomError for what is wrong with every job, see `Jobs.tend`
 */
export async function* follow({
  storage,
  plan,
  runs,
  halving,
  jobs,
  signal,
}: Following): AsyncGenerator<Followed, void> {
  const rungs = new Rungs(storage, runs, halving);
  const watch = new Watch(plan.leaseSeconds);
  const told = new Set<number>();
  let isStopped = false;
  while (!signal.aborted) {
    let away: Failure | null = null;
    let isWhole = true;
    try {
      isStopped = await storage.isStopped();
      watch.look(await storage.workers());
      const before = rungs.reported.size + rungs.rung * runs;
      await rungs.look(AT_ONCE);
      const now = rungs.reported.size + rungs.rung * runs;
      if (now > before) jobs?.hasProgressed();
      isWhole = now - before < AT_ONCE;
    } catch (error) {
      away = toFailure(error);
      if (!away.code.startsWith('file.')) throw error;
    }
    if (away) {
      const heard = await jobs?.hear();
      if (heard) watch.hear(heard);
    }
    // A job that begins while the storage is away would not find the sweep.
    const isToTend = away === null && isWhole && !rungs.isOver && !isStopped;
    if (jobs && isToTend) await jobs.tend(rungs.open.length);
    const fresh = [...rungs.rows].filter(([index]) => !told.has(index));
    for (const [index] of fresh) told.add(index);
    yield {
      ...{ runs, rows: rungs.rows, fresh: fresh.map(([, row]) => row) },
      workers: stillAtWork(watch.alive(), rungs.rows),
      jobs: jobs?.counts ?? { running: 0, pending: 0 },
      ...{ rung: rungs.rung, alive: rungs.alive.length, reported: rungs.reported.size },
      ...{ isOver: rungs.isOver, isStopped, trouble: away ?? jobs?.trouble ?? null },
    };
    const isDone = rungs.isOver || (isStopped && watch.alive().length === 0);
    if (isDone) return;
    await after(isWhole ? LOOK : LOOK / 2, undefined, { signal }).catch(() => {}); // nobody looks any more
  }
}

/** @returns workers without the runs that are over: who has made one writes its report first, and says only later that it is free */
export function stillAtWork(
  workers: readonly WorkerState[],
  rows: Followed['rows'],
): WorkerState[] {
  return workers.map((worker) =>
    worker.run && rows.has(worker.run.index) ? { ...worker, run: null } : worker,
  );
}
