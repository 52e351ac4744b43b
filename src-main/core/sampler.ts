/** How a corpus becomes batches: the book's random and consecutive sampling, the latter with or without what came before in the epoch. */
import type { Sampling, TrainingSettings } from '../contract/settings.ts';
import type { Gate } from './gate.ts';
import type { Random } from './random.ts';

/** One step's characters and those that follow them, time-major: step t is elements t·B … t·B+B−1. */
export interface Batch {
  readonly x: Int32Array; // [T·B]
  readonly y: Int32Array; // [T·B], the character after each of `x`, or of its rows `predicted`
  /** Of a batch whose state is not detached, x is the whole epoch, [K·T·B] of K batches, and these are its own rows of that; left out where it is all of them. */
  readonly predicted?: Int32Array; // [T·B]
}

/** Of a corpus of `length` characters, the batches of one epoch. Characters that fill no batch are left over. */
export function batchesPerEpoch(
  sampling: Sampling,
  length: number,
  batchSize: number,
  timeSteps: number,
): number {
  // The last character is nothing's input: it is only predicted, hence the −1.
  const batches =
    sampling === 'random'
      ? Math.floor(Math.floor((length - 1) / timeSteps) / batchSize)
      : Math.floor((Math.floor(length / batchSize) - 1) / timeSteps);
  return Math.max(0, batches);
}

type Batching = Pick<TrainingSettings, 'sampling' | 'batchSize' | 'timeSteps'>;

/**
 * @param length of what is learnt, in characters
 * @returns how many batches the network reads in each step: one; or all of the epoch, K, where their states are not detached
 */
export const batchesRead = (
  { detach, sampling, batchSize, timeSteps }: Batching & Pick<TrainingSettings, 'detach'>,
  length: number,
): number => (detach ? 1 : batchesPerEpoch(sampling, length, batchSize, timeSteps));

/** Time steps that a gradient goes back through at most, where the state is not detached: as many as T may be. */
export const MOST_STEPS_BACK = 500;

/** The batches of a run's epochs, of which there are as many in each. */
export interface Sampler {
  /** Batches of an epoch. */
  readonly count: number;
  /**
   * Begins an epoch: what is drawn for it is drawn now.
   * @param gate passed whenever some of a long draw is done
   */
  draw(gate: Gate): Promise<'go' | 'stop'>;
  /** @returns the batch of a step of the epoch, which is counted from 0; it is good until the next one is asked for */
  at(step: number): Batch;
  /** Lets go of what it keeps besides the corpus. */
  dispose(): void;
}

/** Does a slice of work when the engine is free for it. */
type InTurn = (work: () => void) => Promise<void>;

/** @returns the batches of a corpus, drawn as `settings.sampling` says */
export function samplerOf(
  {
    sampling,
    batchSize,
    timeSteps,
    detach = true,
  }: Batching & Partial<Pick<TrainingSettings, 'detach'>>,
  ids: Int32Array,
  random: Random,
  inTurn?: InTurn,
): Sampler {
  return sampling === 'random'
    ? new RandomSampler(ids, batchSize, timeSteps, random, inTurn)
    : detach
      ? new ConsecutiveSampler(ids, batchSize, timeSteps)
      : new WholeEpochSampler(ids, batchSize, timeSteps);
}

/** Examples that are put in order without a break: a large text has so many that each is a wait for the memory. */
const AT_ONCE = 1 << 16;

/** Cuts the corpus into examples of T characters and takes them in an order that is shuffled anew each epoch. */
export class RandomSampler implements Sampler {
  readonly count: number;
  /** The order of the examples: example e begins at character e·T. */
  readonly #order: Int32Array<ArrayBuffer>; // [(L−1) div T]
  readonly #cutter: Cutter;
  readonly #random: Random;
  readonly #inTurn: InTurn;

  constructor(
    ids: Int32Array,
    batchSize: number,
    timeSteps: number,
    random: Random,
    inTurn: InTurn = async (work) => work(),
  ) {
    this.count = batchesPerEpoch('random', ids.length, batchSize, timeSteps);
    this.#order = new Int32Array(Math.max(0, Math.floor((ids.length - 1) / timeSteps)));
    this.#cutter = new Cutter(ids, batchSize, timeSteps);
    this.#random = random;
    this.#inTurn = inTurn;
  }

