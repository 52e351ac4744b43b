/** When a process that says nothing counts as one that does not answer. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LEAST_SECONDS, LOADING_SECONDS, Foresight } from '../../src-main/supervisor/patience.ts';
import { plainRnn } from '../contract/all-cells.ts';
import { Watch } from '../../src-main/supervisor/watch.ts';

let watch: Watch;
let changes: boolean[];

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  changes = [];
  watch = new Watch(() => changes.push(watch.isAnswering));
});

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('a process that owes something', () => {
  it('and says nothing does not answer after a while, until it says something', () => {
    watch.heard();
    const paid = watch.owe(0);
    pass(LEAST_SECONDS);
    expect(changes).toEqual([]);
    pass(1.5);
    expect(changes).toEqual([false]);
    watch.heard();
    expect(changes).toEqual([false, true]);
    pass(LEAST_SECONDS + 1.5);
    expect(changes).toEqual([false, true, false]);
    paid();
    expect(changes).toEqual([false, true, false, true]);
    pass(1000);
    expect(changes).toHaveLength(4);
  });

  it('has more time for its first word, since it loads its engine', () => {
    watch.owe(0);
    pass(LOADING_SECONDS);
    expect(changes).toEqual([]);
    pass(1.5);
    expect(changes).toEqual([false]);
  });

  it('has many times as long as the longest step so far', () => {
    watch.owe(0);
    watch.heard(17);
    watch.heard(0);
    pass(170);
    expect(changes).toEqual([]);
    pass(1.5);
    expect(changes).toEqual([false]);
  });

  it('has as long as a slow machine takes for a step of which nothing is known yet', () => {
    watch.heard();
    watch.owe(60);
    pass(60);
    expect(changes).toEqual([]);
    pass(1.5);
    expect(changes).toEqual([false]);
  });

  it('is not held to what another call takes that is answered by now', () => {
    watch.heard();
    watch.owe(60)();
    watch.owe(0);
    pass(LEAST_SECONDS + 1.5);
    expect(changes).toEqual([false]);
  });

  it('is not silent while the machine sleeps, nor while its host is held up', () => {
    watch.heard();
    watch.owe(0);
    const clock = vi.spyOn(performance, 'now');
    onTestFinished(() => clock.mockRestore());
    const before = performance.now();
    clock.mockReturnValue(before + 3_600_000); // an hour passes between two looks
    pass(0.5);
    expect(changes).toEqual([]);
  });
});

it('a process that owes nothing may say nothing', () => {
  watch.heard();
  watch.owe(0)();
  pass(1000);
  expect(changes).toEqual([]);
});

describe('what is known of a call beforehand', () => {
  const settings = { ...plainRnn, hiddenSize: 256, timeSteps: 35, batchSize: 32 };
  it.each([
    // A step of 17 seconds on the machine that it was seen on; ten times that is not too much to wait for.
    [
      'a huge step',
      'measure',
      { ...plainRnn, vocabularySize: 2500, hiddenSize: 2048, timeSteps: 200, batchSize: 32 },
      100,
      300,
    ],
    [
      'the same in a run',
      'train',
      {
        settings: { ...plainRnn, hiddenSize: 2048, timeSteps: 200, batchSize: 32 },
        vocabularySize: 2500,
      },
      100,
      300,
    ],
    [
      'a step at the size of the book',
      'train',
      { settings, vocabularySize: 1027 },
      1,
      LEAST_SECONDS,
    ],
    ['a question', 'info', {}, 0, 0],
  ] as const)('%s', (_, name, input, least, most) => {
    const foresight = new Foresight();
    expect(foresight.slowest(name, input)).toBeGreaterThanOrEqual(least);
    expect(foresight.slowest(name, input)).toBeLessThanOrEqual(most);
  });

  it('of a score is by the model that was opened for it', () => {
    const foresight = new Foresight();
    const score = { key: 'huge', text: 'x' };
    expect(foresight.slowest('score', score)).toBe(0);
    const architecture = { ...plainRnn, vocabularySize: 20_000, hiddenSize: 4096 };
    foresight.slowest('open', { key: 'huge', model: { architecture } });
    foresight.slowest('open', {
      key: 'tiny',
      model: { architecture: { ...architecture, hiddenSize: 8 } },
    });
    expect(foresight.slowest('score', score)).toBeGreaterThan(LEAST_SECONDS);
    expect(foresight.slowest('score', { ...score, key: 'tiny' })).toBeLessThan(1);
    foresight.slowest('close', { key: 'huge' });
    expect(foresight.slowest('score', score)).toBe(0);
  });
});
