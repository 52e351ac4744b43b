/** How long a sweep on a cluster still takes, from what its runs and machines say. */
import { expect, it } from 'vitest';
import { stillAtWork, type Followed } from '../../../src-main/services/sweeps/cluster/follow.ts';
import type { WorkerState } from '../../../src-main/services/sweeps/cluster/storage.ts';
import { secondsLeft } from '../../../src-main/services/sweeps/cluster/time-left.ts';

/** @param over seconds and epochs of the runs that are, by their numbers. @param atWork numbers of runs, and the epochs that they have made */
const left = (
  over: Readonly<Record<number, readonly [seconds: number, epochs: number]>>,
  atWork: readonly (readonly [index: number, epoch: number])[],
  epochs: readonly number[],
) => {
  const rows = new Map(
    Object.entries(over).map(([index, [seconds, made]]) => [
      Number(index),
      { seconds, epochs: made },
    ]),
  ) as unknown as Followed['rows'];
  const said = atWork.map(([index, epoch]) => ({ run: { index, epoch } }));
  return secondsLeft(
    { rows, workers: stillAtWork(said as unknown as WorkerState[], rows) },
    epochs,
  );
};

it('is what is left at the pace of what was made, shared by those who work', () => {
  // 100 epochs took 50 s; 30 + 60 are left of the two that are under way, and 100 of the one that waits.
  const two = [
    [1, 70],
    [2, 40],
  ] as const;
  expect(left({ 0: [50, 100] }, two, [100, 100, 100, 100])).toBeCloseTo((0.5 * 190) / 2, 10);
});

it('is not known where nobody works or nothing was made, and nothing once all is', () => {
  expect(left({ 0: [50, 100] }, [], [100, 100])).toBeNull();
  expect(left({}, [[0, 10]], [100, 100])).toBeNull();
  // Who made the last one has not said yet that it is over.
  expect(left({ 0: [50, 100], 1: [50, 100] }, [[1, 100]], [100, 100])).toBeNull();
});
