/**
 * Successive halving: of many runs that have learnt a little, the best part learns on, and of those again the best part.
 *
 * The rungs and the share that is kept are those of ASHA (Li et al., A System for Massively Parallel Hyperparameter Tuning, 2018); each
 * rung waits for all of its runs, as in their synchronous kind (SHA, §3.1), so that which runs are kept depends on the runs alone and not on
 * how many are made at once, or where.
 */

import type { Halving } from '../../contract/sweeps/halving.ts';

export {
  epochAt,
  FACTORS,
  halvingOf,
  shareOfWork,
  type Halving,
} from '../../contract/sweeps/halving.ts';

/** A run at a rung. */
export interface Standing {
  /** From 0 on. */
  readonly index: number;
  /** The lowest that it has come to by then, on what is held out where there is such a thing; null where no epoch was good. */
  readonly perplexity: number | null;
}

/** Of a run that a rung has compared. */
export interface Placing {
  /** From 1 on: the lowest perplexity is first, and of equal ones the run that comes first in the sweep. */
  readonly place: number;
  readonly isKept: boolean;
}

/** @returns what becomes of each run of a rung, by its index: at least one is kept as long as one has learnt anything */
export function placed(
  standings: readonly Standing[],
  { factor }: Pick<Halving, 'factor'>,
): Map<number, Placing> {
  const worth = ({ perplexity }: Standing): number => perplexity ?? Infinity;
  const order = standings.toSorted((a, b) =>
    worth(a) === worth(b) ? a.index - b.index : worth(a) - worth(b),
  );
  const kept = Math.max(1, Math.floor(standings.length / factor));
  return new Map(
    order.map(({ index, perplexity }, i) => [
      index,
      { place: i + 1, isKept: i < kept && perplexity !== null },
    ]),
  );
}
