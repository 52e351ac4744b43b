/** What training costs, roughly and without a measurement: enough to tell how long a measurement may take, and of what. */

import {
  architectureOf,
  gateCount,
  parameterCount,
  weightsMet,
} from '../../contract/architecture.ts';
import type { StepShape } from '../../contract/runs/step-shape.ts';
import type { Clipping, OptimiserName } from '../../contract/optimisers/optimisers.ts';

export type { StepShape } from '../../contract/runs/step-shape.ts';

/** @returns that of a run, or of anything that has such a shape, and nothing besides */
export const stepShapeOf = (shape: StepShape): StepShape => {
  const { timeSteps, batchSize, batches, dropout, optimiser, clip, clippingThreshold } = shape;
  return {
    ...architectureOf(shape, shape.vocabularySize),
    ...{ timeSteps, batchSize, batches, dropout, optimiser, clip, clippingThreshold },
  };
};

/** @returns what is clipped by; a θ of 0 clips nothing, and any other costs the same */
export const clippingOf = ({
  clip,
  clippingThreshold,
}: Pick<StepShape, 'clip' | 'clippingThreshold'>): Clipping =>
  clippingThreshold === 0 ? 'off' : clip;

/** Of an element of [T·B, V + L·G·H] beside its share of the products: look-ups, exponentials and sums, in operations of a product. */
const ELEMENTWISE = 300;
/**
 * Of a parameter, which is read and written whatever the batch, and has moments of which the same is true; of one that is clipped by
 * itself; and of an element of a mask, which is drawn for every step, in operations of a product. Measured on ONNX Runtime in turns at
 * V 1075, H 256 and V 2500, H 512: Adam's step takes 1.37 and 1.15 times as long as SGD's, at B 8 and T 10 2.4 times; dropout 1.33 and 1.1.
 */
const UPDATED: Readonly<Record<OptimiserName, number>> = {
  ...{ sgd: 300, momentum: 500, adam: 1200, adamw: 1200 },
};
const CLIPPED: Readonly<Record<Clipping, number>> = { off: 0, norm: 0, value: 150 };
const MASKED = 2500;
/** Operations a second of a common machine. */
const RATE = 1e11;
/** Seconds, about: a step that is measured should take no longer, or no round of both engines ends in time. */
const LONGEST_STEP = 0.1;

/** A step that is measured for a forecast, of one engine and with nobody waiting, may take longer. */
export const LONGEST_FORECAST_STEP = 0.4;

/** @returns operations of one step: the products at the output and in the cell, each once forward and twice backward; the masks; the update */
export function operations(shape: StepShape): number {
  const { timeSteps: T, batchSize: B, cell, layers, vocabularySize: V, hiddenSize: H } = shape;
  const N = T * B;
  const read = (shape.batches ?? 1) * N;
  const ofOutput = H * V;
  const masked = shape.dropout > 0 ? layers * H + shape.embeddingSize : 0;
  const updated = UPDATED[shape.optimiser] + CLIPPED[clippingOf(shape)];
  return (
    N * (6 * ofOutput + ELEMENTWISE * V) +
    read * (6 * (weightsMet(shape) - ofOutput) + ELEMENTWISE * layers * gateCount(cell) * H) +
    read * MASKED * masked +
    updated * parameterCount(shape)
  );
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
