/** The queue as the host tells it, what a person does with it, and how long it takes. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import {
  isPending,
  type BesideRun,
  type ListedQueue,
  type QueueChange,
  type QueueEntry,
  type SweptValues,
} from '../../../src-main/contract/runs/queue.ts';
import type { RunRequest } from '../../../src-main/contract/runs/run-request.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Undo } from '../../state/undo.svelte.ts';
import {
  isResting,
  type RunForecast,
  type TrainingStatus,
  type TwoAtOnce,
} from '../../../src-main/contract/training.ts';
import { t } from '../../text/messages.svelte.ts';
import { withChange } from './with-change.ts';

const EMPTY: ListedQueue = { entries: [], sweeps: [], paused: null, failure: null, revision: 0 };

export interface QueueAround {
  readonly notices: Notices;
  readonly undo: Undo;
}

export class RunQueue {
  #queue = $state.raw<ListedQueue>(EMPTY);
  /** What is made at the same time as the run that is shown. */
  beside = $state.raw<BesideRun | null>(null);
  /** The run that is being edited in the form, as it was when the person took it there. */
  editing = $state.raw<QueueEntry | null>(null);
  /** Of each kind of run, by what it depends on; not there where nothing tells. */
  #forecasts = $state.raw<Readonly<Record<string, Pick<RunForecast, 'seconds' | 'isRough'>>>>({});
  readonly entries: readonly QueueEntry[] = $derived(this.#queue.entries);
  readonly sweeps = $derived(this.#queue.sweeps);
  readonly paused = $derived(this.#queue.paused);
  readonly failure = $derived(this.#queue.failure);
  readonly pending: readonly QueueEntry[] = $derived(this.entries.filter(isPending));
  /** What is in the list: what is left to be made, and what could not be. */
  readonly listed: readonly QueueEntry[] = $derived(
    this.entries.filter(({ state }) => state !== 'done'),
  );
  /** Of what has not begun; null where one of them is not known. */
  readonly secondsLeft: number | null = $derived.by(() => {
    let sum = 0;
    for (const entry of this.pending) {
      if (entry.state === 'running') continue;
      const atOnce = this.#atOnce(entry);
      const forecast = this.#forecasts[keyOf(entry.request, atOnce)];
      if (!forecast) return null;
      sum += forecast.seconds / atOnce;
    }
    return sum;
  });
  /** That of some of it is reckoned from runs of other settings. */
  readonly isGuess: boolean = $derived(
    this.pending.some(
      (entry) =>
        entry.state !== 'running' &&
        this.#forecasts[keyOf(entry.request, this.#atOnce(entry))]?.isRough,
    ),
  );
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #calls: ApiCalls;
  readonly #around: QueueAround;
  #asking: Promise<void> = Promise.resolve();

  constructor(calls: ApiCalls, around: QueueAround) {
    this.#calls = calls;
    this.#around = around;
  }

  async load(): Promise<void> {
    this.#accept(await this.#calls['queue.list']({}));
    this.beside = await this.#calls['training.beside']({});
  }

  /** Takes in what the host tells of a change; where one before it was missed, all is listed again. */
  async heard(change: QueueChange): Promise<void> {
    const now = withChange(this.#queue, change);
    if (!now) await this.load();
    else if (now !== this.#queue) this.#accept(now);
  }

  /** Takes in what is made at the same time as the run that is shown. */
  hearBeside(beside: BesideRun): void {
    this.beside = isResting(beside.status.state) ? null : beside;
  }

  /** What is shown is not beside it. */
  hearRun({ runId }: TrainingStatus): void {
    if (this.beside?.status.runId === runId) this.beside = null;
  }

  /** How many runs of its sweep are made at once. */
  #atOnce({ sweepId }: QueueEntry): number {
    return this.sweeps.find(({ id }) => id === sweepId)?.jobs ?? 1;
  }

  #accept(queue: ListedQueue): void {
    this.#queue = queue;
    const { editing } = this;
    const there = this.entries.find(({ id }) => id === editing?.id);
    if (editing && (there?.state === 'running' || there?.state === 'done' || !there))
      this.editing = null;
    this.#asking = this.#asking.then(() => this.#forecast());
  }

  /** Puts runs at the end; that can be taken back. */
  async add(
    runs: readonly { request: RunRequest; values: SweptValues }[],
    sweep?: { name: string; fields: string[]; jobs: number },
  ): Promise<void> {
    const { ids } = await this.#shown(
      this.#calls['queue.add']({ runs: [...runs], ...(sweep && { sweep }) }),
    );
    // One sees it come into the list.
    this.#around.undo.keep(t('runs.queued', { count: ids.length }), async () => {
      await this.#calls['queue.remove']({ ids });
    });
  }

  /** Puts what was edited back to its place. */
  async save(request: RunRequest): Promise<void> {
    const { id, revision } = this.editing!;
    await this.#shown(this.#calls['queue.edit']({ id, revision, request }));
    this.editing = null;
  }

  async move(id: string, by: -1 | 1): Promise<void> {
    const ids = this.listed.map((entry) => entry.id);
    const at = ids.indexOf(id);
    const before = by < 0 ? ids[at - 1] : (ids[at + 2] ?? null);
    if (before !== undefined && at >= 0 && at + by < ids.length) await this.moveBefore(id, before);
  }

  async moveBefore(id: string, before: string | null): Promise<void> {
    await this.#shown(this.#calls['queue.move']({ id, before }));
  }

  async remove(ids: string[]): Promise<void> {
    await this.#shown(this.#calls['queue.remove']({ ids }));
    this.#around.undo.offer(t('runs.unqueued', { count: ids.length }), async () => {
      await this.#calls['queue.restore']({ ids });
    });
  }

  /** Waits until the list shows what was asked for: the host tells it before it answers, unless the link was away. */
  async #shown<Answer>(asked: Promise<Answer>): Promise<Answer> {
    const { revision } = this.#queue;
    const answer = await asked;
    if (this.#queue.revision === revision) await this.load();
    return answer;
  }

  async pause(): Promise<void> {
    await this.#calls['queue.pause']({});
  }
  async resume(): Promise<void> {
    await this.#calls['queue.resume']({});
  }

  /**
   * @param atOnce how many are made at once: of two, each has one thread
   * @returns seconds of one such run; null where nothing tells
   */
  async secondsOf(request: RunRequest, atOnce = 1): Promise<number | null> {
    return (await this.#forecastOf(request, atOnce))?.seconds ?? null;
  }

  #forecastOf(request: RunRequest, atOnce: number): Promise<RunForecast | null> {
    const asked = { ...planned(request), ...(atOnce > 1 && { threads: 1 }) };
    // Without an answer there is nothing to show: what is wrong is said where the run begins.
    return this.#calls['training.forecast'](asked).catch(() => null);
  }

  /** @returns what two such runs at once gain; null where nothing tells */
  async twoAtOnce(request: RunRequest): Promise<TwoAtOnce | null> {
    return this.#calls['training.twoAtOnce'](planned(request)).catch(() => null);
  }

  async #forecast(): Promise<void> {
    clearTimeout(this.#again);
    const asked: string[] = [];
    for (const entry of this.pending) {
      const { request, state } = entry;
      const atOnce = this.#atOnce(entry);
      const key = keyOf(request, atOnce);
      // A guess is made better as runs tell more; of many guesses those that come first.
      const isKnown = this.#forecasts[key]?.isRough === false;
      const isEnough = asked.length >= MOST_GUESSES && key in this.#forecasts;
      if (state === 'running' || isKnown || isEnough || asked.includes(key)) continue;
      asked.push(key);
      const forecast = await this.#forecastOf(request, atOnce);
      if (forecast) this.#forecasts = { ...this.#forecasts, [key]: forecast };
    }
    // A run that has made no epoch yet tells nothing.
    if (this.secondsLeft === null && this.paused === null)
      this.#again = setTimeout(() => void this.#forecast(), AGAIN);
  }
}

/** Forecasts that are asked for again with every change of the queue. */
const MOST_GUESSES = 20;
/** What nothing tells yet is asked for again after so long. */
const AGAIN = 5000; // ms

/** What how long a run takes does not depend on. */
const TIMELESS = [
  ...['learningRate', 'momentum', 'weightDecay', 'schedule', 'warmup', 'stepPeriod', 'stepFactor'],
  'clippingThreshold',
  'seed',
  'firstWeights',
  'letExplode',
];

/** Made once a run, since they are asked for with every change of the queue. */
const keys = new WeakMap<RunRequest, string>();

function keyOf(request: RunRequest, atOnce: number): string {
  const { corpusId, settings, engine, parentId } = request;
  const key =
    keys.get(request) ??
    JSON.stringify([
      ...[corpusId, engine, parentId],
      Object.entries(settings).filter(([field]) => !TIMELESS.includes(field)),
    ]);
  keys.set(request, key);
  return atOnce > 1 ? `${key} beside another` : key;
}

/** @returns what of a run is asked about before it begins */
const planned = ({ corpusId, settings, engine, parentId }: RunRequest) => ({
  ...{ corpusId, settings, engine },
  ...(parentId !== undefined && { parentId }),
});
