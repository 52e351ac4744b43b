/** How probable each character is to be drawn: what a model takes to come next, under the settings and under what is wished of the line. */
import { LINE_END, SONG_END } from '../../../src-main/contract/corpus/song-text.ts';
import type { NextResult } from '../../../src-main/contract/writing/next.ts';
import type { SamplingSettings } from '../../../src-main/contract/writing/sampling.ts';
import { mostOf } from '../../../src-main/core/sampling/choice.ts';
import { Recent } from '../../../src-main/core/sampling/recent.ts';
import { weigh } from '../../../src-main/core/sampling/sampling.ts';

export interface Drawn {
  /** Of each character of the answer, in its order; all zero where none may come. */
  readonly probabilities: Float64Array;
  /** Of what would be drawn without the wishes, the share that they leave. */
  readonly share: number;
}

/**
 * @param answer of the whole vocabulary
 * @returns how the host draws from it by settings: without a call, as one drags a slider
 */
export function drawing({
  characters,
  prefix,
}: Pick<NextResult, 'characters' | 'prefix'>): (settings: SamplingSettings) => Drawn {
  const logits = Float32Array.from(characters, ({ probability }) => Math.log(probability));
  const recent = recentIn(prefix, characters);
  return (settings) => {
    const { temperature, repetition = 1 } = settings;
    const isGreedy = temperature === 0;
    const weights = weigh(logits, isGreedy ? { temperature: 1, repetition } : settings, recent);
    const whole = sum(weights);
    for (const [at, { allowed }] of characters.entries()) if (!allowed) weights[at] = 0;
    const mass = sum(weights);
    const share = mass / whole;
    if (mass === 0) return { probabilities: weights, share };
    if (!isGreedy) return { probabilities: weights.map((weight) => weight / mass), share };
    const best = mostOf(weights);
    weights.fill(0)[best] = 1;
    return { probabilities: weights, share };
  };
}

/** @returns the places of the characters that a penalty falls on: of the last ones, without those that may always come */
function recentIn(prefix: string, characters: NextResult['characters']): ReadonlySet<number> {
  const places = new Map(characters.map(({ character }, at) => [character, at]));
  const placesOf = (text: string): number[] =>
    [...text].flatMap((character) => places.get(character) ?? []);
  return new Recent(placesOf(prefix), placesOf(` ${LINE_END}${SONG_END}`)).ids();
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
