/** A choice of the next character from what the network says of it, and the one that the book makes. */

/** Chooses the next id from the logits [V]; `NO_CHOICE` ends the writing. */
export type Choice = (logits: Float32Array) => number;
export const NO_CHOICE = -1;

/** The book's choice in `predict_rnn`: the most probable; of equals, the first. */
export const greedy: Choice = (logits) => mostOf(logits);

/** @returns the place of the largest; of equals, the first */
export function mostOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let id = 1; id < values.length; id++) if (values[id]! > values[best]!) best = id;
  return best;
}
