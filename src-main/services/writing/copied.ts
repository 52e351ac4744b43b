/** The runs of a text that stand in what a model has learnt. */
import type { CopiedRequest, CopiedResult } from '../../contract/writing/copied.ts';
import type { CopiedRun } from '../../contract/writing/lines.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import {
  copiedUnits,
  type Opened,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';

/** Before a text, so many characters may be part of a run that goes on in it. */
export const BEFORE = 64;

/**
 * @param before what stands before it: a run may begin there
 * @returns the runs that reach into the text, as far as they are in it
 */
export async function copiedIn(
  text: string,
  before: string,
  vocabulary: Vocabulary,
  { key, calls }: Pick<Opened, 'key' | 'calls'>,
): Promise<CopiedRun[]> {
  const shortest = copiedUnits(vocabulary);
  const { runs } = await calls.copied({ key, text: before + text, shortest });
  const offset = [...before].length;
  return runs.flatMap(({ start, length, ...run }) => {
    const from = Math.max(0, start - offset);
    const to = start + length - offset;
    return to > 0 ? [{ ...run, start: from, length: to - from }] : [];
  });
}

/** @param model its id in the library, or its path */
export function copied(
  models: OpenModels,
  model: string,
  file: WritingModel,
  readText: ReadText,
  { text, units }: Omit<CopiedRequest, 'modelId'>,
): Promise<CopiedResult> {
  const shortest = units ?? copiedUnits(new Vocabulary(file.manifest.vocabulary));
  return models.use(model, file, async (opened) => {
    if (!(await opened.giveLearntText(readText, shortest))) return { shortest, runs: null };
    const { key, calls } = opened;
    const { runs } = await calls.copied({ key, text, shortest });
    return { shortest, runs };
  });
}
