/** Dropout of the book's section 3.13: an element of a layer's output is 0 with probability p, and else divided by 1 − p. */
import type { Ops } from '../tensors/ops.ts';

/**
 * Of each place that has dropout one mask [T·B, ·], in which an element is 0 or 1/(1 − p): first the embedding's, where there is an
 * embedding, then that of each layer. Without masks nothing is dropped, as when the network writes or is measured.
 */
export type Masks<T> = readonly T[];

/** X ⊙ M */
export function forward<T>(ops: Ops<T>, X: T, mask: T | undefined): T {
  return mask === undefined ? X : ops.mul(X, mask);
}

/** dX ⊙ M */
export const backward = forward;
