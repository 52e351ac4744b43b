/** What happens where weights are so large that the arithmetic leaves the numbers: there is nothing to choose or to score by. */
import type { Choice } from './sampling/choice.ts';

export class Overflow extends RangeError {
  override readonly name = 'Overflow';

  constructor() {
    super('the weights are too large to compute with');
  }
}

/** @returns the same choice, but that it throws `Overflow` for logits that are not all finite */
export const amongNumbers =
  (choose: Choice): Choice =>
  (logits) => {
    let sum = 0;
    for (let id = 0; id < logits.length; id++) sum += logits[id]! * 0; // NaN for what is not finite
    if (sum !== 0) throw new Overflow();
    return choose(logits);
  };
