/** The particles of a search: texts on their way, each with its weight. */
import type { Random } from '../random.ts';

/** A character that was written, and those before it. */
export interface Written {
  readonly id: number;
  /** Under the model itself, of natural logarithms. */
  readonly logProbability: number;
  readonly before: Written | null;
}

export interface Particle<State> {
  readonly state: State;
  readonly last: Written | null;
  /** Its text is whole, or there is nothing that it could go on with. */
  readonly over: boolean;
}

/** @returns the first character first */
export function textOf(last: Written | null): Written[] {
  const text: Written[] = [];
  for (let at = last; at; at = at.before) text.push(at);
  return text.reverse();
}

/**
 * Resampling within islands, which keeps some of them from taking over all: where the effective number of an island's particles has
 * fallen below half, each of its places goes to a particle as often as its weight says (systematic resampling: Kitagawa, 1996).
 * @param logWeights [B], changed: what has been resampled weighs the same, and together as before
 * @param ancestors [B], changed: of each place, the one that it goes on from
 */
export function resample(
  logWeights: Float64Array,
  ancestors: Int32Array,
  islands: number,
  random: Random,
): void {
  const size = logWeights.length / islands;
  for (let first = 0; first < logWeights.length; first += size) {
    const weights = logWeights.subarray(first, first + size);
    const highest = weights.reduce((a, b) => Math.max(a, b), -Infinity);
    if (highest === -Infinity) continue;
    let [sum, squares] = [0, 0];
    for (const logWeight of weights) {
      const weight = Math.exp(logWeight - highest);
      sum += weight;
      squares += weight * weight;
    }
    if ((sum * sum) / squares >= size / 2) continue;
    const step = sum / size;
    let at = random.uniform() * step;
    let [particle, reached] = [0, Math.exp(weights[0]! - highest)];
    for (let place = 0; place < size; place++, at += step) {
      while (reached <= at && particle < size - 1)
        reached += Math.exp(weights[++particle]! - highest);
      ancestors[first + place] = first + particle;
    }
    weights.fill(highest + Math.log(step));
  }
}
