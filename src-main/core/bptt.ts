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
  const states = cell.forward(ops, parameters, x, state, timeSteps);
  const H = ops.concatRows(states.slice(1)); // [N, H]
  const O = output.forward(ops, parameters, H); // [N, V]
  const { losses, logProbabilities } = crossEntropy.forward(ops, O, y);

  const G = crossEntropy.backward(ops, logProbabilities, y); // [N, V]
  const { dH, ...outputGradients } = output.backward(ops, parameters, H, G, N);
  const cellGradients = cell.backward(ops, parameters, x, states, dH, vocabularySize);

  return {
    loss: ops.mul(ops.sum(losses), ops.scalar(1 / N)),
    gradients: { ...cellGradients, ...outputGradients },
    nextState: states.at(-1)!,
  };
}
