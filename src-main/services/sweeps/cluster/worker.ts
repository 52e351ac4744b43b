/**
 * One of the jobs on a cluster: it takes a run that nobody works on, makes it, says what has come of it, and takes the next one, until
 * none is left. It may die at any moment, and another one goes on from what it has saved.
 */
import { createHash } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { toFailure } from '../../../contract/errors.ts';
import { readModel } from '../../model-files.ts';
import type { TrainingText } from '../../training/prepare.ts';
import type { Training } from '../../training/training.ts';
import { makeRun } from '../make-run.ts';
import { thisPlace } from '../place.ts';
import {
  epochsOf,
  hasCome,
  progressByRow,
  progressOf,
  untilOf,
  type RunProgress,
} from '../progress.ts';
import type { SweepDescription, SweepFolder } from '../sweep-folder.ts';
import { rowWithout, type Place, type Row, type SweptRun } from '../swept-run.ts';
import { lastRung, Rungs } from './rungs.ts';
import { spoken } from './spoken.ts';
import type { Lease, Plan, Storage, WorkerState } from './storage.ts';
import { isWorthWaiting, readable } from './troubles.ts';
import { Watch } from './watch.ts';

/** Attempts at a run that come to nothing, one after the other: then it is a row with their reason. */
const ATTEMPTS = 3;
/** Words of a worker in the time after which it counts as gone. */
const BEATS = 6;
/** Seconds between two looks for work, at most. */
const LOOK = 5;

export interface Work {
  readonly storage: Storage;
  readonly folder: SweepFolder;
  readonly description: SweepDescription;
  readonly plan: Plan;
  readonly runs: readonly SweptRun[];
  readonly text: TrainingText;
  readonly training: Training;
  /** Of the job, as the cluster calls it. */
  readonly job: string;
  /** Of this worker alone: another life is another worker. */
  readonly id: string;
  /** A line about what it does. */
  readonly say: (line: string) => void;
}

/** A run that is to be taken, or is. */
interface Claim {
  readonly index: number;
  readonly rung: number;
  /** From 1 on. */
  readonly number: number;
}

interface Attempt extends Claim {
  /** Epochs that were made when it began. */
  readonly from: number;
}

export type WorkEnded = keyof typeof ENDED;
const ENDED = {
  over: 'The sweep is over.',
  stopped: 'Stopped.',
  spare: 'Nothing is left to take.',
};

export class Worker {
  readonly #work: Work;
  readonly #rungs: Rungs;
  readonly #watch: Watch;
  readonly #place = thisPlace();
  /** Those that were read, which never change. */
  readonly #leases = new Map<string, Lease>();
  readonly #began = performance.now();
  #beat = 0;
  /** What was trained before the run that it works on now, whose figures are none of that one's. */
  #runBefore = '';
  #attempt: Attempt | undefined;
  #isStopped = false;
  /** Another one has taken its run, while nobody heard of this one. */
  #hasLost = false;
  /** Attempts that broke off one after the other, of whatever run. */
  #brokenOff = 0;

  constructor(work: Work) {
    this.#work = work;
    const { storage, runs, description, plan } = work;
    this.#rungs = new Rungs(storage, runs.length, description.halving);
    this.#watch = new Watch(plan.leaseSeconds);
  }

