/** How gradients are clipped, so that one steep place does not throw the weights away. */
import type { TrainingSettings } from '../../contract/settings.ts';
import { sumOfSquares, type Ops } from '../tensors/ops.ts';

export interface Clipped<T> {
  /** Of all gradients together, before clipping []. */
  readonly norm: T;
  /** In the order in which they came. */
  readonly gradients: readonly T[];
  /** What they are still to be multiplied with []; left out where that is nothing. */
  readonly scale: T | undefined;
  /** The sum of the squares of what was cut off []; where clipping is by value alone. */
  readonly cut: T | undefined;
}

/**
 * By norm, the book's 6.4.5: g ← g · min(θ/‖g‖, 1), over the norm of all gradients together, so that their direction stays. By value:
 * each number of them is held between −θ and θ. θ = 0 means no clipping, of either kind.
 */
export function clip<T>(
  ops: Ops<T>,
  gradients: readonly T[],
  { clip, clippingThreshold }: Pick<TrainingSettings, 'clip' | 'clippingThreshold'>,
): Clipped<T> {
  const norm = ops.sqrt(sumOfSquares(ops, gradients));
  const none = { norm, gradients, scale: undefined, cut: undefined };
  if (clip === 'off' || clippingThreshold === 0) return none;
  const theta = ops.scalar(clippingThreshold);
  if (clip === 'norm') return { ...none, scale: ops.minimum(ops.div(theta, norm), ops.scalar(1)) };
  const zero = ops.scalar(0);
  const negated = (a: T): T => ops.sub(zero, a);
  const held = gradients.map((g) => negated(ops.minimum(negated(ops.minimum(g, theta)), theta)));
  const cut = sumOfSquares(
    ops,
    gradients.map((g, i) => ops.sub(g, held[i]!)),
  );
  return { ...none, gradients: held, cut };
}

/** @returns whether a step's gradients were clipped */
export function wasClipped(
  { clip, clippingThreshold }: Pick<TrainingSettings, 'clip' | 'clippingThreshold'>,
  { norm, cut = 0 }: { readonly norm: number; readonly cut?: number | undefined },
): boolean {
  if (clip === 'off' || clippingThreshold === 0) return false;
  return clip === 'norm' ? norm > clippingThreshold : cut > 0;
}
