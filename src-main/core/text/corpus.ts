/** A body of lyrics as it is learnt: the book's preprocessing, and how much text one batch needs. */
import type { LineBreaks, TrainingSettings } from '../../contract/settings.ts';

/** `maxCharacters`: Unicode characters to keep, with line breaks as they are learnt; 0 keeps all. */
export type Preprocessing = Pick<TrainingSettings, 'maxCharacters' | 'lineBreaks'>;

/* eslint-disable no-control-regex */
const withLineBreaks: Readonly<Record<LineBreaks, (text: string) => string>> = {
  // The line breaks of all systems and programs, one each, and the end of a song.
  space: (text) => text.replace(/\r\n|[\n\r\v\f\x85\u2028\u2029\x1e]/g, ' '),
  own: (text) => text.replace(/\r\n|[\r\v\f\x85\u2028\u2029]/g, '\n'),
  'space-each': (text) => text.replace(/[\n\r]/g, ' '),
};
/* eslint-enable no-control-regex */

/**
 * The book's preprocessing: line breaks become what they are learnt as, and the first characters are kept.
 * A lone surrogate, which is no character, becomes U+FFFD.
 */
export function preprocess(text: string, { maxCharacters, lineBreaks }: Preprocessing): string {
  const set = withLineBreaks[lineBreaks](text.toWellFormed());
  return maxCharacters === 0 ? set : firstCharacters(set, maxCharacters);
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
