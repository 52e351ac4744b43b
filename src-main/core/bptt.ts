/** The whole network, forward and backward: from a batch to its loss and the gradient of every parameter. */
import type { CellShape, Forward, State } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import * as crossEntropy from './loss.ts';
import type { Ops } from './tensors/ops.ts';
import * as output from './output-layer.ts';
import type { ParameterMap } from './parameters.ts';

export interface BatchTensors<T> {
  readonly x: T; // ids [T·B]
  readonly y: T; // ids [T·B]
  readonly state: State<T>; // before the first step
}

export interface Shape extends CellShape {
  readonly batchSize: number;
}

/** @returns the mean cross-entropy over the batch's T·B predictions [], its gradients, and the state after it */
export function lossAndGradients<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  shape: Shape,
): { loss: T; gradients: ParameterMap<T>; nextState: State<T> } {
  const cell = cells[shape.cell];
  const N = shape.timeSteps * shape.batchSize;
  const { passed, losses, dH, outputGradients } = toTheCell(ops, parameters, batch, shape);
  const cellGradients = cell.backward(ops, parameters, batch.x, passed, dH, shape);

  return {
    loss: ops.mul(ops.sum(losses), ops.scalar(1 / N)),
    gradients: { ...cellGradients, ...outputGradients },
    nextState: passed.states.at(-1)!,
  };
}

/** Forward, and back as far as the hidden states. */
function toTheCell<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { x, y, state }: BatchTensors<T>,
  shape: Shape,
) {
  const N = shape.timeSteps * shape.batchSize;
  const passed = cells[shape.cell].forward(ops, parameters, x, state, shape);
  const H = hiddenStates(ops, passed); // [N, H]
  const O = output.forward(ops, parameters, H); // [N, V]
  const { losses, logProbabilities } = crossEntropy.forward(ops, O, y);
  const G = crossEntropy.backward(ops, logProbabilities, y); // [N, V]
  const { dH, ...outputGradients } = output.backward(ops, parameters, H, G, N);
  return { passed, losses, dH, outputGradients };
}

/** @returns H_0 … H_{T−1}, which the output layer sees [T·B, H] */
export const hiddenStates = <T>(ops: Ops<T>, { states }: Forward<T>): T =>
  ops.concatRows(states.slice(1).map(([H]) => H));

/**
 * How the gradient comes back through time: the gradient of the mean cross-entropy with respect to what goes into each gate; and the same
 * of the part of it that the last time step alone has, which shows how much of an error reaches the steps before it.
 * @returns both [T·B, G·H], time-major
 */
export function gradientsInTime<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  batch: BatchTensors<T>,
  shape: Shape,
): { ofAll: T; ofLast: T } {
  const cell = cells[shape.cell];
  const { timeSteps } = shape;
  const { passed, dH } = toTheCell(ops, parameters, batch, shape);
  const none = ops.scalar(0);
  const parts = ops.splitRows(dH, timeSteps);
  const last = parts.map((part, t) => (t < timeSteps - 1 ? ops.mul(part, none) : part));
  return {
    ofAll: cell.throughTime(ops, parameters, passed, dH, shape),
    ofLast: cell.throughTime(ops, parameters, passed, ops.concatRows(last), shape),
  };
}
