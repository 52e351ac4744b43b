/** A text on its way to the compute process, piece by piece. */
import type { Calls } from '../contract/api.ts';
import type { ComputeApi } from '../contract/compute-api.ts';
import { aborted } from './aborted.ts';

/**
 * @param key by which it is taken there
 * @param length of all pieces together
 * @param pieces ids of characters
 * @param signal calls it off, also where the process does not answer: nobody waits for it then
 * @returns whether all of it is there: not when it was called off, and then none of it stays there
 */
export async function giveText(
  calls: Calls<ComputeApi>,
  key: string,
  length: number,
  pieces: Iterable<Int32Array>,
  signal?: AbortSignal,
): Promise<boolean> {
  const calledOff = signal && aborted(signal);
  let sent: Promise<unknown> = Promise.resolve();
  const taken = (): Promise<unknown> => (calledOff ? Promise.race([sent, calledOff]) : sent);
  for (const ids of pieces) {
    await taken(); // while one was under way, this one was made
    if (signal?.aborted) break;
    sent = calls.read({ text: key, length, ids });
  }
  await taken();
  if (!signal?.aborted) return true;
  sent.catch(() => {}); // the process may be ended
  calls.forget({ text: key }).catch(() => {});
  return false;
}
