/** A run as a screen hands it to the charts, and what it is drawn in there. */
import { RUN_COLOURS } from '../plot/colours.ts';
import type { DrawnRun } from '../plot/plot-of.ts';
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
}

/** Of runs beyond as many as there are colours. */
const DASHES = [[], [7, 4], [2, 3]] as const;

/** @param place among those that are drawn together */
export const dashOf = (place: number): readonly number[] =>
  DASHES[Math.floor(place / RUN_COLOURS) % DASHES.length]!;

/** @returns the name of its colour among the tokens */
export const tokenOf = (place: number): string => `--run-${(place % RUN_COLOURS) + 1}`;

export const drawnRun = (
  { key, curves, stepsPerEpoch, total, vocabularySize }: ShownRun,
  place: number,
  isAlone: boolean,
): DrawnRun => ({
  ...{ key, curves, stepsPerEpoch, total, vocabularySize },
  ...{ ink: isAlone ? 'line' : place, dash: dashOf(place) },
});
