/** The numbers by which the next character is drawn, as they can be typed, and what of them a request says. */
import type { VerseloomError } from '../../../src-main/contract/errors.ts';
import {
  samplingRanges,
  type SamplingNumber,
  type SamplingSettings,
} from '../../../src-main/contract/writing/sampling.ts';
import { readNumber } from '../../controls/fields/read-number.ts';
import { numbers, refuseNumber } from '../../paper/writing-numbers.ts';

export type SamplingTexts = Record<SamplingNumber, string>;

/** In the order in which they stand. */
export const samplingNumbers = ['temperature', 'topK', 'topP', 'repetition'] as const;

/** With these, the three besides the temperature change nothing. */
export const neutral = { topK: 0, topP: 1, repetition: 1 } as const;
export const neutralTexts = { topK: '0', topP: '1', repetition: '1' } as const;

/** The temperature of the greedy choice has a switch of its own. */
export const samplingLimits = { ...samplingRanges, temperature: numbers.temperature } as const;

export const textsOf = (sampling: Required<SamplingSettings>): SamplingTexts => ({
  temperature: String(sampling.temperature),
  topK: String(sampling.topK),
  topP: String(sampling.topP),
  repetition: String(sampling.repetition),
});

export function readSampling(texts: SamplingTexts): Required<SamplingSettings> {
  const { temperature, topK, topP, repetition } = texts;
  return {
    temperature: readNumber(temperature),
    topK: readNumber(topK),
    topP: readNumber(topP),
    repetition: readNumber(repetition),
  };
}

export function refuseSampling(
  texts: SamplingTexts,
): Partial<Record<SamplingNumber, VerseloomError>> {
  const read = readSampling(texts);
  const errors: Partial<Record<SamplingNumber, VerseloomError>> = {};
  for (const field of samplingNumbers) {
    const error = refuseNumber(field, read[field], samplingLimits[field]);
    if (error) errors[field] = error;
  }
  return errors;
}

/** @returns what changes something: the greedy choice is the book's, and knows a temperature of 0 alone */
export function samplingOf(texts: SamplingTexts, greedy: boolean): SamplingSettings {
  if (greedy) return { temperature: 0 };
  const { temperature, topK, topP, repetition } = readSampling(texts);
  return {
    temperature,
    ...(topK !== neutral.topK && { topK }),
    ...(topP !== neutral.topP && { topP }),
    ...(repetition !== neutral.repetition && { repetition }),
  };
}
