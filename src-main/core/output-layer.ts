/** The output layer: from hidden states to one logit for each character. */
import type { Ops } from './tensors/ops.ts';

export interface OutputParameters<T> {
  readonly W_hq: T; // [V, H], as rows
  readonly b_q: T; // [V]
}

/** O = H W_hqᵀ + b_q. */
export function forward<T>(ops: Ops<T>, { W_hq, b_q }: OutputParameters<T>, H: T): T {
  return ops.add(ops.matmul(H, W_hq, { b: true }), b_q); // [N, H] → [N, V]
}

/**
 * @param G gradient with respect to O, times N [N, V]
 * @param N divides here and not in G: V·H numbers are fewer than N·V
 */
export function backward<T>(
  ops: Ops<T>,
  { W_hq }: OutputParameters<T>,
  H: T,
  G: T,
  N: number,
): OutputParameters<T> & { readonly dH: T } {
  const perPrediction = ops.scalar(1 / N);
  return {
    W_hq: ops.mul(ops.matmul(G, H, { a: true }), perPrediction), // [V, H]
    b_q: ops.mul(ops.sumRows(G), perPrediction), // [V]
    dH: ops.mul(ops.matmul(G, W_hq), perPrediction), // [N, H]
  };
}
