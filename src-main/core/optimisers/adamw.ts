/** AdamW (Loshchilov and Hutter, 2017): W ← (1 − η λ) W, and then a step of Adam; the decay λ of the weights has no part in v and s. */
import type { Ops } from '../tensors/ops.ts';
import * as adam from './adam.ts';
import type { Common, OptimiserSettings, StepNumbers, Updated } from './optimiser.ts';

export const numbers = (
  settings: OptimiserSettings,
  learningRate: number,
  step: number,
): StepNumbers => ({
  ...adam.numbers(settings, learningRate, step),
  keep: 1 - learningRate * settings.weightDecay,
});

/** As PyTorch does it, of biases, too. */
export function update<T>(ops: Ops<T>, settings: OptimiserSettings, common: Common<T>) {
  const ofAdam = adam.update(ops, settings, common);
  return ({ W, ...kept }: Updated<T>, g: T): Updated<T> =>
    ofAdam({ ...kept, W: ops.mul(W, common.numbers.keep!) }, g);
}
