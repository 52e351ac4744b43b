/** The places in which runs of the queue are made, what is made there, and what may begin. */
import type { Queue, QueueEntry, Sweep } from '../../contract/runs/queue.ts';
import type { RunRequest } from '../../contract/runs/run-request.ts';
import { isResting, type TrainingStatus } from '../../contract/training.ts';

/** Where a run is made. */
export interface Place {
  status(): TrainingStatus;
  /** @param threads of a sweep; undefined for those that the person has chosen by then */
  start(request: RunRequest, threads: number | null | undefined): Promise<TrainingStatus>;
  goOn(modelId: string): Promise<TrainingStatus>;
  /** Called where there is nothing more to make for now. */
  rest(): void;
}

/** The entry that the run of a place is, and the run's id; null until it has begun. */
interface UnderWay {
  readonly entry: string;
  readonly runId: string | null;
}

/** @returns the sweep of an entry */
export const sweepOf = (
  { sweeps }: Pick<Queue, 'sweeps'>,
  { sweepId }: QueueEntry,
): Sweep | undefined => sweeps.find(({ id }) => id === sweepId);

export class Places {
  /** In the second one, runs are made beside those in the first. */
  readonly all: readonly [Place, Place];
  readonly #underWay = new Map<Place, UnderWay>();
  /** Entries for which there was no memory beside another one. */
  readonly #alone = new Set<string>();

  constructor(all: readonly [Place, Place]) {
    this.all = all;
  }

  /** Whether nothing is made there, by whomever. */
  isFree(place: Place): boolean {
    return !this.#underWay.has(place) && isResting(place.status().state);
  }

  /** Whether somebody else's run, or another entry's, is made at the same time. */
  isBesideOther(place: Place): boolean {
    return !this.isFree(this.#otherThan(place));
  }

  /** @returns the entry whose run is made there, and the run's id */
  at(place: Place): UnderWay | undefined {
    return this.#underWay.get(place);
  }

  /** @returns the entry whose run it is */
  entryOf(runId: string): string | null {
    const place = this.all.find((one) => one.status().runId === runId);
    return (place && this.at(place)?.entry) ?? null;
  }

  begin(place: Place, entry: string, runId: string | null = null): void {
    this.#underWay.set(place, { entry, runId });
  }

  free(place: Place): void {
    this.#underWay.delete(place);
  }

  /** There is no memory for it beside another one. */
  leaveAlone(entry: string): void {
    this.#alone.add(entry);
  }

  /**
   * In their order, one at a time, unless two are of one sweep that makes two at once.
   * @returns the entry that may begin in a place that is free
   */
  nextFor(
    place: Place,
    queue: Pick<Queue, 'entries' | 'sweeps' | 'paused'>,
  ): QueueEntry | undefined {
    const { paused, entries } = queue;
    if (paused !== null || this.all.some((one) => one.status().unsaved)) return undefined;
    const taken = [...this.#underWay.values()].map(({ entry }) => entry);
    const next = entries.find(
      ({ id, state }) => (state === 'waiting' || state === 'interrupted') && !taken.includes(id),
    );
    if (!next || !this.isBesideOther(place)) return next;
    const beside = this.at(this.#otherThan(place));
    // Before it has begun, nobody knows what memory it takes.
    if (!beside || beside.runId === null) return undefined;
    const { sweepId } = entries.find(({ id }) => id === beside.entry) ?? { sweepId: null };
    const isOfTwo = next.sweepId === sweepId && sweepOf(queue, next)?.jobs === 2;
    return isOfTwo && !this.#alone.has(next.id) ? next : undefined;
  }

  #otherThan(place: Place): Place {
    return this.all[place === this.all[0] ? 1 : 0];
  }
}
