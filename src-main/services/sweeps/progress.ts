/** How far a run of a sweep has come: what halving compares, and the row that it has by now. */
import { comparedBy } from '../../contract/training.ts';
import { parseSettings } from '../../contract/settings.ts';
import { epochAt, type Halving, type Placing } from './halving.ts';
import { bestOf, type Found } from './sweep-folder.ts';
import type { Row, SweptRun } from './swept-run.ts';

export interface RunProgress {
  /** It makes no more epochs of its own. */
  readonly isEnded: boolean;
  /** That it has made. */
  readonly epochs: number;
  /** The lowest perplexity by each rung; null where no epoch was good, or it had diverged by then. */
  readonly lowest: readonly (number | null)[];
  /** What is known of it, whatever becomes of it. */
  readonly row: Row;
}

/** @returns the epochs that a run makes if nothing ends it before. @throws VerseloomError `settings.*` */
export const epochsOf = ({ settings }: SweptRun): number => parseSettings(settings).epochs;

/** @returns the epoch at which a run rests for a rung; undefined where it goes to its end */
export const untilOf = (
  run: SweptRun,
  rung: number,
  halving: Halving | null,
): number | undefined => (halving ? epochAt(rung, epochsOf(run), halving) : undefined);

export function progressOf(
  { outcome, epochs, row: { run: number, ...row } }: Found,
  run: SweptRun,
  halving: Halving | null,
): RunProgress {
  const epochsInAll = epochsOf(run);
  const lowest = Array.from({ length: halving?.rungs ?? 0 }, (_, rung) => {
    const until = epochAt(rung, epochsInAll, halving!)!;
    if (outcome === 'diverged' && row.epochs <= until) return null;
    const best = bestOf(epochs.slice(0, until));
    return best ? comparedBy(best) : null;
  });
  const isEnded = outcome !== null;
  return {
    isEnded,
    epochs: row.epochs,
    lowest,
    row: { run: number, outcome: outcome ?? 'halved', ...row },
  };
}

/** Of a run that has a row and nothing else. */
export const progressByRow = (row: Row, halving: Halving | null): RunProgress => ({
  ...{ isEnded: true, epochs: 0, row },
  lowest: Array.from({ length: halving?.rungs ?? 0 }, () => null),
});

/** @returns whether nothing is left to make of it for now */
export const hasCome = ({ isEnded, epochs }: RunProgress, until: number | undefined): boolean =>
  isEnded || (until !== undefined && epochs >= until);

/** @returns the row of a run that a rung has compared and not kept; one that had ended by itself stays what it was */
export function rowAfter(
  { isEnded, row, lowest }: RunProgress,
  { place }: Placing,
  rung: number,
  of: number,
  kept: number,
): Row {
  if (isEnded) return row;
  const params = { rung: rung + 1, place, of, kept, epoch: row.epochs };
  const perplexity = lowest[rung];
  return {
    ...{ ...row, outcome: 'halved' },
    reason: {
      code: 'sweep.halved',
      params: {
        ...params,
        perplexity:
          perplexity === null || perplexity === undefined ? '∞' : Number(perplexity.toPrecision(6)),
      },
    },
  };
}
