/** How far the seeds of one combination lie apart. */
import { expect, it } from 'vitest';
import type { QueueEntry } from '../../../../src-main/contract/runs/queue.ts';
import { seedSpreads } from '../../../../src-renderer/training/queue/seed-spread.ts';

const run = (
  values: QueueEntry['values'],
  perplexity: number | null,
  validationPerplexity: number | null = null,
): Pick<QueueEntry, 'values' | 'result'> => ({
  values,
  result: { outcome: 'finished', epochs: 5, perplexity, validationPerplexity },
});

it('is told of each combination with several good runs, by what is held out where something is', () => {
  const done = [
    run({ sampling: 'random', seed: 1 }, 10),
    run({ sampling: 'random', seed: 2 }, 40),
    run({ sampling: 'random', seed: 3 }, null), // it diverged
    run({ sampling: 'consecutive', seed: 1 }, 5, 100),
    run({ sampling: 'consecutive', seed: 2 }, 6, 25),
  ];
  const spreads = seedSpreads(['sampling', 'seed'], done);
  expect(spreads).toMatchObject([
    { values: { sampling: 'random' }, seeds: 2, low: 10, high: 40 },
    { values: { sampling: 'consecutive' }, seeds: 2, low: 25, high: 100 },
  ]);
  expect(spreads.map(({ mean }) => Math.round(mean))).toEqual([20, 50]);
});

it('is nothing without seeds, or with one good run of each', () => {
  expect(seedSpreads(['learningRate'], [run({ learningRate: 1 }, 3)])).toEqual([]);
  expect(seedSpreads(['seed'], [run({ seed: 1 }, 3), run({ seed: 2 }, null)])).toEqual([]);
});
