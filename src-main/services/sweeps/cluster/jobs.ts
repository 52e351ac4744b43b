/**
 * The jobs of a sweep on a cluster: as many as it has room for, and no more. Room is found out by asking: as long as all jobs run, some more
 * are handed in; those that must wait are taken back, and others have the cluster's queue for themselves.
 */
import { randomBytes } from 'node:crypto';
import { toFailure, VerseloomError, type Failure } from '../../../contract/errors.ts';
import type { RayJob, RayJobs } from '../../../ray/ray-jobs.ts';
import { OTHER_MACHINE } from './platform.ts';
import { jobFailure, lastSpoken, lastWords } from './spoken.ts';
import type { Plan, WorkerState } from './storage.ts';

/** Milliseconds between two looks at the cluster's list of jobs. */
const LOOK = 2500;
/** Milliseconds that a job may take to begin before the cluster counts as full: the first one on a machine unpacks the package there. */
const PATIENCE = 30_000;
/** Milliseconds until a full cluster is asked once more. */
const FULL = 120_000;
/** Jobs that end with an error, one after the other, while nothing comes of the sweep: then something is wrong with all of them. */
const MAX_FAILED = 3;
/** The same of jobs that were broken off. */
const MAX_BROKEN_OFF = 12;
/** A job's exit code where its machine does not see the sweep's folder. */
export const NOT_SEEN = 3;

export interface JobCounts {
  readonly running: number;
  readonly pending: number;
}

export interface JobsOptions {
  /** At once, at most. */
  readonly max: number;
  /** That each takes. */
  readonly cpus: number;
  /** @returns the line that a job runs on its machine */
  readonly entrypoint: (id: string) => string;
  /** Makes the package and sends it, where the cluster does not have it. */
  readonly ensurePackage: () => Promise<void>;
}

export class Jobs {
  readonly #ray: RayJobs;
  readonly #plan: Plan;
  readonly #options: JobsOptions;
  #own: RayJob[] = [];
  /** When the list was read, in milliseconds of one's own clock. */
  #lookedAt = -Infinity;
  /** Jobs that may still be handed in before the next look. */
  #burst = 0;
  /** When each was first seen waiting. */
  readonly #waiting = new Map<string, number>();
  readonly #takenBack = new Set<string>();
  #fullUntil = 0;
  /** Of jobs whose end is known. */
  readonly #ended = new Set<string>();
  #failed = 0;
  #heard = 0;
  #hasPackage = false;
  #hasLooked = false;
  /** What keeps the cluster from being asked; null where nothing does. */
  trouble: Failure | null = null;

  constructor(ray: RayJobs, plan: Plan, options: JobsOptions) {
    this.#ray = ray;
    this.#plan = plan;
    this.#options = options;
  }

