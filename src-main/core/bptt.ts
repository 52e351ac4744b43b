/** The whole network, forward and backward: from a batch to its loss and the gradient of every parameter. */
import type { CellShape } from './cells/cell.ts';
import type { Masks } from './layers/dropout.ts';
import * as layers from './layers/layers.ts';
import * as crossEntropy from './loss.ts';
import type { Ops } from './tensors/ops.ts';
import * as output from './output-layer.ts';
import type { Architecture, ParameterMap } from './parameters.ts';

export interface BatchTensors<T> {
  readonly x: T; // ids [K·T·B], of the K batches that are read
  readonly y: T; // ids [T·B]
  /** Where more is read than is predicted: rows of x, whose next characters are y. */
  readonly predicted?: T | undefined; // [T·B]
  readonly states: layers.LayerStates<T>; // before the first step
  readonly masks?: Masks<T>; // of dropout
}

/** T is that of a batch: its T·B predictions are what the loss is of. */
export interface Shape extends CellShape {
  readonly batchSize: number;
  /** K, of the batches that are read one after the other, of which one is predicted; 1 unless told. */
  readonly batches?: number | undefined;
  /** p; none without. */
  readonly dropout?: number;
}

/** @returns what the network reads, as one long batch of K·T time steps */
const allThatIsRead = ({ batches = 1, ...shape }: Shape): Shape => ({
  ...shape,
  timeSteps: batches * shape.timeSteps,
});

/**
 * Where more than the batch is read, the gradient goes back through all time steps before it, which are reckoned with the weights as they
 * are now; what is read behind it has no part in the loss.
 * @returns the mean cross-entropy over the batch's T·B predictions [], its gradients, and the states after it
 */
export function lossAndGradients<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  shape: Shape,
): { loss: T; gradients: ParameterMap<T>; nextStates: layers.LayerStates<T> } {
  const N = shape.timeSteps * shape.batchSize;
  const { passed, losses, dH, ofOutput } = toTheLayers(ops, parameters, batch, shape);
  const { x, masks } = batch;
  const read = allThatIsRead(shape);
  const dHs = amongAllRead(ops, dH, batch, read);
  const ofLayers = layers.backward(ops, parameters, x, passed, dHs, read, masks);
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

/** Forward, and back as far as the hidden states of the highest layer that something is predicted from: dH is [T·B, H]. */
function toTheLayers<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { x, y, states, masks, predicted }: BatchTensors<T>,
  shape: Shape,
) {
  const N = shape.timeSteps * shape.batchSize;
  const passed = layers.forward(ops, parameters, x, states, allThatIsRead(shape), masks);
  const H = predicted === undefined ? passed.H : ops.gatherRows(passed.H, predicted); // [N, H]
  const ofOutput = outputParameters(parameters, shape);
  const O = output.forward(ops, ofOutput, H); // [N, V]
  const { losses, logProbabilities } = crossEntropy.forward(ops, O, y);
  const G = crossEntropy.backward(ops, logProbabilities, y); // [N, V]
  const { dH, ...gradients } = output.backward(ops, ofOutput, H, G, N);
  return { passed, losses, dH, ofOutput: gradients };
}

/** @returns the gradient with respect to the states of all that is read [K·T·B, H]: zeros but where something is predicted from them */
const amongAllRead = <T>(
  ops: Ops<T>,
  dH: T,
  { predicted }: BatchTensors<T>,
  { timeSteps, batchSize }: Shape,
): T => (predicted === undefined ? dH : ops.sumRowsById(dH, predicted, timeSteps * batchSize));

/** @returns those of the output layer, whose weights are the embedding's where they are tied: both are rows of the characters [V, H] */
export const outputParameters = <T>(
  { E, W_hq, b_q }: ParameterMap<T>,
  { tied }: Architecture,
): output.OutputParameters<T> => ({ W_hq: tied ? E : W_hq, b_q });

/**
 * How the gradient comes back through time: the gradient of the mean cross-entropy with respect to what goes into each gate; and the same
 * of the part of it that the last time step alone has, which shows how much of an error reaches the steps before it.
 * @returns both, of the gates of all layers [K·T·B, L·G·H], time-major
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
  const read = allThatIsRead(shape);
  const throughTime = (dH: T): T => {
    const dHs = amongAllRead(ops, dH, batch, read);
    return ops.concatColumns(layers.throughTime(ops, parameters, passed, dHs, read, batch.masks));
  };
  return { ofAll: throughTime(dH), ofLast: throughTime(ops.concatRows(last)) };
}
