/** A run as a screen hands it to the charts, and what it is drawn in there. */
import type { Clipping } from '../../../src-main/contract/optimisers/optimisers.ts';
import { RUN_COLOURS } from '../plot/colours.ts';
import type { DrawnRun, NamedEpoch } from '../plot/plot-of.ts';
import type { RunCurves } from '../series/run-curves.ts';

export interface ShownRun {
  readonly key: string;
  readonly name: string;
  /** What tells it from the others; empty where nothing does. */
  readonly differs: string;
  readonly curves: RunCurves;
  readonly stepsPerEpoch: number;
  /** Epochs that there is room for. */
  readonly total: number;
  /** V, the perplexity of guessing; 0 while it is not known. */
  readonly vocabularySize: number;
  /** What counting alone reaches on what is held out; null where that is not known, or nothing is. */
  readonly counted: number | null;
  /** What θ is a threshold of; by norm without. */
  readonly clip?: Clipping;
  /** Epochs after which something of it became other, with what. */
  readonly changes: readonly NamedEpoch[];
}

/** @returns what a run is called among others */
export const labelOf = ({ name, differs }: Pick<ShownRun, 'name' | 'differs'>): string =>
  differs === '' ? name : differs;

/** @returns what stands at the end of its curve and before its name. @param place among those that are drawn together */
export const markOf = (place: number): string => String(place + 1);

/** Of runs beyond as many as there are colours. */
const DASHES = [[], [7, 4], [2, 3]] as const;

/** @param place among those that are drawn together */
export const dashOf = (place: number): readonly number[] =>
  DASHES[Math.floor(place / RUN_COLOURS) % DASHES.length]!;

/** @returns the name of its colour among the tokens */
export const tokenOf = (place: number): string => `--run-${(place % RUN_COLOURS) + 1}`;

export const drawnRun = (run: ShownRun, place: number, isAlone: boolean): DrawnRun => ({
  ...run,
  ...{ ink: isAlone ? 'line' : place, dash: dashOf(place) },
  ...{ mark: markOf(place), label: labelOf(run) },
});