  get counts(): JobCounts {
    const running = this.#own.filter(({ status }) => status === 'RUNNING').length;
    return { running, pending: this.#waitingNow().length };
  }

  /** Something has come of the sweep: what failed before is no sign of what is to come. */
  hasProgressed(): void {
    this.#failed = 0;
  }

  /**
   * Does one thing at most that has to be done. A cluster that is away is waited for.
   * @param wanted runs that are left to make
   * @throws VerseloomError why jobs end, where all of them do; `cluster.unauthorised`, `cluster.package*`
   */
  async tend(wanted: number): Promise<void> {
    try {
      await this.#tend(Math.min(wanted, this.#options.max));
      this.trouble = null;
    } catch (error) {
      const failure = toFailure(error);
      const isBusy = failure.code === 'cluster.answer' && Number(failure.params['status']) >= 500;
      if (failure.code !== 'cluster.unreachable' && !isBusy) throw error;
      this.trouble = failure;
      this.#lookedAt = -Infinity;
    }
  }

  /** @returns what one of the running jobs has said of its worker, another one each time; undefined where it has not, or cannot be asked */
  async hear(): Promise<WorkerState | undefined> {
    const running = this.#own.filter(({ status }) => status === 'RUNNING');
    const id = running[this.#heard++ % Math.max(1, running.length)]?.submission_id ?? null;
    if (id === null) return undefined;
    return lastSpoken(await this.#ray.logs(id).catch(() => ''));
  }

  async #tend(wanted: number): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt > LOOK) return this.#look(wanted);
    const { running, pending } = this.counts;
    if (this.#burst === 0 || running + pending >= wanted || now < this.#fullUntil) return;
    if (!this.#hasPackage) {
      await this.#options.ensurePackage();
      this.#hasPackage = true;
      return;
    }
    this.#burst -= 1;
    await this.#submit();
  }

  /** Reads the list of jobs, and sees what follows from it. */
  async #look(wanted: number): Promise<void> {
    const jobs = await this.#ray.jobs();
    const now = performance.now();
    this.#lookedAt = now;
    const before = this.#own.length;
    this.#own = jobs.filter(({ metadata }) => metadata?.['verseloom-sweep'] === this.#plan.id);
    // The cluster forgets a package that no job has used for a while, and a head that was started anew knows none.
    this.#hasPackage = false;
    if (this.#own.length < before) this.#fullUntil = 0; // another head, which has none of them
    await this.#noteEnds(!this.#hasLooked);
    this.#hasLooked = true;
    const { running, pending } = this.counts;
    const late: string[] = [];
    for (const id of this.#waitingNow()) {
      const since = this.#waiting.get(id) ?? now;
      this.#waiting.set(id, since);
      if (now - since > PATIENCE) late.push(id);
    }
    // The only one may wait: an empty cluster would do nothing at all.
    for (const id of running === 0 ? late.slice(1) : late) {
      this.#takenBack.add(id);
      await this.#ray.stop(id);
    }
    if (late.length > 0) this.#fullUntil = now + FULL;
    this.#burst = pending > 0 ? 0 : Math.min(Math.max(1, running), wanted - running);
  }

  /** Jobs that wait for room, without those that were taken back: Ray keeps them in its list until there is room, and ends them then. */
  #waitingNow(): string[] {
    return this.#own.flatMap(({ submission_id: id, status }) =>
      id !== null && status === 'PENDING' && !this.#takenBack.has(id) ? [id] : [],
    );
  }

  /** @param isFirst ends that lie before one's own beginning are not one's own matter */
  async #noteEnds(isFirst: boolean): Promise<void> {
    for (const { submission_id: id, status, driver_exit_code: code, message } of this.#own) {
      if (id === null || this.#ended.has(id) || status === 'PENDING' || status === 'RUNNING')
        continue;
      this.#ended.add(id);
      this.#waiting.delete(id);
      this.#fullUntil = 0; // there is room again
      if (status !== 'FAILED' || isFirst) continue;
      // One that was killed, or whose machine went away, says nothing of the others.
      const isOwn = typeof code === 'number' && code < 128;
      this.#failed += isOwn ? 1 : MAX_FAILED / MAX_BROKEN_OFF;
      if (this.#failed >= MAX_FAILED || code === NOT_SEEN)
        throw VerseloomError.of(await this.#explain(id, code ?? undefined, message ?? ''));
    }
  }

  async #explain(id: string, code: number | undefined, message: string): Promise<Failure> {
    if (code === NOT_SEEN) return { code: 'sweep.notSeen', params: { path: this.#plan.there } };
    const logs = await this.#ray.logs(id).catch(() => '');
    const { platform } = this.#plan;
    if (code === OTHER_MACHINE)
      return {
        code: 'cluster.otherMachine',
        params: { said: lastWords(logs) || message, platform },
      };
    return jobFailure(id, logs, message);
  }

  async #submit(): Promise<void> {
    const slug = this.#plan.name.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '');
    const id = `verseloom-${slug || 'sweep'}-${randomBytes(4).toString('hex')}`;
    await this.#ray.submit({
      entrypoint: this.#options.entrypoint(id),
      ...{ package: this.#plan.package, cpus: this.#options.cpus, id },
      metadata: { 'verseloom-sweep': this.#plan.id, name: this.#plan.name },
    });
    this.#own.push({ submission_id: id, status: 'PENDING' });
    this.#waiting.set(id, performance.now());
  }
}
