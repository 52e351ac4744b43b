/**
 * The queue: runs that are made one after another, whenever no other one is under way; of a sweep that is to, two at once.
 *
 * Every change is on disk before it counts. A run is marked before it is begun and once its model is there, so that after a crash it is
 * gone on with, or is found done: none is made twice, and none is lost.
 */
import { randomBytes } from 'node:crypto';
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import {
  isPending,
  MAX_QUEUED,
  type ListedQueue,
  type Queue,
  type QueueChange,
  type QueueEntry,
  type Sweep,
  type SweptValues,
} from '../../contract/runs/queue.ts';
import type { RunRequest } from '../../contract/runs/run-request.ts';
import { parseSettings } from '../../contract/settings.ts';
import { isResting, type TrainingStatus } from '../../contract/training.ts';
import { againAs, afterCrash, brokenOff, resultOf, type Found } from './ended-entry.ts';
import { QueueChanges } from './queue-changes.ts';
import { Places, sweepOf, type Place } from './places.ts';
import type { QueueFile } from './queue-file.ts';

export interface QueuedRun {
  readonly request: RunRequest;
  readonly values: SweptValues;
}

/** What the queue asks of the rest of the product. */
export interface Around {
  /** In the second one, with a thread of its own, runs are made beside those in the first. */
  readonly places: readonly [Place, Place];
  /** What a run is saved as by now, if it is: one that was begun with these settings since then. */
  found(entry: QueueEntry): Promise<Found | undefined>;
  /** @throws VerseloomError `corpus.notFound` */
  corpusName(id: string): Promise<string>;
  /** That a run of a sweep which begins now is to have. */
  threads(): number | null;
  /** Called after every change. */
  changed(change: QueueChange): void;
}

