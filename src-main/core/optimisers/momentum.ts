/** Gradient descent with momentum, as the book has it (7.4, which has η within v): v ← β v + g, W ← W − η v. */
import type { Ops } from '../tensors/ops.ts';
import { scaled, type Common, type OptimiserSettings, type Updated } from './optimiser.ts';

export { numbers } from './sgd.ts';

export function update<T>(
  ops: Ops<T>,
  { momentum }: OptimiserSettings,
  { numbers, scale }: Common<T>,
) {
  const beta = ops.scalar(momentum);
  return ({ W, v }: Updated<T>, g: T): Updated<T> => {
    const next = ops.add(ops.mul(v!, beta), scaled(ops, g, scale));
    return { W: ops.sub(W, ops.mul(next, numbers.rate!)), v: next };
  };
}
