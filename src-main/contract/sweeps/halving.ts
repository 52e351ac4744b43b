/** How many runs of a sweep learn on, and after which epochs that is decided: what a person chooses before anything is made. */

/** What a person can choose to divide by. */
export const FACTORS = { min: 2, max: 10, whole: true } as const;

export interface Halving {
  /** One run in so many is kept. */
  readonly factor: number;
  /** How often runs are compared before their end, 1 or more. */
  readonly rungs: number;
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
