/** A sweep on a cluster that the window shows, followed as long as the application is open: closing it stops nothing. */
import { basename } from 'node:path';
import { toFailure, VerseloomError, type Failure } from '../../../contract/errors.ts';
import type {
  ClusterSweep,
  ClusterSweepState,
  SweepRow,
} from '../../../contract/sweeps/cluster-sweep.ts';
import { comparedBy } from '../../../contract/training.ts';
import type { RayJobs } from '../../../ray/ray-jobs.ts';
import { epochsOf } from '../progress.ts';
import type { Row } from '../swept-run.ts';
import { follow, type Followed } from './follow.ts';
import {
  endJobs,
  findLaid,
  jobsOf,
  TABLE_EVERY,
  writeTable,
  type LaidSweep,
} from './laid-sweep.ts';
import type { Installed } from './package.ts';
import type { ShownSweep } from './shown-sweeps.ts';
import { secondsLeft } from './time-left.ts';

export interface FollowedAround {
  readonly installed: Installed;
  /** By an address, with the token that is kept for it. @throws VerseloomError `cluster.*`, `file.unreadable` */
  readonly ray: (address: string) => Promise<RayJobs>;
  /** Something of it is otherwise than it was. */
  readonly changed: () => void;
  /** In the person's language, for the table in the folder. */
  readonly sentenceOf: (failure: Failure) => string;
}

export class FollowedSweep {
  readonly shown: ShownSweep;
  readonly #around: FollowedAround;
  readonly #left = new AbortController();
  #laid: LaidSweep | undefined;
  #last: Followed | undefined;
  #state: ClusterSweepState = 'finding';
  #isSending = false;
  #failure: Failure | null = null;
  #following: Promise<void> | undefined;
  #writtenAt = 0;
  /** That each run makes; found once, for there may be ten thousand of them. */
  #epochs: readonly number[] = [];

  /** @param laid where it was just laid down; else it is found in its folder */
  constructor(shown: ShownSweep, around: FollowedAround, laid?: LaidSweep) {
    this.shown = shown;
    this.#around = around;
    this.#laid = laid;
  }

  /** Begins to follow it, unless it is followed. */
  follow(): void {
    this.#following ??= this.#follow().finally(() => (this.#following = undefined));
  }

