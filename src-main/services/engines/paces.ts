/** How quickly runs of a shape go on this machine: measured for a moment while nothing trains, seen of runs that have ended, and remembered. */
import type { RunPace } from '../../contract/runs/run-pace.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Beside, Supervisor } from '../../supervisor/supervisor.ts';
import { isSameShape, type KeptPace, type Remembered } from './remembered.ts';
import {
  forecastSeconds,
  LONGEST_FORECAST_STEP,
  measurable,
  operations,
  stepShapeOf,
  type StepShape,
} from './step-cost.ts';

/** For so long steps are made: some of the largest that are measured, and enough for other work on the machine to even out. */
const SECONDS = 0.4;
/** Of two at once: they begin at about the same time, and go on together for most of it. */
const TOGETHER = 1.2;
/** More steps of an epoch tell nothing new, and an epoch of longer ones takes too long; seconds, about. */
const MOST_STEPS = 8;
const LONGEST_EPOCH = 0.3;
/** What was found a while ago was found under another load; ms. */
const FRESH_MS = 10 * 60_000;
/** What a run does besides its steps, where nothing of that was measured: in seconds, of a common machine. */
const BESIDES = { begin: 0.5, open: 0.05, character: 0.0001 };
/** To read is a third of what a step does: forward, and not twice back. */
const READ = 1 / 3;

/** Fewer epochs are as good as none. */
const LEAST_EPOCHS = 5;

export interface PaceShape extends StepShape {
  /** Of an epoch. */
  readonly steps: number;
}

export interface FoundPace {
  readonly pace: RunPace;
  /** Of that very shape; or else reckoned from one that is like it. */
  readonly isOwn: boolean;
}

/** What is known of some shape. */
type KnownPace = Pick<KeptPace, 'engine' | 'pace'> & StepShape;
/** What was found of two at once; `at` in ms. */
interface Two {
  readonly engine: EngineStart['engine'];
  readonly shape: StepShape;
  readonly share: number;
  readonly at: number;
}

export class Paces {
  readonly #supervisor: Supervisor;
  readonly #remembered: Remembered;
  readonly #isBusy: () => boolean;
  /** One at a time: two would measure each other. */
  #turn: Promise<unknown> = Promise.resolve();
  #stop = new AbortController();
  /** That of the run under way, as soon as it has made an epoch. */
  #underWay: KnownPace | undefined;
  readonly #ofTwo: Two[] = [];
  /** Done when the last pace is written. */
  #kept: Promise<unknown> = Promise.resolve();

  /** @param isBusy whether a run is under way, which is not to be disturbed, and would be measured with it */
  constructor(supervisor: Supervisor, remembered: Remembered, isBusy: () => boolean) {
    this.#supervisor = supervisor;
    this.#remembered = remembered;
    this.#isBusy = isBusy;
  }

  /**
   * @returns what was found lately of that very shape, or else what is measured now; while a run is under way, what is known of this
   * shape, or else reckoned from what is known of others; undefined where nothing is
   */
  async of(start: EngineStart, shape: PaceShape): Promise<FoundPace | undefined> {
    const kept = await this.#find(start, shape);
    if (kept && Date.now() - Date.parse(kept.at) < FRESH_MS)
      return { pace: kept.pace, isOwn: true };
    const measured = this.#turn.then(() => this.#measure(start, shape));
    this.#turn = measured.catch(() => {});
    const pace = await measured;
    if (pace) return { pace, isOwn: true };
    if (kept) return { pace: kept.pace, isOwn: true };
    return this.like(start, shape);
  }

  /**
   * Two runs at once, one thread each, against one after the other as they are made otherwise: the same steps, in turn.
   * @returns the share of the time that they take; while a run is under way, what was found last; undefined where nothing is
   */
  async ofTwo(start: EngineStart, shape: PaceShape): Promise<number | undefined> {
    const found = (): Two | undefined =>
      this.#ofTwo.findLast((one) => one.engine === start.engine && isSameShape(one.shape, shape));
    const known = found();
    if (known && Date.now() - known.at < FRESH_MS) return known.share;
    const measured = this.#turn.then(() => this.#measureTwo(start, shape));
    this.#turn = measured.catch(() => {});
    const share = await measured;
    if (share === undefined) return known?.share;
    this.#ofTwo.push({ engine: start.engine, shape, share, at: Date.now() });
    return share;
  }

