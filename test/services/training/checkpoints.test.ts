/** When a run is saved on the way: once early, and then in intervals. */
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { Checkpoints } from '../../../src-main/services/training/checkpoints.ts';

let saves: number[];
const now = (): number => performance.now() / 1000;

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  saves = [];
});

function begin(seconds: number): Checkpoints {
  const begun = now();
  return new Checkpoints(seconds, () => saves.push(now() - begun));
}

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

it('comes with the first epoch, and then in intervals, whatever other epochs there are', () => {
  const checkpoints = begin(10);
  pass(0.5);
  checkpoints.epoch();
  pass(0.25);
  checkpoints.epoch();
  pass(25);
  expect(saves).toEqual([0.5, 10.5, 20.5]);
});

it('comes after two seconds where the first epoch takes longer', () => {
  const checkpoints = begin(10);
  pass(3);
  checkpoints.epoch();
  pass(10);
  expect(saves).toEqual([2, 12]);
});

it('comes sooner where it is wanted more often', () => {
  begin(0.5);
  pass(1.25);
  expect(saves).toEqual([0.5, 1]);
});

it('comes not at all where none is wanted, nor after the end', () => {
  begin(0).epoch();
  const ended = begin(10);
  ended.end();
  ended.epoch();
  const later = begin(10);
  later.epoch();
  later.end();
  pass(100);
  expect(saves).toEqual([0]);
});
