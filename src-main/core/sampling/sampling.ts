/** Drawing the next character: the penalty on repetition, the temperature, top-k and top-p, and the draw itself. */
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import type { Random } from '../random.ts';
import { mostOf, type Choice } from './choice.ts';
import { exponentials } from './exponentials.ts';
import { keepMostProbable } from './most-probable.ts';
import { Recent } from './recent.ts';

/**
 * @param recent the ids that the penalty falls on
 * @returns how probable each id is to be drawn, in relation to the others [V]: not negative, and the largest is 1
 */
export function weigh(
  logits: Float32Array,
  { temperature, topK = 0, topP = 1, repetition = 1 }: SamplingSettings,
  recent: Iterable<number>,
): Float64Array {
  const scores = new Float64Array(logits);
  if (repetition !== 1) penalise(scores, repetition, recent);
  if (temperature > 0) exponentials(scores, temperature);
  else {
    const best = mostOf(scores);
    scores.fill(0)[best] = 1;
  }
  if (topK > 0 || topP < 1) keepMostProbable(scores, topK, topP);
  return scores;
}

/** Raises the probabilities of what came of late, at a temperature of 1, to the power of the penalty. @param logits [V]; changed */
function penalise(logits: Float64Array, repetition: number, recent: Iterable<number>): void {
  const normaliser = logSumExp(logits);
  for (const id of recent) logits[id] = normaliser + repetition * (logits[id]! - normaliser);
}

/**
 * @param before what stands before the first choice
 * @param spared the ids that may come again as often as they like, such as the end of a line
 */
export function sampling(
  settings: SamplingSettings,
  random: Random,
  before: ArrayLike<number>,
  spared: readonly number[] = [],
): Choice {
  const recent = new Recent(before, spared);
  return (logits) => {
    const isAsItIs = settings.temperature === 0 && (settings.repetition ?? 1) === 1;
    const chosen = isAsItIs ? mostOf(logits) : draw(weigh(logits, settings, recent.ids()), random);
    recent.add(chosen);
    return chosen;
  };
}

/** Draws from softmax(logits / temperature): below 1 surer, above 1 bolder. A temperature of 0 is the greedy choice. */
export const atTemperature = (temperature: number, random: Random): Choice =>
  sampling({ temperature }, random, []);

/** @param weights [n], not negative and not all zero; @returns a place, as probable as its weight says */
export function draw(weights: Float64Array, random: Random): number {
  let total = 0;
  for (let id = 0; id < weights.length; id++) total += weights[id]!;
  let rest = random.uniform() * total;
  for (let id = 0; id < weights.length; id++) if ((rest -= weights[id]!) < 0) return id;
  return mostOf(weights); // `rest` was rounded up to the total
}

/** @returns log(Σ exp(logit)), what turns logits into logarithms of probabilities */
export function logSumExp(logits: Float32Array | Float64Array): number {
  const highest = logits[mostOf(logits)]!;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - highest);
  return highest + Math.log(sum);
}
