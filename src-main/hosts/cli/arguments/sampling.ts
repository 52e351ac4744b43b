/** How a command draws characters, as it is written. */
import { samplingRanges, type SamplingSettings } from '../../../contract/writing/sampling.ts';
import { numberOf, type Written } from './flags.ts';

/**
 * @param temperature where the person names none
 * @throws VerseloomError as `numberOf`
 */
export const samplingOf = (written: Written, temperature: number): SamplingSettings => ({
  temperature: numberOf(written, 'temperature', samplingRanges.temperature, temperature),
  topK: numberOf(written, 'topK', samplingRanges.topK, 0),
  topP: numberOf(written, 'topP', samplingRanges.topP, 1),
  repetition: numberOf(written, 'repetition', samplingRanges.repetition, 1),
});
