/** A sweep over optimisers: a learning rate that suits one is senseless for another, so each takes its own where none is named for it. */
import {
  highestRate,
  optimiserNames,
  usualRate,
  type OptimiserName,
} from '../optimisers/optimisers.ts';
import type { Swept } from './swept-cells.ts';

export interface SweptRates<Run> {
  readonly runs: Run[];
  /** Of these, runs that take the usual learning rate of their optimiser in place of the one that was asked for. */
  readonly ownRate: number;
  /** Combinations of an optimiser with a learning rate that is too high for it, and so no runs. */
  readonly tooFast: number;
}

/**
 * @param runs every combination
 * @param base what all of them have
 * @returns them with a learning rate that their optimiser can have, where the optimiser is what is swept over
 */
export function withOwnRate<Run extends Swept>(
  runs: readonly Run[],
  base: Readonly<{ optimiser?: unknown; learningRate?: unknown }>,
): SweptRates<Run> {
  const kept: Run[] = [];
  let [ownRate, tooFast] = [0, 0];
  const isRateSwept = new Set(runs.map(({ settings }) => rateIn(settings))).size > 1;
  for (const run of runs) {
    const optimiser = optimiserIn(run.settings);
    // Of runs of one optimiser alone, whatever is wrong is told of the field.
    if (optimiser === undefined || !('optimiser' in run.values)) kept.push(run);
    else if (isRateSwept) {
      if ((rateIn(run.settings) ?? 0) <= highestRate(optimiser)) kept.push(run);
      else tooFast += 1;
    } else if (optimiser === (base.optimiser ?? 'sgd')) kept.push(run);
    else {
      if (typeof base.learningRate === 'number') ownRate += 1;
      const settings = { ...run.settings, learningRate: usualRate(optimiser) };
      kept.push({ ...run, settings });
    }
  }
  return { runs: kept, ownRate, tooFast };
}

const rateIn = ({ learningRate }: Swept['settings']): number | undefined =>
  typeof learningRate === 'number' ? learningRate : undefined;

const optimiserIn = ({ optimiser }: Swept['settings']): OptimiserName | undefined =>
  optimiserNames.find((name) => name === optimiser);
