/** What the beats of a compute process say: that it is there, and how long a piece of its work held it up. */
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { Heart } from '../../src-main/compute/heart.ts';

let beats: number[];
let heart: Heart;
let used: number;

beforeEach(() => {
  vi.useFakeTimers();
  used = 0;
  const cpu = vi.spyOn(process, 'cpuUsage').mockImplementation((before) => {
    return { user: used - (before?.user ?? 0), system: 0 };
  });
  onTestFinished(() => {
    vi.useRealTimers();
    cpu.mockRestore();
  });
  beats = [];
  heart = new Heart((seconds) => beats.push(seconds));
});

/** Something takes that long and lets nothing else be done. */
function hold(seconds: number, { works }: { works: boolean }): void {
  const clock = performance.now();
  const spy = vi.spyOn(performance, 'now').mockReturnValue(clock + seconds * 1000);
  if (works) used += seconds * 1e6;
  vi.advanceTimersByTime(500);
  spy.mockRestore();
}

it('beats while something is owed, and only then', async () => {
  vi.advanceTimersByTime(5000);
  expect(beats).toEqual([]);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = [heart.during(() => first.promise), heart.during(() => second.promise)];
  vi.advanceTimersByTime(1000);
  expect(beats).toEqual([0, 0]);
  first.resolve();
  await done[0];
  vi.advanceTimersByTime(500);
  expect(beats).toHaveLength(3);
  second.resolve();
  await done[1];
  vi.advanceTimersByTime(5000);
  expect(beats).toHaveLength(3);
});

it('says how long a step took', () => {
  void heart.during(() => new Promise(() => {}));
  hold(17.5, { works: true });
  expect(beats.at(-1)).toBeCloseTo(17);
});

it('does not take a process that was stopped for one that works', () => {
  void heart.during(() => new Promise(() => {}));
  hold(60, { works: false });
  expect(beats).toEqual([0]);
});
