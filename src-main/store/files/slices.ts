/** Long work on many numbers, a slice at a time: the window and the training that share this machine go on in between. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';

/** Less than a millisecond of the work that is done here. */
const SLICE = 1 << 16;
/** Milliseconds that gentle work takes at a time, and those that it rests for after them. */
const AT_ONCE_MS = 1;
const REST_MS = 3;

/** The gentle work that this is a part of: when it has last rested, and what puts an end to that. */
const gentle = new AsyncLocalStorage<{ rested: number; readonly hurry: AbortSignal }>();

/**
 * Does work that nobody waits for: it leaves three quarters of a core to those that somebody does wait for. A training step on
 * every core of the machine is as late as the slowest of them, so that work of 40 ms done at once makes a step as much late.
 * @param hurry when somebody waits for it after all
 */
export const gently = <T>(work: () => Promise<T>, hurry: AbortSignal): Promise<T> =>
  gentle.run({ rested: performance.now(), hurry }, work);

/** Lets whatever waits for this thread have its turn. */
export async function giveWay(): Promise<void> {
  const pace = gentle.getStore();
  if (!pace || pace.hurry.aborted || performance.now() - pace.rested < AT_ONCE_MS)
    return setImmediate();
  await setTimeout(REST_MS);
  pace.rested = performance.now();
}

/** @param work on the elements from `start` up to, not including, `end`; the slices cover `length` in order */
export async function inSlices(
  length: number,
  work: (start: number, end: number) => void,
  slice: number = SLICE,
): Promise<void> {
  for (let start = 0; start < length; start += slice) {
    work(start, Math.min(start + slice, length));
    await giveWay();
  }
}
