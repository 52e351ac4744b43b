/** Long work on many numbers, a slice at a time: the window and the training that share this process go on in between. */

/** About a millisecond of the work that is done here. */
const SLICE = 1 << 18;

/** Lets whatever waits for this thread have its turn. */
export const giveWay = () => new Promise<void>((resolve) => setImmediate(resolve));

/** @param work on the elements from `start` up to, not including, `end`; the slices cover `length` in order */
export async function inSlices(
  length: number,
  work: (start: number, end: number) => void,
  slice: number = SLICE,
): Promise<void> {
  for (let start = 0; start < length; start += slice) {
    work(start, Math.min(start + slice, length));
    if (start + slice < length) await giveWay();
  }
}
