/** What top-k and top-p leave of a distribution. */

/**
 * Sets to zero all but the most probable: at most `topK` of them (0: all), and of these the fewest that have `topP` of their sum, but
 * always one. Of equals, the first come first.
 * @param weights [V], not negative; changed
 */
export function keepMostProbable(weights: Float64Array, topK: number, topP: number): void {
  const order = new Int32Array(weights.length);
  for (let id = 0; id < order.length; id++) order[id] = id;
  let kept = order.length;
  if (topK > 0 && topK < kept) kept = select(order, kept, weights, (count) => count >= topK);
  if (topP < 1) {
    let sum = 0;
    for (let i = 0; i < kept; i++) sum += weights[order[i]!]!;
    const share = topP * sum;
    kept = select(order, kept, weights, (count, mass) => count > 0 && mass >= share);
  }
  for (let i = kept; i < order.length; i++) weights[order[i]!] = 0;
}

/**
 * Hoare's quickselect, which needs no order among those that it takes: a sort would take longer than the network.
 * @param order of which the first `length` are looked at; rearranged
 * @returns how many of the most probable are enough; these come first in `order`
 */
function select(
  order: Int32Array,
  length: number,
  weights: Float64Array,
  isEnough: (count: number, mass: number) => boolean,
): number {
  let [from, to, mass] = [0, length, 0];
  while (from < to) {
    const [pivot, before] = partition(order, from, to, weights);
    if (isEnough(pivot, mass + before)) to = pivot;
    else {
      mass += before + weights[order[pivot]!]!;
      from = pivot + 1;
      if (isEnough(from, mass)) return from;
    }
  }
  return from;
}

/** @returns the place of one of them, before which are those more probable, and the sum of these */
function partition(
  order: Int32Array,
  from: number,
  to: number,
  weights: Float64Array,
): [place: number, before: number] {
  swap(order, (from + to) >> 1, to - 1);
  const pivot = order[to - 1]!;
  const weight = weights[pivot]!;
  let [place, before] = [from, 0];
  for (let i = from; i < to - 1; i++) {
    const id = order[i]!;
    const own = weights[id]!;
    if (own < weight || (own === weight && id > pivot)) continue;
    before += own;
    swap(order, i, place++);
  }
  swap(order, place, to - 1);
  return [place, before];
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a]!;
  order[a] = order[b]!;
  order[b] = kept;
}