export class RunQueue {
  readonly #file: QueueFile;
  readonly #around: Around;
  readonly #changes: QueueChanges;
  /** What was removed, for those who take it back, and what stood behind it. */
  readonly #removed = new Map<string, { entry: QueueEntry; before: string | null }>();
  readonly #places: Places;
  #closing = false;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(file: QueueFile, around: Around) {
    this.#file = file;
    this.#around = around;
    this.#places = new Places(around.places);
    this.#changes = new QueueChanges(file.get().entries);
  }

  /** What was under way when the product ended is looked for; nothing is begun before somebody says so. @throws VerseloomError `file.*` */
  static async open(file: QueueFile, around: Around): Promise<RunQueue> {
    const { entries, sweeps, paused } = file.get();
    if (entries.length === 0) return new RunQueue(file, around);
    const now: QueueEntry[] = [];
    for (const entry of entries)
      now.push(
        entry.state === 'running'
          ? afterCrash(entry, await around.found(entry).catch(() => undefined))
          : entry,
      );
    const kept = now.filter(isKept);
    // What cannot be written now is so all the same, and is looked for again at the next start.
    const changes = {
      entries: kept,
      sweeps: sweeps.filter(({ id }) => kept.some(({ sweepId }) => sweepId === id)),
      paused: kept.some(isPending) ? (paused ?? 'restart') : null,
    } as const;
    await file.set(changes).catch(() => file.hold(changes));
    return new RunQueue(file, around);
  }

  list(): ListedQueue {
    const { entries, sweeps, paused, failure } = this.#file.get();
    return { entries, sweeps, paused, failure, revision: this.#changes.revision };
  }

  /**
   * Puts runs at the end, all or none.
   * @throws VerseloomError `settings.*` of the first run that cannot be; `queue.tooMany` {count, max}; `corpus.notFound`, `file.unwritable`
   */
  async add(
    runs: readonly QueuedRun[],
    sweep?: Pick<Sweep, 'name' | 'fields' | 'jobs'>,
  ): Promise<{ ids: string[]; sweepId: string | null }> {
    const count = runs.length + this.#entries.length;
    if (count > MAX_QUEUED) throw new VerseloomError('queue.tooMany', { count, max: MAX_QUEUED });
    const sweepId = sweep ? newId() : null;
    const names = new Map<string, string>();
    for (const { request } of runs) {
      parseSettings(request.settings);
      const { corpusId } = request;
      if (!names.has(corpusId)) names.set(corpusId, await this.#around.corpusName(corpusId));
    }
    const added = runs.map(({ request, values }): QueueEntry => ({
      ...{ id: newId(), revision: 1, request, values, sweepId },
      corpusName: names.get(request.corpusId)!,
      ...{ state: 'waiting', failure: null, attempts: 0, startedAt: null },
      ...{ modelId: null, result: null },
    }));
    await this.#change(({ entries, sweeps }) => ({
      entries: [...entries, ...added],
      sweeps: sweep
        ? [
            ...sweeps,
            {
              ...{ id: sweepId!, ...sweep },
              threads: sweep.jobs > 1 ? 1 : this.#around.threads(),
              createdAt: new Date().toISOString(),
            },
          ]
        : sweeps,
    }));
    this.tick();
    return { ids: added.map(({ id }) => id), sweepId };
  }

  /**
   * @throws VerseloomError `queue.notFound`; `queue.underWay` for one that is under way or done; `queue.changedElsewhere` where another
   * window has edited it since; `settings.*`, `corpus.notFound`, `file.unwritable`
   */
  async edit(id: string, revision: number, request: RunRequest): Promise<QueueEntry> {
    parseSettings(request.settings);
    const corpusName = await this.#around.corpusName(request.corpusId);
    await this.#change(({ entries }) => {
      const entry = this.#idle(entries, id);
      if (entry.revision !== revision) throw new VerseloomError('queue.changedElsewhere');
      const edited: QueueEntry = {
        ...{ ...entry, request, corpusName, revision: revision + 1 },
        ...{ state: 'waiting', failure: null, attempts: 0, modelId: null, startedAt: null },
      };
      return { entries: entries.map((one) => (one.id === id ? edited : one)) };
    });
    this.tick();
    return this.#entries.find((entry) => entry.id === id)!;
  }

  /** @throws VerseloomError `queue.notFound`, `queue.underWay`, `file.unwritable` */
  async move(id: string, before: string | null): Promise<void> {
    await this.#change(({ entries }) => {
      const entry = this.#idle(entries, id);
      if (before === id) return {};
      const others = entries.filter((one) => one.id !== id);
      const at = before === null ? -1 : others.findIndex((one) => one.id === before);
      if (before !== null && at < 0) throw new VerseloomError('queue.notFound');
      return { entries: at < 0 ? [...others, entry] : others.toSpliced(at, 0, entry) };
    });
  }

  /** @throws VerseloomError `queue.notFound` where none of them is there, `queue.underWay`, `file.unwritable` */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#change(({ entries }) => {
      const gone = entries.filter(({ id }) => ids.includes(id));
      if (gone.length === 0) throw new VerseloomError('queue.notFound');
      if (gone.some(({ state }) => state === 'running')) throw new VerseloomError('queue.underWay');
      for (const entry of gone) {
        const behind = entries.slice(entries.indexOf(entry) + 1);
        const next = behind.find(({ id }) => !ids.includes(id));
        this.#removed.set(entry.id, { entry, before: next?.id ?? null });
      }
      return { entries: entries.filter((entry) => !gone.includes(entry)) };
    });
  }

  /** @throws VerseloomError `queue.notFound`, `file.unwritable` */
  async restore(ids: readonly string[]): Promise<void> {
    await this.#change(({ entries }) => {
      let now = entries;
      for (const id of ids) {
        const removed = this.#removed.get(id);
        if (!removed) throw new VerseloomError('queue.notFound');
        if (now.some((entry) => entry.id === id)) continue;
        const at = now.findIndex((entry) => entry.id === removed.before);
        now = at < 0 ? [...now, removed.entry] : now.toSpliced(at, 0, removed.entry);
      }
      return { entries: now };
    });
    for (const id of ids) this.#removed.delete(id);
    this.tick();
  }

  /** What is under way goes on. @throws VerseloomError `file.unwritable` */
  async pause(): Promise<void> {
    await this.#change(() => ({ paused: 'person', failure: null }));
  }

  /** @throws VerseloomError `file.unwritable` */
  async resume(): Promise<void> {
    await this.#change(() => ({ paused: null, failure: null }));
    this.tick();
  }

  /** @returns the entry of a run under way */
  entryOf(runId: string): string | null {
    return this.#places.entryOf(runId);
  }

  /** What is told of a place: a run's model is remembered as soon as there is one, and its end. */
  heard(of: 'first' | 'second'): void {
    this.#heard(this.#places.all[of === 'first' ? 0 : 1]);
  }

  #heard(place: Place): void {
    const status = place.status();
    const run = this.#places.at(place);
    if (run && status.runId === run.runId) {
      const entry = this.#entries.find(({ id }) => id === run.entry);
      if (entry && status.modelId !== null && entry.modelId !== status.modelId)
        void this.#patch(run.entry, { modelId: status.modelId }).catch(() => {});
      // What is in memory alone is neither done nor lost: the queue waits until it is on disk, or was let go of.
      if (isResting(status.state) && !this.#closing) {
        if (status.unsaved) this.#stopFor(status.failure);
        else void this.#ended(place, run.entry, status);
      }
    }
    if (isResting(status.state)) this.tick();
  }

  /** What is under way is saved by the training, and is gone on with another time. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#lastChange.catch(() => {});
    for (const place of this.#places.all) {
      const { entry: id } = this.#places.at(place) ?? {};
      const { modelId } = place.status();
      // The mark stays: the next opening looks for what is left, as after a crash.
      if (modelId !== null && this.#entries.some((entry) => entry.id === id))
        await this.#patch(id!, { modelId }).catch(() => {});
    }
  }

  /** Begins what is next, wherever nothing keeps it from that. */
  tick(): void {
    if (this.#closing) return;
    for (const place of this.#places.all) {
      if (!this.#places.isFree(place)) continue;
      const next = this.#places.nextFor(place, this.#file.get());
      if (!next) {
        place.rest();
        continue;
      }
      this.#places.begin(place, next.id);
      void this.#begin(place, next.id).finally(() => this.tick());
    }
  }

  /** What is not under way then, is free again. */
  async #begin(place: Place, id: string): Promise<void> {
    const free = (): void => this.#places.free(place);
    try {
      await this.#patch(id, { state: 'running', startedAt: new Date().toISOString() });
    } catch (error) {
      free();
      return this.#stopFor(toFailure(error));
    }
    const entry = this.#entries.find((one) => one.id === id);
    if (!entry) return free(); // removed while it was on its way
    const { request, modelId } = entry;
    const before = place.status().runId;
    try {
      const { runId } =
        modelId === null
          ? await place.start(request, sweepOf(this.#file.get(), entry)?.threads)
          : await place.goOn(modelId);
      if (runId === before) {
        await this.#calledOff(id);
        return free();
      }
      this.#places.begin(place, id, runId);
      this.#heard(place); // it may have ended meanwhile
    } catch (error) {
      await this.#refused(place, entry, toFailure(error));
      free();
    }
  }

  /** Somebody has stopped a run before its first step: it waits, and all behind it. */
  async #calledOff(id: string): Promise<void> {
    await this.#patch(id, { state: 'waiting', startedAt: null }).catch(() => {});
    await this.pause().catch(() => {});
  }

  /** What could not be begun. */
  async #refused(place: Place, entry: QueueEntry, failure: Failure): Promise<void> {
    const { id, modelId } = entry;
    // Somebody was quicker: it begins when that run has ended.
    if (failure.code === 'training.running')
      return this.#patch(id, { state: againAs(modelId), startedAt: null }).catch(() => {});
    // By itself it may have memory enough.
    if (failure.code === 'settings.tooMuchMemory' && this.#places.isBesideOther(place)) {
      this.#places.leaveAlone(id);
      return this.#patch(id, { state: againAs(modelId), startedAt: null }).catch(() => {});
    }
    if (failure.code === 'file.unwritable' || failure.code === 'data.inUse') {
      await this.#patch(id, { state: againAs(modelId) }).catch(() => {});
      return this.#stopFor(failure);
    }
    const patch = failure.code.startsWith('compute.')
      ? brokenOff(entry, modelId, failure)
      : ({ state: 'skipped', failure } as const);
    await this.#patch(id, patch).catch((error: unknown) => this.#stopFor(toFailure(error)));
  }

  async #ended(place: Place, id: string, status: TrainingStatus): Promise<void> {
    this.#places.free(place);
    const entry = this.#entries.find((one) => one.id === id);
    if (!entry) return this.tick();
    const { state, modelId, failure } = status;
    if (state === 'idle') return this.#calledOff(id);
    const isDone = state === 'finished' || state === 'stopped' || state === 'diverged';
    const patch: Partial<QueueEntry> = isDone
      ? { state: 'done', modelId, failure, result: resultOf(status, state) }
      : brokenOff(entry, modelId, failure);
    const after = (entries: readonly QueueEntry[]): QueueEntry[] =>
      entries.map((one) => (one.id === id ? { ...one, ...patch } : one)).filter(isKept);
    try {
      await this.#change(({ entries }) => ({ entries: after(entries) }));
    } catch (error) {
      this.#file.hold({ entries: after(this.#entries) });
      this.#stopFor(toFailure(error));
    }
    this.tick();
  }

  /** Nothing more is begun until somebody has seen why. */
  #stopFor(failure: Failure | null): void {
    const { paused } = this.#file.get();
    if (paused === 'failure') return;
    const changes = { paused: 'failure', failure } as const;
    this.#file.hold(changes); // a disk that takes nothing takes this neither: it counts all the same
    void this.#change(() => changes).catch(() => this.#tell());
  }

  #tell(): void {
    this.#around.changed(this.#changes.next(this.#file.get()));
  }

  get #entries(): readonly QueueEntry[] {
    return this.#file.get().entries;
  }

  /** @throws VerseloomError `queue.notFound`, `queue.underWay` */
  #idle(entries: readonly QueueEntry[], id: string): QueueEntry {
    const entry = entries.find((one) => one.id === id);
    if (!entry) throw new VerseloomError('queue.notFound');
    if (entry.state === 'running' || entry.state === 'done')
      throw new VerseloomError('queue.underWay');
    return entry;
  }

  async #patch(id: string, patch: Partial<QueueEntry>): Promise<void> {
    await this.#change(({ entries }) => ({
      entries: entries.map((one) => (one.id === id ? { ...one, ...patch } : one)),
    }));
  }

  /** One change after another, each made of what the one before has left. */
  #change(change: (now: Queue) => Partial<Queue>): Promise<void> {
    const made = this.#lastChange.then(async () => {
      const changes = change(this.#file.get());
      if (Object.keys(changes).length > 0) await this.#file.set(changes);
      this.#tell();
    });
    this.#lastChange = made.catch(() => {});
    return made;
  }
}

/** What is done and belongs to no sweep is in the library, and no longer in the queue. */
const isKept = ({ state, sweepId }: QueueEntry): boolean => state !== 'done' || sweepId !== null;

const newId = (): string => randomBytes(8).toString('hex');
