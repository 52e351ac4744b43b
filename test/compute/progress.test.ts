/** Reports on their way to the host: all of them, in order, gathered while a message is under way. */
import { describe, expect, it } from 'vitest';
import { Progress } from '../../src-main/compute/progress.ts';
import type { ComputeEventData } from '../../src-main/contract/compute-api.ts';
import { plainEpoch } from '../contract/plain-epoch.ts';

type Reports = ComputeEventData<'progress'>;

const epoch = (number: number) => ({
  epoch: number,
  perplexity: 2,
  seconds: 0,
  gradientNorm: 1,
  clipped: 0,
  ...plainEpoch,
});
const numbers = (messages: Reports[]) =>
  messages.flatMap(({ epochs }) => epochs.map((report) => report.epoch));

describe('Progress', () => {
  it('sends the first report at once, and what comes after it together', async () => {
    const messages: Reports[] = [];
    const progress = new Progress(async (reports) => void messages.push(reports));
    for (let i = 1; i <= 500; i++) progress.add({ epochs: [epoch(i)] });
    expect(numbers(messages)).toEqual([1]);
    await progress.flush();
    expect(messages.length).toBe(2);
    expect(numbers(messages)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  });

  it('has one message under way at a time, however slow the host is', async () => {
    const messages: Reports[] = [];
    const taken = Promise.withResolvers<void>();
    const progress = new Progress(async (reports) => {
      messages.push(reports);
      if (messages.length === 1) await taken.promise;
    });
    for (let i = 1; i <= 100; i++) {
      progress.add({ epochs: [epoch(i)] });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(messages.length).toBe(1);
    const flushed = progress.flush();
    taken.resolve();
    await flushed;
    expect(messages.length).toBe(2);
    expect(numbers(messages).length).toBe(100);
  });

  it('keeps epochs and samples apart, each in its order', async () => {
    const messages: Reports[] = [];
    const progress = new Progress(async (reports) => void messages.push(reports));
    const sample = (number: number) => ({
      epoch: number,
      prefix: Int32Array.of(1),
      continuation: Int32Array.of(2),
      seconds: 0.01,
    });
    progress.add({ epochs: [epoch(1)] });
    progress.add({ samples: [sample(1)] });
    progress.add({ epochs: [epoch(2)] });
    progress.add({ samples: [sample(2)] });
    await progress.flush();
    expect(numbers(messages)).toEqual([1, 2]);
    expect(messages.flatMap(({ samples }) => samples.map((one) => one.epoch))).toEqual([1, 2]);
  });

  it('has nothing to wait for when nothing was said', async () => {
    await new Progress(async () => expect.fail('there is nothing to send')).flush();
  });
});
