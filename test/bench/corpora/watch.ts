/** How long work takes, and how long this process answers nothing meanwhile. */
import { setTimeout } from 'node:timers/promises';

/** @returns what comes out, the seconds that it took, and the longest time in which this process answered nothing, in milliseconds */
export async function watch<T>(
  work: () => T | Promise<T>,
): Promise<{ result: T; seconds: number; gap: number }> {
  let gap = 0;
  let last = performance.now();
  const look = (): void => {
    gap = Math.max(gap, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 1);
  const started = performance.now();
  try {
    const result = await work();
    await setTimeout(2);
    look();
    return { result, seconds: (performance.now() - started) / 1000, gap };
  } finally {
    clearInterval(timer);
  }
}
