/** The book's stochastic gradient descent (3.6, 6.4.5): W ← W − η g. */
import type { Ops } from '../tensors/ops.ts';
import type { Common, OptimiserSettings, StepNumbers, Updated } from './optimiser.ts';

export const numbers = (_: OptimiserSettings, learningRate: number): StepNumbers => ({
  rate: learningRate,
});

/** η and the factor of clipping are one number before they meet a gradient. */
export function update<T>(ops: Ops<T>, _: OptimiserSettings, { numbers, scale }: Common<T>) {
  const rate = scale === undefined ? numbers.rate! : ops.mul(scale, numbers.rate!);
  return ({ W }: Updated<T>, g: T): Updated<T> => ({ W: ops.sub(W, ops.mul(g, rate)) });
}
