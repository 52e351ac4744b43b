/** A text on its way to the compute process, piece by piece. */
import type { Calls } from '../contract/api.ts';
import type { ComputeApi } from '../contract/compute-api.ts';

/**
 * @param key by which it is taken there
 * @param length of all pieces together
 * @param pieces ids of characters
 * @returns whether all of it is there: not when it was called off, and then none of it is
 */
export async function giveText(
  calls: Calls<ComputeApi>,
  key: string,
  length: number,
  pieces: Iterable<Int32Array>,
  signal?: AbortSignal,
): Promise<boolean> {
  let sent: Promise<unknown> = Promise.resolve();
  for (const ids of pieces) {
    await sent; // while one was under way, this one was made
    if (signal?.aborted) break;
    sent = calls.read({ text: key, length, ids });
  }
  await sent;
  if (!signal?.aborted) return true;
  await calls.forget({ text: key });
  return false;
}
