/** How the next character is drawn from a model's probabilities. */
import { z } from 'zod';

/** Range of each number, both ends included. */
export const samplingRanges = {
  temperature: { min: 0, max: 10, whole: false },
  topK: { min: 0, max: 100_000, whole: true },
  topP: { min: 0, max: 1, whole: false },
  repetition: { min: 1, max: 10, whole: false },
} as const;
export type SamplingNumber = keyof typeof samplingRanges;

const { temperature, topK, topP, repetition } = samplingRanges;

/**
 * In the order in which they are applied: first the penalty, then the temperature, then what is left of the most probable. What is
 * left out changes nothing.
 */
export const samplingSettings = z.object({
  /**
   * The penalty θ on what has come of late: p becomes p^θ, so that 1 changes nothing. It is that of Keskar et al., “CTRL”, 2019, section 4.1,
   * on log-probabilities instead of logits: a logit is known up to a constant only, by which a quotient would change.
   */
  repetition: z.number().min(repetition.min).max(repetition.max).optional(),
  /** 0 is the book's greedy choice; otherwise softmax(log p / temperature). */
  temperature: z.number().min(temperature.min).max(temperature.max),
  /** Only so many of the most probable; 0 leaves all (Fan et al., 2018). */
  topK: z.int().min(topK.min).max(topK.max).optional(),
  /** Only the fewest of the most probable that have this share of what is left; 1 leaves all (Holtzman et al., 2020). */
  topP: z.number().min(topP.min).max(topP.max).optional(),
});
export type SamplingSettings = z.infer<typeof samplingSettings>;
