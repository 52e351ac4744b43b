/** What training costs, roughly and without a measurement: enough to tell how long a measurement may take, and of what. */

import {
  architectureOf,
  gateCount,
  weightsMet,
  type Architecture,
} from '../../contract/architecture.ts';

/** What decides how long a step takes. */
export interface StepShape extends Architecture {
  readonly timeSteps: number;
  readonly batchSize: number;
}

/** @returns that of a run, or of anything that has such a shape, and nothing besides */
export const stepShapeOf = (shape: StepShape): StepShape => ({
  ...architectureOf(shape, shape.vocabularySize),
  ...{ timeSteps: shape.timeSteps, batchSize: shape.batchSize },
});

/** Of an element of [T·B, V + L·G·H] beside its share of the products: look-ups, exponentials and sums, in operations of a product. */
const ELEMENTWISE = 300;
/** Operations a second of a common machine. */
const RATE = 1e11;
/** Seconds, about: a step that is measured should take no longer, or no round of both engines ends in time. */
const LONGEST_STEP = 0.1;

/** A step that is measured for a forecast, of one engine and with nobody waiting, may take longer. */
export const LONGEST_FORECAST_STEP = 0.4;

/** @returns operations of one step: the products at the output and in the cell, each once forward and twice backward */
export function operations({ timeSteps: T, batchSize: B, ...architecture }: StepShape) {
  const { cell, layers, vocabularySize: V, hiddenSize: H } = architecture;
  const elements = V + layers * gateCount(cell) * H;
  return T * B * (6 * weightsMet(architecture) + ELEMENTWISE * elements);
}

/** @returns seconds, right to a factor of a few */
export const forecastSeconds = (shape: StepShape, steps: number): number =>
  (operations(shape) * steps) / RATE;

/**
 * @returns a shape with the same weights whose step is short enough to be measured, and how many times as long one of `shape` takes:
 * time goes with the predictions, T times B
 * @param longest seconds, about, that a step of it may take
 */
export function measurable(
  shape: StepShape,
  longest = LONGEST_STEP,
): { probe: StepShape; times: number } {
  const share = Math.min(1, longest / forecastSeconds(shape, 1));
  const timeSteps = Math.max(1, Math.floor(shape.timeSteps * share));
  const rest = Math.min(1, (share * shape.timeSteps) / timeSteps);
  const batchSize = Math.max(1, Math.floor(shape.batchSize * rest));
  const probe = { ...shape, timeSteps, batchSize };
  return { probe, times: operations(shape) / operations(probe) };
}
