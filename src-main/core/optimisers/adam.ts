/**
 * Adam, as the book has it (7.8; Kingma and Ba, 2014): v ← β₁ v + (1 − β₁) g, s ← β₂ s + (1 − β₂) g²; with v̂ = v / (1 − β₁ᵗ) and
 * ŝ = s / (1 − β₂ᵗ) in step t, W ← W − η v̂ / (√ŝ + ε).
 */
import type { Ops } from '../tensors/ops.ts';
import type { Common, OptimiserSettings, StepNumbers, Updated } from './optimiser.ts';

/** β₂ and ε as PyTorch has them, and the paper. β₁ is the run's β. */
export const BETA_2 = 0.999;
export const EPSILON = 1e-8;

/**
 * Both corrections as two numbers, as in section 2 of the paper: with c = √(1 − β₂ᵗ), W ← W − η c / (1 − β₁ᵗ) · v / (√s + ε c). They
 * are worked out here, in doubles: in floats 0.999ᵗ would be rounded away.
 */
export function numbers(
  { momentum }: OptimiserSettings,
  learningRate: number,
  step: number,
): StepNumbers {
  const c = Math.sqrt(1 - BETA_2 ** step);
  return { rate: (learningRate * c) / (1 - momentum ** step), epsilon: EPSILON * c };
}

export function update<T>(
  ops: Ops<T>,
  { momentum }: OptimiserSettings,
  { numbers, scale }: Common<T>,
) {
  const [beta1, beta2] = [ops.scalar(momentum), ops.scalar(BETA_2)];
  // (1 − β₁) g and (1 − β₂) g², with the factor of clipping in the same numbers.
  const one = scale ?? ops.scalar(1);
  const ofGradient = ops.mul(one, ops.scalar(1 - momentum));
  const ofSquare = ops.mul(ops.mul(one, one), ops.scalar(1 - BETA_2));
  return ({ W, v, s }: Updated<T>, g: T): Updated<T> => {
    const nextV = ops.add(ops.mul(v!, beta1), ops.mul(g, ofGradient));
    const nextS = ops.add(ops.mul(s!, beta2), ops.mul(ops.mul(g, g), ofSquare));
    const step = ops.div(nextV, ops.add(ops.sqrt(nextS), numbers.epsilon!));
    return { W: ops.sub(W, ops.mul(step, numbers.rate!)), v: nextV, s: nextS };
  };
}
