/** Cross-entropy of predictions against the characters that came. */
import type { Ops } from './tensors/ops.ts';

/**
 * −log softmax(O)[n, y_n], by the log-softmax, so that it is finite for every finite O.
 * @param O logits [N, V]
 * @param y ids [N]
 */
export function forward<T>(ops: Ops<T>, O: T, y: T): { losses: T; logProbabilities: T } {
  const logProbabilities = ops.logSoftmax(O); // [N, V]
  return { losses: ops.sub(ops.scalar(0), ops.pick(logProbabilities, y)), logProbabilities };
}

/**
 * Gradient of the sum of the losses with respect to O, *expected minus observed*: softmax(O), less 1 at (n, y_n).
 * Each row has one such place, so a plain replacement does.
 */
export function backward<T>(ops: Ops<T>, logProbabilities: T, y: T): T {
  const probabilities = ops.exp(logProbabilities); // [N, V]
  return ops.put(probabilities, y, ops.sub(ops.pick(probabilities, y), ops.scalar(1)));
}

/** exp of a mean cross-entropy; the greatest number where that would be infinite, which neither JSON nor a chart can show. */
export function perplexityOf(meanLoss: number): number {
  return Math.min(Math.exp(meanLoss), Number.MAX_VALUE);
}
