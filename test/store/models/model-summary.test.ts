/** What is listed of a run without its file being read whole. */
import { describe, expect, it } from 'vitest';
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { summaryOf } from '../../../src-main/store/models/model-summary.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

describe('the summary of a run', () => {
  const epochs = (count: number) =>
    Array.from({ length: count }, (_, i): EpochReport => {
      return {
        epoch: i + 1,
        perplexity: 1000 - i,
        seconds: 0,
        gradientNorm: 0,
        clipped: 0,
        ...plainEpoch,
      };
    });

  it.each([0, 1, 2, 47, 48])('of %i epochs has all of their perplexities', (count) => {
    const { curve, perplexity } = summaryOf(epochs(count));
    expect(curve).toEqual(epochs(count).map((epoch) => epoch.perplexity));
    expect(perplexity).toBe(curve.at(-1) ?? null);
  });

  it.each([49, 250, 999])('of %i epochs has 48 that are evenly spread, ends included', (count) => {
    const { curve, epochs: total } = summaryOf(epochs(count));
    expect(total).toBe(count);
    expect(curve).toHaveLength(48);
    expect([curve[0], curve.at(-1)]).toEqual([1000, 1001 - count]);
    const steps = curve.slice(1).map((perplexity, i) => curve[i]! - perplexity);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  });
});
