/** A piece that was written, looked at afterwards: how probable each of its characters was, and what of it is copied. */
import { inLines, LINE_END, SONG_GAP } from '../../contract/corpus/song-text.ts';
import type { CopiedRun, Reading } from '../../contract/writing/lines.ts';
import type { WritingResult } from '../../contract/writing/piece.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { BEFORE, copiedIn } from './copied.ts';
import {
  breakOf,
  copiedUnits,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';
import type { Scores } from './scores.ts';

/**
 * @returns a piece as `lines` tells of a reading, with no wishes on it. Its text and what of it is copied are as people read it, with
 *   `SONG_GAP` where a song ends; its characters are those that the model has written
 */
export async function examine(
  models: OpenModels,
  scores: Scores,
  model: string,
  file: WritingModel,
  readText: ReadText,
  { prefix, continuation }: Pick<WritingResult, 'prefix' | 'continuation'>,
): Promise<Omit<Reading, 'lines' | 'continuation'>> {
  const vocabulary = new Vocabulary(file.manifest.vocabulary);
  const lineBreak = breakOf(file);
  const surprises = await scores.surprises(
    model,
    file,
    vocabulary.encode(prefix + continuation).ids,
  );
  const written = [...continuation];
  const own = surprises.subarray(surprises.length - written.length);
  const learnt = continuation.replaceAll(lineBreak, LINE_END);
  const shortest = copiedUnits(vocabulary);
  const copied = await models.use(model, file, async (opened) =>
    (await opened.giveLearntText(readText, shortest))
      ? copiedIn(learnt, [...prefix].slice(-BEFORE).join(''), shortest, opened)
      : null,
  );
  return {
    ...{ text: asRead(learnt), copied: copied && placedIn(learnt, copied), met: [] },
    logProbability: -own.reduce((a, b) => a + b, 0) / Math.max(1, own.length),
    characters: [...learnt].map((character, at) => ({
      ...{ character, probability: Math.exp(-own[at]!) },
    })),
  };
}

const asRead = (text: string): string => inLines(text, SONG_GAP);

/** @returns runs of a text by their places in it as people read it */
function placedIn(text: string, runs: readonly CopiedRun[]): CopiedRun[] {
  const all = [...text];
  const placeOf = (at: number): number => [...asRead(all.slice(0, at).join(''))].length;
  return runs.map((run) => {
    const start = placeOf(run.start);
    return { ...run, start, length: placeOf(run.start + run.length) - start };
  });
}
