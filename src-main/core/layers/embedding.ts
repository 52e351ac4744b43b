/** The embedding: a learnt vector for each character, smaller than the one-hot vector that it stands in place of. */
import type { Ops } from '../tensors/ops.ts';

/** X = E[x], a one-hot vector times E. @param E [V, E] @param x ids [T·B]. @returns [T·B, E] */
export function forward<T>(ops: Ops<T>, E: T, x: T): T {
  return ops.gatherRows(E, x);
}

/** The rows of dX added up by character. @returns the gradient of E [V, E] */
export function backward<T>(ops: Ops<T>, x: T, dX: T, vocabularySize: number): T {
  return ops.sumRowsById(dX, x, vocabularySize);
}
