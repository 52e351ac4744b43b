/** What may come next in one stream: the model's probabilities under its settings and under the mask of a constraint. */
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import { keepMostProbable } from '../sampling/most-probable.ts';
import type { Random } from '../random.ts';
import type { Constraint } from './constraint.ts';

/** The ids that a mask allows: masks are shared, and so are these. */
const allowedIds = new WeakMap<Uint8Array, Int32Array>();

function idsOf(mask: Uint8Array): Int32Array {
  let ids = allowedIds.get(mask);
  if (!ids) {
    let count = 0;
    ids = new Int32Array(mask.length);
    for (let id = 0; id < mask.length; id++) if (mask[id] === 1) ids[count++] = id;
    ids = ids.slice(0, count);
    allowedIds.set(mask, ids);
  }
  return ids;
}

/** The ids that may come, and how probable each of them is. */
export interface Next {
  readonly ids: Int32Array;
  /** By id [V]; zero also for what is banned. */
  readonly probabilities: Float32Array;
  /** Of all that could come, the share that may. */
  readonly share: number;
  /** The sum over `ids`. */
  readonly mass: number;
}

/**
 * @param probabilities at the temperature [V]; changed
 * @param logProbabilities of the model itself [V]
 * @param recent the ids that the penalty on repetition falls on
 */
export function nextUnder<State>(
  constraint: Constraint<State>,
  state: State,
  probabilities: Float32Array,
  logProbabilities: Float32Array,
  settings: SamplingSettings,
  recent: Iterable<number>,
): Next {
  const { temperature, topK = 0, topP = 1, repetition = 1 } = settings;
  let whole = 1;
  if (repetition !== 1)
    for (const id of recent) {
      const heat = temperature === 0 ? 1 : temperature;
      probabilities[id]! *= Math.exp(((repetition - 1) * logProbabilities[id]!) / heat);
    }
  if (temperature > 0 && (topK > 0 || topP < 1)) {
    const weights = Float64Array.from(probabilities);
    keepMostProbable(weights, topK, topP);
    probabilities.set(weights);
  }
  if (repetition !== 1 || topK > 0 || topP < 1) whole = sum(probabilities);
  for (const id of constraint.banned?.(state) ?? []) probabilities[id] = 0;
  const ids = idsOf(constraint.allowed(state));
  let mass = 0;
  for (let i = 0; i < ids.length; i++) mass += probabilities[ids[i]!]!;
  return { ids, probabilities, share: mass / whole, mass };
}

/** @returns an id, as probable as it is; the most probable one where there is no temperature */
export function drawFrom(next: Next, temperature: number, random: Random): number {
  const { ids, probabilities, mass } = next;
  if (temperature > 0) {
    let rest = random.uniform() * mass;
    for (let i = 0; i < ids.length; i++) if ((rest -= probabilities[ids[i]!]!) < 0) return ids[i]!;
    // `rest` was rounded up to the sum
  }
  return mostProbable(next);
}

/** @returns how probable `drawFrom` is to give each id [V]; nothing is where nothing may come */
export function drawnFrom(next: Next, temperature: number): Float32Array {
  const { ids, probabilities, mass } = next;
  const drawn = new Float32Array(probabilities.length);
  if (!(mass > 0)) return drawn;
  if (temperature === 0) drawn[mostProbable(next)] = 1;
  else for (const id of ids) drawn[id] = probabilities[id]! / mass;
  return drawn;
}

function mostProbable({ ids, probabilities }: Next): number {
  let best = ids[0]!;
  for (const id of ids) if (probabilities[id]! > probabilities[best]!) best = id;
  return best;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
