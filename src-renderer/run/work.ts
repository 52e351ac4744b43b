/** What an epoch of given settings comes to, by the book's way of cutting what is learnt into batches. */
import type { TrainingSettings } from '../../src-main/contract/settings.ts';

export interface Work {
  /** Characters that are learnt. */
  characters: number;
  steps: number;
  predictions: number;
  /** Characters that one step needs. */
  needed: number;
}

type Shape = Pick<TrainingSettings, 'timeSteps' | 'batchSize' | 'sampling'>;

/** @param characters that are learnt */
export function workOf(settings: Shape, characters: number): Work {
  const { timeSteps: T, batchSize: B } = settings;
  const random = settings.sampling === 'random';
  const steps = random
    ? Math.floor(Math.floor((characters - 1) / T) / B)
    : Math.floor((Math.floor(characters / B) - 1) / T);
  return {
    characters,
    steps: Math.max(0, steps),
    predictions: Math.max(0, steps) * T * B,
    needed: random ? T * B + 1 : (T + 1) * B,
  };
}
