/** The whole network, forward and backward: from a batch to its loss and the gradient of every parameter. */
import * as cell from './cells/rnn.ts';
import * as crossEntropy from './loss.ts';
import type { Ops } from './tensors/ops.ts';
import * as output from './output-layer.ts';
import type { ParameterMap } from './parameters.ts';

export interface BatchTensors<T> {
  readonly x: T; // ids [T·B]
  readonly y: T; // ids [T·B]
  readonly state: T; // H_{−1} [B, H]
}

export interface Shape {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly timeSteps: number;
  readonly batchSize: number;
}

/** @returns the mean cross-entropy over the batch's T·B predictions [], its gradients, and the state after it [B, H] */
export function lossAndGradients<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { x, y, state }: BatchTensors<T>,
  { vocabularySize, timeSteps, batchSize }: Shape,
): { loss: T; gradients: ParameterMap<T>; nextState: T } {
  const N = timeSteps * batchSize;
  const { states, losses, dH, outputGradients } = toTheCell(
    ops,
    parameters,
    { x, y, state },
    timeSteps,
    N,
  );
  const cellGradients = cell.backward(ops, parameters, x, states, dH, vocabularySize);

  return {
    loss: ops.mul(ops.sum(losses), ops.scalar(1 / N)),
    gradients: { ...cellGradients, ...outputGradients },
    nextState: states.at(-1)!,
  };
}

/** Forward, and back as far as the hidden states. */
function toTheCell<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { x, y, state }: BatchTensors<T>,
  timeSteps: number,
  N: number,
) {
  const states = cell.forward(ops, parameters, x, state, timeSteps);
  const H = ops.concatRows(states.slice(1)); // [N, H]
  const O = output.forward(ops, parameters, H); // [N, V]
  const { losses, logProbabilities } = crossEntropy.forward(ops, O, y);
  const G = crossEntropy.backward(ops, logProbabilities, y); // [N, V]
  const { dH, ...outputGradients } = output.backward(ops, parameters, H, G, N);
  return { states, losses, dH, outputGradients };
}

/**
 * How the gradient comes back through time: the gradient of the mean cross-entropy with respect to what goes into each tanh; and the same
 * of the part of it that the last time step alone has, which shows how much of an error reaches the steps before it.
 * @returns both [T·B, H], time-major
 */
export function gradientsInTime<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  { timeSteps, batchSize }: Shape,
): { ofAll: T; ofLast: T } {
  const { states, dH } = toTheCell(ops, parameters, batch, timeSteps, timeSteps * batchSize);
  const none = ops.scalar(0);
  const parts = ops.splitRows(dH, timeSteps);
  const last = parts.map((part, t) => (t < timeSteps - 1 ? ops.mul(part, none) : part));
  return {
    ofAll: cell.throughTime(ops, parameters, states, dH),
    ofLast: cell.throughTime(ops, parameters, states, ops.concatRows(last)),
  };
}
