/** The input side of a recurrent layer: from what it sees of each character to what goes into its gates. */
import type { Ops } from '../tensors/ops.ts';

/** One-hot vectors [T·B, V], which are told by the ids of their characters [T·B]; or other vectors [T·B, ·], such as hidden states. */
export type Seen<T> = { readonly ids: T } | { readonly X: T };

/** X W_x. A one-hot vector times a matrix is a row of it, so of these it is a look-up. @returns [T·B, G·H] */
export function forward<T>(ops: Ops<T>, W_x: T, seen: Seen<T>): T {
  return 'ids' in seen ? ops.gatherRows(W_x, seen.ids) : ops.matmul(seen.X, W_x);
}

/** Xᵀ dZ; of one-hot vectors, the rows of dZ added up by character. @param rows of W_x. @returns the gradient of W_x */
export function backward<T>(ops: Ops<T>, seen: Seen<T>, dZ: T, rows: number): T {
  return 'ids' in seen ? ops.sumRowsById(dZ, seen.ids, rows) : ops.matmul(seen.X, dZ, { a: true });
}

/** @returns the gradient of vectors that are seen, dZ W_xᵀ [T·B, ·] */
export const gradientOfSeen = <T>(ops: Ops<T>, W_x: T, dZ: T): T =>
  ops.matmul(dZ, W_x, { b: true });
