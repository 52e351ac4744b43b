/** How far the seeds of one combination lie apart: what differs by less may be luck. */
import type { QueueEntry, SweptValues } from '../../../src-main/contract/runs/queue.ts';
import { comparedOf } from './heat.ts';

export interface SeedSpread {
  /** The other settings of the combination; none where seeds alone were gone through. */
  readonly values: SweptValues;
  /** Runs that are good. */
  readonly seeds: number;
  readonly low: number;
  readonly high: number;
  /** Geometric. */
  readonly mean: number;
}

/** @returns the combinations with several good runs, in the order of the sweep */
export function seedSpreads(
  fields: readonly string[],
  done: readonly Pick<QueueEntry, 'values' | 'result'>[],
): SeedSpread[] {
  if (!fields.includes('seed')) return [];
  const others = fields.filter((field) => field !== 'seed');
  const groups = Map.groupBy(done, ({ values }) =>
    JSON.stringify(others.map((field) => values[field])),
  );
  return [...groups.values()].flatMap((runs) => {
    const good = runs.map(comparedOf).filter(Number.isFinite);
    if (good.length < 2) return [];
    const mean = Math.exp(good.reduce((sum, one) => sum + Math.log(one), 0) / good.length);
    const values = Object.fromEntries(others.map((field) => [field, runs[0]!.values[field]!]));
    return [{ values, seeds: good.length, low: Math.min(...good), high: Math.max(...good), mean }];
  });
}
