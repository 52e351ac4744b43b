/** How a corpus becomes batches: the book's random and consecutive sampling. */
import type { Sampling } from '../contract/settings.ts';
import type { Random } from './random.ts';

/** One step's characters and those that follow them, time-major: step t is elements t·B … t·B+B−1. */
export interface Batch {
  readonly x: Int32Array; // [T·B]
  readonly y: Int32Array; // [T·B], the character after each of `x`
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

/** @returns the batches of one epoch, drawn as `sampling` says */
export function batches(
  sampling: Sampling,
  ids: Int32Array,
  batchSize: number,
  timeSteps: number,
  random: Random,
): Iterable<Batch> {
  return sampling === 'random'
    ? randomBatches(ids, batchSize, timeSteps, random)
    : consecutiveBatches(ids, batchSize, timeSteps);
}

/** Cuts the corpus into examples of T characters and takes them in an order that is shuffled anew each epoch. */
export function* randomBatches(
  ids: Int32Array,
  batchSize: number,
  timeSteps: number,
  random: Random,
): Iterable<Batch> {
  const starts = Array.from(
    { length: Math.floor((ids.length - 1) / timeSteps) },
    (_, i) => i * timeSteps,
  );
  random.shuffle(starts);
  for (let b = 0; b + batchSize <= starts.length; b += batchSize)
    yield batchAt(ids, starts.slice(b, b + batchSize), timeSteps);
}

/** Cuts the corpus into B long rows and walks along all of them at once, so that each batch goes on where the last ended. */
export function* consecutiveBatches(
  ids: Int32Array,
  batchSize: number,
  timeSteps: number,
): Iterable<Batch> {
  const rowLength = Math.floor(ids.length / batchSize);
  const rows = Array.from({ length: batchSize }, (_, row) => row * rowLength);
  for (let t = 0; t + timeSteps <= rowLength - 1; t += timeSteps)
    yield batchAt(
      ids,
      rows.map((start) => start + t),
      timeSteps,
    );
}

function batchAt(ids: Int32Array, starts: readonly number[], timeSteps: number): Batch {
  const batchSize = starts.length;
  const x = new Int32Array(timeSteps * batchSize);
  const y = new Int32Array(timeSteps * batchSize);
  starts.forEach((start, b) => {
    for (let t = 0; t < timeSteps; t++) {
      x[t * batchSize + b] = ids[start + t]!;
      y[t * batchSize + b] = ids[start + t + 1]!;
    }
  });
  return { x, y };
}