  async #measureTwo(start: EngineStart, shape: PaceShape): Promise<number | undefined> {
    const alone = { ...start, threads: 1 };
    const one = await this.#measureAt(start, shape);
    const two =
      one && (await Promise.all([1, 2].map(() => this.#measureAt(alone, shape, TOGETHER))));
    const [a, b] = two ?? [];
    if (!one || !a || !b) return undefined;
    const step = (a.step + b.step) / 2;
    if (!(await this.#find(alone, shape))) await this.#keep(alone, shape, { ...a, step });
    return step / 2 / one.step;
  }

  /** @returns what is known, without a measurement */
  async like(start: EngineStart, shape: StepShape): Promise<FoundPace | undefined> {
    const all = await this.#remembered.paces(start);
    const own = all.findLast((one) => isSameShape(one, shape));
    if (own) return { pace: own.pace, isOwn: true };
    const cost = operations(shape);
    const farness = (one: StepShape): number => Math.abs(Math.log(operations(one) / cost));
    const nearest = (known: readonly KnownPace[]): KnownPace | undefined =>
      known.toSorted((a, b) => farness(a) - farness(b))[0];
    const underWay = this.#underWay ? [this.#underWay] : [];
    const found =
      nearest([...all, ...underWay.filter(({ engine }) => engine === start.engine)]) ??
      // Another engine, or number of threads, takes another time, but seldom one of another order.
      nearest([...(await this.#remembered.paces()), ...underWay]);
    return found && { pace: scaled(found.pace, cost / operations(found)), isOwn: false };
  }

  /** A run has ended: its last epochs tell how long a step takes; what it did besides is as it was measured. */
  sawRun(status: TrainingStatus): void {
    this.#underWay = undefined;
    const kept = this.#note(status);
    this.#kept = Promise.all([this.#kept, kept]);
  }

  async #note(status: TrainingStatus): Promise<void> {
    const { engine, secondsPerEpoch } = status;
    const steps = stepsOf(status);
    // With a held-out part an epoch is not only its steps; and what was there before the run was gone on with may be another machine's.
    const isItsOwn = status.epochs - status.epochsBefore >= LEAST_EPOCHS && !status.validation;
    if (!engine || !isItsOwn || steps < 1) return;
    const { name, threads, leavesRoom = false } = engine;
    const start = { engine: name, threads, leavesRoom };
    const shape = shapeOf(status);
    const kept = await this.#find(start, shape);
    if (kept) await this.#keep(start, shape, { ...kept.pace, step: secondsPerEpoch / steps });
  }

  /** @returns when nothing is measured any more, nor written */
  async close(): Promise<void> {
    this.giveWay();
    await Promise.all([this.#turn, this.#kept]);
  }

  /**
   * A run is under way: what is measured now would disturb it.
   * @param status of the run, whose own epochs tell how quickly this machine is
   */
  giveWay(status?: TrainingStatus): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    if (status) this.#underWay = paceOf(status);
  }

  async #find(start: EngineStart, shape: StepShape): Promise<KeptPace | undefined> {
    const all = await this.#remembered.paces(start);
    return all.findLast((one) => isSameShape(one, shape));
  }

  async #measure(start: EngineStart, shape: PaceShape): Promise<RunPace | undefined> {
    const pace = await this.#measureAt(start, shape);
    if (pace) await this.#keep(start, shape, pace);
    return pace;
  }

  async #measureAt(
    start: EngineStart,
    shape: PaceShape,
    seconds = SECONDS,
  ): Promise<RunPace | undefined> {
    const { steps } = shape;
    const { probe } = measurable(stepShapeOf(shape), LONGEST_FORECAST_STEP);
    if (this.#isBusy() || steps < 1) return undefined;
    const { signal } = this.#stop;
    let link: Beside | undefined;
    const end = (): void => void link?.end();
    signal.addEventListener('abort', end);
    try {
      link = this.#supervisor.beside({ ...start, measures: true });
      const affordable = Math.floor(LONGEST_EPOCH / forecastSeconds(probe, 1));
      const most = Math.max(1, Math.min(MOST_STEPS, steps, affordable));
      // An epoch of fewer steps has fewer batches that each of them reads.
      const made = { ...probe, ...(probe.batches !== undefined && { batches: most }) };
      const found = await link.calls.pace({ ...made, steps: most, seconds });
      return { ...found, step: found.step * (operations(shape) / operations(made)) };
    } catch {
      return undefined; // called off, or an engine that does not work, which is told when a run is to begin with it
    } finally {
      signal.removeEventListener('abort', end);
      await link?.end();
    }
  }

  #keep(
    { engine, threads, leavesRoom = false }: EngineStart,
    shape: StepShape,
    pace: RunPace,
  ): Promise<void> {
    return this.#remembered.keepPace({
      ...{ engine, threads, leavesRoom, at: new Date().toISOString(), pace },
      ...stepShapeOf(shape),
    });
  }
}

const stepsOf = ({ settings, predictionsPerEpoch }: TrainingStatus): number =>
  predictionsPerEpoch / (settings.timeSteps * settings.batchSize);

/** Of a state that is not detached, each step reads all batches of the epoch. */
const shapeOf = (status: TrainingStatus): StepShape => {
  const { settings, vocabularySize } = status;
  const batches = settings.detach ? undefined : stepsOf(status);
  return stepShapeOf({ ...settings, vocabularySize, batches });
};

/** @returns how quickly a run goes by its own epochs; undefined before the first */
function paceOf(status: TrainingStatus): KnownPace | undefined {
  const { engine, settings, secondsPerEpoch } = status;
  const { timeSteps, batchSize } = settings;
  const step = secondsPerEpoch / stepsOf(status);
  if (!engine || !(step > 0) || !Number.isFinite(step)) return undefined;
  const read = (READ * step) / (timeSteps * batchSize);
  return { engine: engine.name, ...shapeOf(status), pace: { ...BESIDES, step, read } };
}

const scaled = ({ begin, step, open, character, read }: RunPace, times: number): RunPace => ({
  ...{ begin, open },
  step: step * times,
  // A character goes through the weights alone, whatever T and B are; of these it is not known which of the two differs.
  ...{ character, read },
});
