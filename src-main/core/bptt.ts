/** The whole network, forward and backward: from a batch to its loss and the gradient of every parameter. */
import type { CellShape } from './cells/cell.ts';
import type { Masks } from './layers/dropout.ts';
import * as layers from './layers/layers.ts';
import * as crossEntropy from './loss.ts';
import type { Ops } from './tensors/ops.ts';
import * as output from './output-layer.ts';
import type { Architecture, ParameterMap } from './parameters.ts';

export interface BatchTensors<T> {
  readonly x: T; // ids [T·B]
  readonly y: T; // ids [T·B]
  readonly states: layers.LayerStates<T>; // before the first step
  readonly masks?: Masks<T>; // of dropout
}

export interface Shape extends CellShape {
  readonly batchSize: number;
  /** p; none without. */
  readonly dropout?: number;
}

/** @returns the mean cross-entropy over the batch's T·B predictions [], its gradients, and the states after it */
export function lossAndGradients<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  shape: Shape,
): { loss: T; gradients: ParameterMap<T>; nextStates: layers.LayerStates<T> } {
  const N = shape.timeSteps * shape.batchSize;
  const { passed, losses, dH, ofOutput } = toTheLayers(ops, parameters, batch, shape);
  const { x, masks } = batch;
  const ofLayers = layers.backward(ops, parameters, x, passed, dH, shape, masks);
  const { W_hq, b_q } = ofOutput;
  const gradients = shape.tied
    ? { ...ofLayers, E: ops.add(ofLayers.E!, W_hq), b_q }
    : { ...ofLayers, W_hq, b_q };
  return {
    loss: ops.mul(ops.sum(losses), ops.scalar(1 / N)),
    gradients: gradients as ParameterMap<T>,
    nextStates: passed.layers.map(({ states }) => states.at(-1)!),
  };
}

/** Forward, and back as far as the hidden states of the highest layer. */
function toTheLayers<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { x, y, states, masks }: BatchTensors<T>,
  shape: Shape,
) {
  const N = shape.timeSteps * shape.batchSize;
  const passed = layers.forward(ops, parameters, x, states, shape, masks);
  const ofOutput = outputParameters(parameters, shape);
  const O = output.forward(ops, ofOutput, passed.H); // [N, V]
  const { losses, logProbabilities } = crossEntropy.forward(ops, O, y);
  const G = crossEntropy.backward(ops, logProbabilities, y); // [N, V]
  const { dH, ...gradients } = output.backward(ops, ofOutput, passed.H, G, N);
  return { passed, losses, dH, ofOutput: gradients };
}

/** @returns those of the output layer, whose weights are the embedding's where they are tied: both are rows of the characters [V, H] */
export const outputParameters = <T>(
  { E, W_hq, b_q }: ParameterMap<T>,
  { tied }: Architecture,
): output.OutputParameters<T> => ({ W_hq: tied ? E : W_hq, b_q });

/**
 * How the gradient comes back through time: the gradient of the mean cross-entropy with respect to what goes into each gate; and the same
 * of the part of it that the last time step alone has, which shows how much of an error reaches the steps before it.
 * @returns both, of the gates of all layers [T·B, L·G·H], time-major
 */
export function gradientsInTime<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  shape: Shape,
): { ofAll: T; ofLast: T } {
  const { timeSteps } = shape;
  const { passed, dH } = toTheLayers(ops, parameters, batch, shape);
  const none = ops.scalar(0);
  const parts = ops.splitRows(dH, timeSteps);
  const last = parts.map((part, t) => (t < timeSteps - 1 ? ops.mul(part, none) : part));
  const throughTime = (dH: T): T =>
    ops.concatColumns(layers.throughTime(ops, parameters, passed, dH, shape, batch.masks));
  return { ofAll: throughTime(dH), ofLast: throughTime(ops.concatRows(last)) };
}