  async draw(gate: Gate): Promise<'go' | 'stop'> {
    const order = this.#order;
    const last = order.length - 1;
    const slices: (() => void)[] = [];
    for (let from = 0; from <= last; from += AT_ONCE)
      slices.push(() => countUp(order, from, Math.min(from + AT_ONCE, order.length)));
    for (let from = last; from > 0; from -= AT_ONCE)
      slices.push(() => this.#random.shuffle(order, from, Math.max(0, from - AT_ONCE)));
    for (const [i, slice] of slices.entries()) {
      if (i > 0 && (await gate()) === 'stop') return 'stop';
      await this.#inTurn(slice);
    }
    return 'go';
  }

  at(step: number): Batch {
    const { batchSize, timeSteps } = this.#cutter;
    const first = step * batchSize;
    return this.#cutter.cut((b) => this.#order[first + b]! * timeSteps);
  }

  dispose(): void {
    this.#order.buffer.transfer(0); // at once: it may be hundreds of megabytes, of a process that then rests
  }
}

function countUp(numbers: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) numbers[i] = i;
}

/** Cuts the corpus into B long rows and walks along all of them at once, so that each batch goes on where the last ended. */
export class ConsecutiveSampler implements Sampler {
  readonly count: number;
  readonly #rowLength: number;
  readonly #cutter: Cutter;

  constructor(ids: Int32Array, batchSize: number, timeSteps: number) {
    this.count = batchesPerEpoch('consecutive', ids.length, batchSize, timeSteps);
    this.#rowLength = Math.floor(ids.length / batchSize);
    this.#cutter = new Cutter(ids, batchSize, timeSteps);
  }

  draw(): Promise<'go'> {
    return Promise.resolve('go');
  }

  at(step: number): Batch {
    const along = step * this.#cutter.timeSteps;
    return this.#cutter.cut((row) => row * this.#rowLength + along);
  }

  dispose(): void {}
}

/**
 * Walks along the corpus as `ConsecutiveSampler` does, with all of the epoch in each batch: its own characters are read after all that came
 * before them. Those behind them are read, too, since a step then always has the same size, and decide nothing.
 */
export class WholeEpochSampler implements Sampler {
  readonly count: number;
  readonly #whole: Batch; // [K·T·B]
  readonly #predictions: number; // T·B

  constructor(ids: Int32Array, batchSize: number, timeSteps: number) {
    this.count = batchesPerEpoch('consecutive', ids.length, batchSize, timeSteps);
    const rowLength = Math.floor(ids.length / batchSize);
    this.#whole = new Cutter(ids, batchSize, this.count * timeSteps).cut((row) => row * rowLength);
    this.#predictions = timeSteps * batchSize;
  }

  draw(): Promise<'go'> {
    return Promise.resolve('go');
  }

  at(step: number): Batch {
    if (this.count === 1) return this.#whole;
    const { x, y } = this.#whole;
    const N = this.#predictions;
    const predicted = Int32Array.from({ length: N }, (_, n) => step * N + n);
    return { x, y: y.subarray(step * N, (step + 1) * N), predicted };
  }

  dispose(): void {}
}

/** Cuts B examples of T characters out of a corpus, into the same two arrays each time. */
class Cutter {
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly #ids: Int32Array;
  readonly #batch: Batch;

  constructor(ids: Int32Array, batchSize: number, timeSteps: number) {
    this.#ids = ids;
    this.batchSize = batchSize;
    this.timeSteps = timeSteps;
    const empty = () => new Int32Array(timeSteps * batchSize);
    this.#batch = { x: empty(), y: empty() };
  }

  /** @param startOf of each example, counted from 0, the place of its first character */
  cut(startOf: (example: number) => number): Batch {
    const { batchSize, timeSteps } = this;
    const { x, y } = this.#batch;
    for (let b = 0; b < batchSize; b++) {
      const start = startOf(b);
      for (let t = 0; t < timeSteps; t++) {
        x[t * batchSize + b] = this.#ids[start + t]!;
        y[t * batchSize + b] = this.#ids[start + t + 1]!;
      }
    }
    return this.#batch;
  }
}
