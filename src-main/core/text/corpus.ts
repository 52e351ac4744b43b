/** A body of lyrics as it is learnt: the book's preprocessing, and how much text one batch needs. */
import type { TrainingSettings } from '../../contract/settings.ts';

/**
 * The book's preprocessing: every line feed and every carriage return becomes a space, and the first characters are kept.
 * A lone surrogate, which is no character, becomes U+FFFD.
 * @param maxCharacters Unicode characters to keep; 0 keeps all
 */
export function preprocess(text: string, maxCharacters: number): string {
  const spaced = text.toWellFormed().replace(/[\n\r]/g, ' ');
  return maxCharacters === 0 ? spaced : firstCharacters(spaced, maxCharacters);
}

/** @returns the beginning of a text, at most `count` Unicode characters of it; never half a character. */
export function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++)
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/**
 * The fewest characters L that give one batch of B examples of T steps (and so one batch an epoch).
 * Random sampling cuts (L−1) div T examples and needs B of them; consecutive sampling makes ((L div B)−1) div T batches.
 */
export function neededCharacters({
  batchSize,
  timeSteps,
  sampling,
}: Pick<TrainingSettings, 'batchSize' | 'timeSteps' | 'sampling'>): number {
  return sampling === 'random' ? batchSize * timeSteps + 1 : batchSize * (timeSteps + 1);
}
