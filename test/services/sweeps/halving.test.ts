/** Which runs halving compares, when, and which of them it keeps. */
import { describe, expect, it } from 'vitest';
import {
  epochAt,
  halvingOf,
  placed,
  shareOfWork,
} from '../../../src-main/services/sweeps/halving.ts';

describe('the rungs', () => {
  it('leave one run at least, and one epoch before the first', () => {
    expect(halvingOf(3, 27, 250)).toEqual({ factor: 3, rungs: 3 });
    expect(halvingOf(3, 26, 250)).toEqual({ factor: 3, rungs: 2 });
    expect(halvingOf(3, 1000, 9)).toEqual({ factor: 3, rungs: 2 });
    expect(halvingOf(2, 10_000, 250)).toEqual({ factor: 2, rungs: 7 });
    expect([halvingOf(3, 2, 250), halvingOf(3, 250, 2), halvingOf(10, 9, 9)]).toEqual([
      ...[null, null, null],
    ]);
  });

  it('lie at a factor of epochs from each other, and each later than the one before', () => {
    for (const factor of [2, 3, 4, 10])
      for (let epochs = factor; epochs < 400; epochs += 7) {
        const halving = halvingOf(factor, 10_000, epochs)!;
        const rungs = Array.from({ length: halving.rungs }, (_, i) => epochAt(i, epochs, halving)!);
        expect(rungs.every((at, i) => at > (rungs[i - 1] ?? 0) && at < epochs)).toBe(true);
        expect(epochAt(halving.rungs, epochs, halving)).toBeUndefined();
      }
    expect([0, 1, 2].map((rung) => epochAt(rung, 250, { factor: 3, rungs: 3 }))).toEqual([
      ...[9, 28, 83],
    ]);
  });

  it('make a part of the work', () => {
    expect(shareOfWork({ factor: 3, rungs: 1 })).toBeCloseTo(1 / 3 + 2 / 9);
    expect(shareOfWork({ factor: 2, rungs: 2 })).toBeCloseTo(1 / 4 + 1 / 8 + 1 / 8);
  });
});

describe('what is kept', () => {
  const keptOf = (perplexities: readonly (number | null)[], factor: number): number[] => {
    const standings = perplexities.map((perplexity, index) => ({ index, perplexity }));
    return [...placed(standings, { factor })]
      .filter(([, { isKept }]) => isKept)
      .map(([index]) => index)
      .sort();
  };

  it('is the best part, of equals the first, and one at least', () => {
    expect(keptOf([9, 3, 5, 4, 8, 7], 3)).toEqual([1, 3]);
    expect(keptOf([5, 5, 5, 5], 2)).toEqual([0, 1]);
    expect(keptOf([7, 6], 3)).toEqual([1]);
  });

  it('is nothing that has learnt nothing', () => {
    expect(keptOf([null, 4, null, null], 2)).toEqual([1]);
    expect(keptOf([null, null], 2)).toEqual([]);
  });

  it('does not hang on the order in which the runs are told', () => {
    const standings = [5, 1, 4, 1, null, 9].map((perplexity, index) => ({ index, perplexity }));
    const sorted = (order: typeof standings) =>
      [...placed(order, { factor: 2 })].sort(([a], [b]) => a - b);
    expect(sorted(standings.toReversed())).toEqual(sorted(standings));
  });
});
