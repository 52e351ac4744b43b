/** Stochastic gradient descent with the gradient's norm held below a threshold. */
import { sumOfSquares, type Ops } from './tensors/ops.ts';
import { mapParameters, type ParameterMap } from './parameters.ts';

/**
 * g ← g · min(θ/‖g‖, 1) over the norm of all gradients together (the book's 6.4.5), then W ← W − η g. The update happens
 * whether or not the clip bites; θ = 0 means no clipping.
 * @returns the norm before clipping [], and the parameters after the step
 */
export function clippedSgd<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  gradients: ParameterMap<T>,
  { learningRate, clippingThreshold }: { learningRate: number; clippingThreshold: number },
): { norm: T; parameters: ParameterMap<T> } {
  const norm = ops.sqrt(sumOfSquares(ops, Object.values(gradients)));
  const rate = ops.scalar(learningRate);
  const scale =
    clippingThreshold > 0
      ? ops.mul(ops.minimum(ops.div(ops.scalar(clippingThreshold), norm), ops.scalar(1)), rate)
      : rate;
  return {
    norm,
    parameters: mapParameters(gradients, (gradient, name) =>
      ops.sub(parameters[name], ops.mul(gradient, scale)),
    ),
  };
}
