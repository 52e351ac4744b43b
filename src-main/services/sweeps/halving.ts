/**
 * Successive halving: of many runs that have learnt a little, the best part learns on, and of those again the best part.
 *
 * The rungs and the share that is kept are those of ASHA (Li et al., A System for Massively Parallel Hyperparameter Tuning, 2018); each
 * rung waits for all of its runs, as in their synchronous kind (SHA, §3.1), so that which runs are kept depends on the runs alone and not on
 * how many are made at once, or where.
 */

/** What a person can choose to divide by. */
export const FACTORS = { min: 2, max: 10, whole: true } as const;

export interface Halving {
  /** One run in so many is kept. */
  readonly factor: number;
  /** How often runs are compared before their end, 1 or more. */
  readonly rungs: number;
}

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

/**
 * @param runs of the sweep
 * @param epochs that each of them would make: the fewest
 * @returns as many rungs as leave at least one run to learn to its end, and at least one epoch before the first; null where that is none
 */
export function halvingOf(factor: number, runs: number, epochs: number): Halving | null {
  let rungs = 0;
  while (Math.min(runs, epochs) >= factor ** (rungs + 1)) rungs += 1;
  return rungs === 0 ? null : { factor, rungs };
}

/**
 * @param rung from 0 on
 * @returns the epoch after which a run is compared with the others; undefined for the last stretch, which goes to the run's end
 */
export const epochAt = (
  rung: number,
  epochs: number,
  { factor, rungs }: Halving,
): number | undefined =>
  rung < rungs ? Math.max(1, Math.round(epochs / factor ** (rungs - rung))) : undefined;

/** @returns which share of the epochs of all runs is made, about: each rung has fewer of them, for longer */
export function shareOfWork({ factor, rungs }: Halving): number {
  let [share, before] = [0, 0];
  for (let rung = 0; rung <= rungs; rung++) {
    const until = factor ** (rung - rungs);
    share += (until - before) / factor ** rung;
    before = until;
  }
  return share;
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