  /** @throws VerseloomError for what keeps it from working at all: `file.*`, `engine.*`, `compute.*` */
  async work(): Promise<WorkEnded> {
    const { plan, say } = this.#work;
    await this.#say();
    const every = (plan.leaseSeconds * 1000) / BEATS;
    const beating = setInterval(() => void this.#onBeat(), every);
    try {
      const ended = await this.#workOn();
      say(ENDED[ended]);
      return ended;
    } finally {
      clearInterval(beating);
      // What is full takes no word, but gives one back.
      await this.#say(true).catch(() => this.#work.storage.leave(this.#work.id));
    }
  }

  /** Saves what is being made and ends. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work.training.stopForGood().catch(() => {}); // nothing is being made
  }

  /** Works until there is a reason to end. A storage that is away is waited for. */
  async #workOn(): Promise<WorkEnded> {
    const { plan, say } = this.#work;
    let awaySince: number | undefined;
    for (;;) {
      try {
        const ended = await this.#workOnce();
        if (ended) return ended;
        awaySince = undefined;
      } catch (error) {
        const failure = toFailure(error);
        const now = performance.now();
        awaySince ??= now;
        if (!failure.code.startsWith('file.') || !isWorthWaiting(failure, now - awaySince))
          throw error;
        say(`The storage is away: ${JSON.stringify(failure.params)}`);
        await after(Math.min(LOOK, plan.leaseSeconds / BEATS) * 1000);
      } finally {
        this.#attempt = undefined;
      }
    }
  }

