/** How long a sweep on a cluster still takes, if all goes on as it has so far. */
import type { Followed } from './follow.ts';

/**
 * @param epochs that each run makes
 * @returns seconds, about: what an epoch of the runs that are over took, for all that are left, by those who work. Null where nobody works
 * or no run is over yet. Not for runs that are halved: nobody knows how many of them go on
 */
export function secondsLeft(
  { rows, workers }: Pick<Followed, 'rows' | 'workers'>,
  epochs: readonly number[],
): number | null {
  const atWork = workers.flatMap(({ run }) => run ?? []);
  if (atWork.length === 0) return null;
  let [seconds, made] = [0, 0];
  for (const row of rows.values()) [seconds, made] = [seconds + row.seconds, made + row.epochs];
  if (made === 0) return null;
  let left = 0;
  for (const [index, all] of epochs.entries()) if (!rows.has(index)) left += all;
  for (const { epoch } of atWork) left -= epoch;
  return (seconds / made) * (Math.max(0, left) / atWork.length);
}