  /** Lets one go on that was stopped, and follows it. @throws VerseloomError `file.unwritable` */
  async goOn(): Promise<void> {
    if (this.#following) return;
    if (this.#state === 'stopped') await this.#laid?.storage.goOn();
    this.follow();
  }

  /** Tells all that works on it to save and end. @throws VerseloomError `sweep.notFound`, `file.*` */
  async stop(): Promise<void> {
    this.#laid ??= await findLaid(this.shown.folder);
    await this.#laid.storage.stop();
    if (this.#state !== 'over') this.#state = 'stopping';
    this.#around.changed();
    this.follow();
  }

  /** Looks no more. @returns when it does so; a question to the network may be under way until then */
  async leave(): Promise<void> {
    this.#left.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    try {
      this.#failure = null;
      if (this.#state === 'lost') this.#state = 'finding';
      this.#around.changed();
      const laid = (this.#laid ??= await findLaid(this.shown.folder));
      await this.#look(laid, await this.#around.ray(laid.plan.address));
    } catch (error) {
      this.#state = 'lost';
      this.#failure = toFailure(error);
    }
    this.#isSending = false;
    if (!this.#left.signal.aborted) this.#around.changed();
  }

  async #look(laid: LaidSweep, ray: RayJobs): Promise<void> {
    const { storage, plan, runs, description } = laid;
    const { signal } = this.#left;
    const sends = (): void => {
      this.#isSending = true;
      this.#around.changed();
    };
    const jobs = jobsOf(laid, ray, this.#around.installed, { max: runs.length, sends });
    const { halving } = description;
    this.#epochs = runs.map(epochsOf);
    for await (const now of follow({ storage, plan, jobs, signal, runs: runs.length, halving })) {
      this.#last = now;
      this.#failure = now.trouble;
      this.#isSending = false;
      this.#state = now.isStopped ? 'stopping' : 'following';
      this.#around.changed();
      if (now.fresh.length === 0 || performance.now() - this.#writtenAt < TABLE_EVERY) continue;
      await this.#writeTable(laid).catch(() => {}); // a folder that is away tells so by the next look
      this.#writtenAt = performance.now();
    }
    if (signal.aborted) return;
    const ended = this.#last?.isOver ? 'over' : 'stopped';
    this.#failure = null;
    try {
      await this.#writeTable(laid);
      if (ended === 'stopped') await endJobs(ray, plan);
    } catch (error) {
      this.#failure = toFailure(error); // what works sees the folder, and has ended
    }
    this.#state = ended;
  }

  #writeTable(laid: LaidSweep): Promise<void> {
    return writeTable(laid, this.#rows, this.#around.sentenceOf);
  }

  get #rows(): ReadonlyMap<number, Row> {
    return this.#last?.rows ?? new Map<number, Row>();
  }

  summary(): ClusterSweep {
    const { id, folder, cluster } = this.shown;
    const { description, runs = [], plan } = this.#laid ?? {};
    const last = this.#last;
    const rows = [...this.#rows.values()];
    const values = rows.flatMap((row) => comparedBy(row) ?? []);
    const { halving } = description ?? {};
    return {
      ...{ id, folder, cluster, name: plan?.name ?? basename(folder) },
      fields: (description?.axes ?? []).map(({ name }) => name),
      ...{ runs: runs.length, over: rows.length },
      refused: rows.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed').length,
      atWork: (last?.workers ?? []).filter(({ run }) => run !== null).length,
      waiting: last?.jobs.pending ?? 0,
      best: values.length === 0 ? null : Math.min(...values),
      secondsLeft: !last || halving ? null : secondsLeft(last, this.#epochs),
      rung:
        halving && last && !last.isOver
          ? {
              ...{ at: last.rung + 1, of: halving.rungs + 1 },
              ...{ alive: last.alive, reported: last.reported },
            }
          : null,
      ...{ state: this.#state, isSending: this.#isSending, failure: this.#failure },
    };
  }

  /** @returns runs from a place on, in their order, or the best first; none as long as the folder is not found */
  rows(from: number, count: number, order: 'run' | 'best'): { total: number; rows: SweepRow[] } {
    const runs = this.#laid?.runs ?? [];
    const underWay = new Map(
      (this.#last?.workers ?? []).flatMap(({ run, place }) =>
        run ? [[run.index, { ...run, place }] as const] : [],
      ),
    );
    const worth = (index: number): number => {
      const row = this.#rows.get(index);
      if (row) return comparedBy(row) ?? NO_PERPLEXITY;
      return underWay.has(index) ? UNDER_WAY : WAITING;
    };
    const order_ = [...runs.keys()];
    if (order === 'best') order_.sort((a, b) => worth(a) - worth(b) || a - b);
    const rows = order_.slice(from, from + count).map((index): SweepRow => {
      const { values } = runs[index]!;
      const row = this.#rows.get(index);
      const now = underWay.get(index);
      const run = index + 1;
      if (row) {
        const { outcome: state, perplexity, validationPerplexity, epochs, seconds, reason } = row;
        const of = (part: 'machine' | 'processor'): string[] => [
          ...new Set(row.places.map((place) => place[part])),
        ];
        return {
          ...{ run, values, state, perplexity, validationPerplexity, epochs, seconds, reason },
          ...{ machines: of('machine'), processors: of('processor') },
          ...{ epochsInAll: null, hasModel: row.model !== '' },
        };
      }
      return {
        ...{ run, values, state: now ? 'underWay' : 'waiting' },
        ...{ perplexity: now?.perplexity ?? null, validationPerplexity: null },
        ...{ epochs: now?.epoch ?? 0, epochsInAll: now?.epochs ?? null, seconds: 0 },
        machines: now ? [now.place.machine] : [],
        processors: now ? [now.place.processor] : [],
        ...{ hasModel: false, reason: null },
      };
    });
    return { total: runs.length, rows };
  }

  /** @param run from 1 on. @returns the path of its model. @throws VerseloomError `run.notFound` where it has none */
  modelOf(run: number): string {
    if (!this.#laid || !this.#rows.get(run - 1)?.model)
      throw new VerseloomError('run.notFound', { id: String(run) });
    return this.#laid.folder.modelOf(run - 1);
  }
}

/** Places behind every perplexity, which is finite. */
const NO_PERPLEXITY = Number.MAX_VALUE / 4;
const UNDER_WAY = Number.MAX_VALUE / 2;
const WAITING = Number.MAX_VALUE;
