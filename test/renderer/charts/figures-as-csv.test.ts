/** The figures of a run as CSV: every epoch in full, and no figure for what is beyond all numbers. */
import { expect, it } from 'vitest';
import { figuresAsCsv } from '../../../src-renderer/charts/export/figures-as-csv.ts';
import { RunCurves } from '../../../src-renderer/charts/series/run-curves.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

it('has inf for a perplexity that has exploded', () => {
  const figures = { ...plainEpoch, seconds: 1, gradientNorm: 0.5, clipped: 0 };
  const curves = new RunCurves([
    { ...figures, epoch: 1, perplexity: 64 },
    { ...figures, epoch: 2, perplexity: Number.MAX_VALUE },
  ]);
  const run = {
    ...{ key: 'run', name: 'θ = 0', curves, stepsPerEpoch: 8, total: 2, vocabularySize: 9 },
    counted: null,
    ...{ ink: 'line' as const, dash: [], changes: [], mark: '', label: '' },
  };
  const [head, ...rows] = figuresAsCsv([run], { over: 'epoch' }, null).trimEnd().split('\n');
  const at = head!.split(',').indexOf('perplexity');
  const [first, second] = rows.map((row) => row.split(',')[at]);
  expect(Number(first)).toBeCloseTo(64);
  expect(second).toBe('inf');
});
