/** The queue as a window has it: what is told of a change is put into what it knows, and nothing is listed anew for it. */
import { expect, it } from 'vitest';
import type { Queue, QueueChange, QueueEntry } from '../../../../src-main/contract/runs/queue.ts';
import type { RunForecast } from '../../../../src-main/contract/training.ts';
import { QueueChanges } from '../../../../src-main/services/queue/queue-changes.ts';
import { settled } from '../../fake-host.ts';
import { openWindow } from '../../window.ts';

const entry = (id: string): QueueEntry => ({
  ...{ id, revision: 1, corpusName: 'songs', sweepId: null, values: {} },
  request: { corpusId: 'c', settings: {}, engine: 'auto', withText: true },
  ...{ state: 'waiting', failure: null, attempts: 0, startedAt: null },
  ...{ modelId: null, result: null },
});
const queueOf = (entries: readonly QueueEntry[], paused: Queue['paused'] = null): Queue => ({
  ...{ entries: [...entries], sweeps: [], paused, failure: null },
});
const [a, b, c] = ['a', 'b', 'c'].map(entry) as [QueueEntry, QueueEntry, QueueEntry];

/** A window on a queue that the test changes. */
async function openQueue(
  entries: readonly QueueEntry[],
  forecast: (settings: object) => RunForecast | null = () => null,
) {
  let now = queueOf(entries);
  const changes = new QueueChanges(now.entries);
  const opened = await openWindow({
    'queue.list': () => ({ ...now, revision: changes.revision }),
    'training.forecast': ({ settings }) => forecast(settings),
  });
  const { queue } = opened.app.training;
  return {
    queue,
    /** @returns what is told of it */
    change(next: Queue): QueueChange {
      now = next;
      return changes.next(now);
    },
    async hears(change: QueueChange): Promise<void> {
      opened.emit('queue', change);
      await settled();
    },
    /** How often the whole queue was asked for. */
    listed: () => opened.calls.filter((name) => name === 'queue.list').length,
  };
}

it('is as its host has it after every change, of which only what changed is told', async () => {
  const { queue, change, hears, listed } = await openQueue([]);
  const running: QueueEntry = { ...b, state: 'running' };
  const told: QueueChange[] = [];
  for (const now of [
    queueOf([a, b]),
    queueOf([a, b, c], 'person'),
    queueOf([c, a, b]),
    queueOf([c, a, running]),
    queueOf([a, running]),
    queueOf([]),
  ]) {
    told.push(change(now));
    await hears(told.at(-1)!);
    expect(queue.entries).toEqual(now.entries);
    expect(queue.paused).toBe(now.paused);
  }
  expect(listed()).toBe(0);
  expect(told.map(({ changed, order }) => [changed.map(({ id }) => id), order])).toEqual([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [['c'], ['a', 'b', 'c']],
    [[], ['c', 'a', 'b']],
    [['b'], null],
    [[], ['a', 'b']],
    [[], []],
  ]);
});

it('is listed anew where a change was missed, and not where it was listed with it', async () => {
  const { queue, change, hears, listed } = await openQueue([a]);
  change(queueOf([a, b]));
  const last = change(queueOf([b, a]));
  await hears(last);
  expect(queue.entries.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(listed()).toBe(1);
  await hears(last);
  expect(listed()).toBe(1);
});

it('tells its end, and that it is a guess as long as one of its runs is reckoned from others', async () => {
  const known: RunForecast = {
    ...{ engine: 'onnx', threads: 2, secondsPerStep: 1, secondsPerEpoch: 1, seconds: 10 },
    isRough: false,
  };
  let answer: RunForecast | null = null;
  const other = { ...b, request: { ...b.request, settings: { hiddenSize: 512 } } };
  const { queue, change, hears } = await openQueue([], (settings) =>
    'hiddenSize' in settings ? answer : known,
  );
  await hears(change(queueOf([a])));
  expect([queue.secondsLeft, queue.isGuess]).toEqual([10, false]);
  await hears(change(queueOf([a, other])));
  expect([queue.secondsLeft, queue.isGuess]).toEqual([null, false]);
  answer = { ...known, seconds: 30, isRough: true };
  await hears(change(queueOf([other, a])));
  expect([queue.secondsLeft, queue.isGuess]).toEqual([40, true]);
  answer = { ...known, seconds: 20 }; // measured by now
  await hears(change(queueOf([a, other])));
  expect([queue.secondsLeft, queue.isGuess]).toEqual([30, false]);
});