  /** Makes the next run, or waits for one for a while. @returns why there is no more to do, if so */
  async #workOnce(): Promise<WorkEnded | undefined> {
    const { storage, plan } = this.#work;
    if (this.#isStopped || (await storage.isStopped())) return 'stopped';
    this.#watch.look(await storage.workers());
    await this.#rungs.look();
    if (this.#rungs.isOver) return 'over';
    this.#runBefore = this.#work.training.status().runId;
    this.#attempt = await this.#claim();
    if (this.#attempt) {
      await this.#say();
      await this.#make(this.#attempt);
    } else {
      if (this.#isSpare()) return 'spare';
      await after(Math.min(LOOK, plan.leaseSeconds / BEATS) * 1000);
    }
    return undefined;
  }

  /** @returns a run that nobody works on, which is this worker's from now on; undefined where there is none for now */
  async #claim(): Promise<Attempt | undefined> {
    const { storage, id } = this.#work;
    const { rung, open } = this.#rungs;
    const attempts = await storage.leases();
    // Many look at the same moment: each begins somewhere else.
    const start =
      createHash('sha256').update(`${id} ${this.#beat}`).digest().readUInt32BE() % open.length;
    for (const index of [...open.slice(start), ...open.slice(0, start)]) {
      const numbers = attempts.get(index) ?? [];
      const last = numbers.at(-1) ?? 0;
      if (await this.#isTaken(index, last, rung)) continue;
      const next = { index, rung, number: last + 1 };
      if (await this.#tellIfMade(next)) continue;
      const { path, from } = await this.#source(next, numbers);
      const attempt = { ...next, from: from[0] };
      const vain = await this.#vainAttempts(index, rung, numbers, from);
      if (vain >= ATTEMPTS) {
        await this.#giveUp(attempt, vain);
        continue;
      }
      const lease = { worker: id, rung, place: this.#place, from };
      if (!(await storage.claim(index, attempt.number, lease))) continue;
      // Now nobody else writes there.
      if (path !== undefined) await storage.copy(path, storage.onTheWay(index, attempt.number));
      return attempt;
    }
    return undefined;
  }

  async #isTaken(index: number, number: number, rung: number): Promise<boolean> {
    if (number === 0) return false;
    const lease = await this.#lease(index, number);
    // One's own, of which nothing could be told while the storage was away, is taken up again.
    if (lease?.rung !== rung || lease.worker === this.#work.id) return false;
    if (!this.#watch.isAlive(lease.worker)) return false;
    return (await this.#work.storage.failure(index, number)) === undefined;
  }

  async #lease(index: number, number: number): Promise<Lease | undefined> {
    const key = `${index} ${number}`;
    const known = this.#leases.get(key) ?? (await this.#work.storage.lease(index, number));
    if (known) this.#leases.set(key, known);
    return known;
  }

  /** One that was made, and whose maker died before it could say so. */
  async #tellIfMade(attempt: Claim): Promise<boolean> {
    const { storage } = this.#work;
    const { index, rung } = attempt;
    for (const path of [storage.atRung(index, rung), storage.modelOf(index)]) {
      const progress = await readable(this.#madeIn(path, attempt));
      if (!progress) continue;
      await this.#tell(attempt, progress);
      return true;
    }
    return false;
  }

  /** @returns what an attempt goes on from, and the epochs and steps that are made in it; no path where it begins */
  async #source(
    { index, rung }: Claim,
    before: readonly number[],
  ): Promise<{ readonly path?: string; readonly from: Lease['from'] }> {
    const { storage } = this.#work;
    const ways = before.toReversed().map((attempt) => storage.onTheWay(index, attempt));
    for (const path of [...ways, ...(rung > 0 ? [storage.atRung(index, rung - 1)] : [])]) {
      const state = (await readable(readModel(path)))?.state;
      if (state) return { path, from: [state.epochs, state.steps] };
    }
    return { from: [0, 0] };
  }

  /** @returns how many attempts have broken off in a row without coming further than to where the next one would begin */
  async #vainAttempts(
    index: number,
    rung: number,
    numbers: readonly number[],
    from: Lease['from'],
  ): Promise<number> {
    let vain = 0;
    for (const number of numbers.toReversed()) {
      const lease = await this.#lease(index, number);
      if (lease?.rung !== rung || lease.from.join() !== from.join()) break;
      const isTold = (await this.#work.storage.failure(index, number)) !== undefined;
      const isOwn = lease.worker === this.#work.id; // and it lives: the storage was in the way
      if (isTold || !(isOwn || this.#watch.hasLeft(lease.worker))) vain += 1;
    }
    return vain;
  }

  /** Makes a row of a run that breaks off again and again. */
  async #giveUp(attempt: Attempt, times: number): Promise<void> {
    const { storage, description } = this.#work;
    const { index, number } = attempt;
    const told = await storage.failure(index, number - 1);
    const reason = told?.reason ?? {
      code: 'sweep.brokeOff' as const,
      params: { times },
    };
    const row = rowWithout(index, 'failed', description, reason, []);
    await this.#tell(attempt, progressByRow(row, description.halving));
  }

  async #make(attempt: Attempt): Promise<void> {
    const { storage, runs, training, say, plan } = this.#work;
    const { index, rung, number } = attempt;
    const path = storage.onTheWay(index, number);
    const until = this.#until(index, rung);
    const run = runs[index]!;
    this.#hasLost = false;
    say(`Run ${index + 1}: begins.`);
    try {
      // What an earlier attempt has left may be all of it.
      const before = await this.#madeIn(path, attempt);
      const refusal = before
        ? undefined
        : await makeRun(training, {
            ...this.#work,
            ...{ run, index, until, path, checkpointSeconds: plan.checkpointSeconds },
            ...{ insist: plan.insist, models: undefined },
            holds: (failure, seconds) => isWorthWaiting(failure, seconds * 1000),
            guard: () => storage.check(),
          });
      if (this.#hasLost) return say(`Run ${index + 1}: another worker has taken it.`);
      if (refusal) {
        const row = rowWithout(index, 'refused', this.#work.description, refusal, []);
        return await this.#tell(attempt, progressByRow(row, this.#work.description.halving));
      }
      const progress = before ?? (await this.#madeIn(path, attempt));
      if (!progress) return; // it was stopped
      const place = progress.isEnded ? storage.modelOf(index) : storage.atRung(index, rung);
      await storage.move(path, place); // of one that exploded at once there is a record, and no model
      await this.#tell(attempt, progress);
      this.#brokenOff = 0;
    } catch (error) {
      const reason = toFailure(error);
      say(`Run ${index + 1}: ${reason.code} ${JSON.stringify(reason.params)}`);
      // What is wrong with the storage is wrong with every run.
      if (reason.code.startsWith('file.')) throw error;
      await storage.fail(index, number, { reason: { code: reason.code, params: reason.params } });
      this.#brokenOff += 1;
      if (this.#brokenOff >= ATTEMPTS) throw error;
    }
  }

  /** @returns how far a run has come in a file, where that is as far as the attempt goes */
  async #madeIn(path: string, { index, rung }: Claim): Promise<RunProgress | undefined> {
    const { folder, runs, description } = this.#work;
    const found = await folder.find(index, path);
    const progress = found && progressOf(found, runs[index]!, description.halving);
    return progress && hasCome(progress, this.#until(index, rung)) ? progress : undefined;
  }

  async #tell({ index, rung, number }: Claim, progress: RunProgress): Promise<void> {
    const { storage, say } = this.#work;
    const row: Row = { ...progress.row, places: await this.#places(index, number) };
    await storage.tell(index, rung, {
      ...progress,
      lowest: [...progress.lowest],
      row: { ...row, places: [...row.places] },
    });
    await storage.clear(index, number, rung);
    say(`Run ${index + 1}: ${row.outcome}, ${row.epochs} epochs, perplexity ${row.perplexity}.`);
  }

  /** @returns where all attempts at a run were made, each once, in their order */
  async #places(index: number, last: number): Promise<Place[]> {
    const places = new Map<string, Place>();
    for (let number = 1; number <= last; number++) {
      const lease = await this.#lease(index, number);
      if (lease) places.set(lease.place.machine, lease.place);
    }
    if (places.size === 0) places.set(this.#place.machine, this.#place);
    return [...places.values()];
  }

  #until(index: number, rung: number): number | undefined {
    return untilOf(this.#work.runs[index]!, rung, this.#work.description.halving);
  }

  /**
   * One who finds nothing to do waits for a run whose maker may die, and for the next rung; of several who would, those stay whose names
   * come first: the cluster's room is others' as well. Before one has watched for a whole term, dead ones may still count as alive.
   */
  #isSpare(): boolean {
    if (performance.now() - this.#began < this.#work.plan.leaseSeconds * 1000) return false;
    const { id, description } = this.#work;
    const { rung, alive } = this.#rungs;
    const workers = this.#watch.alive();
    const idle = workers.filter(({ run }) => run === null).map((worker) => worker.id);
    const busy = workers.length - idle.length;
    const { halving } = description;
    const next =
      halving && rung < lastRung(halving) ? Math.floor(alive.length / halving.factor) : 0;
    const place = idle.includes(id) ? idle.indexOf(id) : idle.length;
    return place >= Math.max(1, next - busy);
  }

  /** Says that it is alive, and hears whether it is to stop, or has been given up. */
  async #onBeat(): Promise<void> {
    try {
      await this.#say();
      if (await this.#work.storage.isStopped()) await this.stop();
      const attempt = this.#attempt;
      if (!attempt) return;
      const taken = await this.#work.storage.lease(attempt.index, attempt.number + 1);
      if (!taken || this.#hasLost || this.#attempt !== attempt) return;
      this.#hasLost = true;
      await this.#work.training.stopForGood().catch(() => {}); // it has just ended
    } catch {
      // The storage is away for a while; the next beat tries again.
    }
  }

  async #say(isOver = false): Promise<void> {
    const { storage, id, job, training } = this.#work;
    const attempt = this.#attempt;
    const status = training.status();
    const hasBegun = status.runId !== this.#runBefore;
    const state: WorkerState = {
      ...{ id, job, place: this.#place, beat: ++this.#beat, isOver },
      run: attempt
        ? {
            ...{ index: attempt.index, rung: attempt.rung },
            epoch: hasBegun ? status.epochs : attempt.from,
            epochs: epochsOf(this.#work.runs[attempt.index]!),
            perplexity: hasBegun ? (status.lastEpoch?.perplexity ?? null) : null,
          }
        : null,
    };
    this.#work.say(spoken(state));
    await storage.beat(state);
  }
}
