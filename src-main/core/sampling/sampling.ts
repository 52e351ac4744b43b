/** Drawing the next character: the penalty on repetition, the temperature, top-k and top-p, and the draw itself. */
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import type { Random } from '../random.ts';
import { mostOf, type Choice } from './choice.ts';
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
  const scores = Float64Array.from(logits);
  if (repetition !== 1) {
    const normaliser = logSumExp(logits);
    for (const id of recent) scores[id] = normaliser + repetition * (logits[id]! - normaliser);
  }
  const best = mostOf(scores);
  const highest = scores[best]!;
  if (temperature === 0) scores.fill(0)[best] = 1;
  else
    for (let id = 0; id < scores.length; id++)
      scores[id] = Math.exp((scores[id]! - highest) / temperature);
  if (topK > 0 || topP < 1) keepMostProbable(scores, topK, topP);
  return scores;
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
    const weights = weigh(logits, settings, recent.ids());
    const chosen = settings.temperature === 0 ? mostOf(weights) : draw(weights, random);
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
export function logSumExp(logits: Float32Array): number {
  const highest = logits[mostOf(logits)]!;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - highest);
  return highest + Math.log(sum);
}
