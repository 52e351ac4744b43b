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
 * @param shortest run that counts, in units
 * @returns the runs that reach into the text, as far as they are in it
 */
export async function copiedIn(
  text: string,
  before: string,
  shortest: number,
  { key, calls }: Pick<Opened, 'key' | 'calls'>,
): Promise<CopiedRun[]> {
  const { runs } = await calls.copied({ key, text: before + text, shortest });
  const offset = [...before].length;
  return runs.flatMap(({ start, length, ...run }) => {
    const from = Math.max(0, start - offset);
    const to = start + length - offset;
    return to > 0 ? [{ ...run, start: from, length: to - from }] : [];
  });
}

/** Looks in all corpora of a library. */
export type FindEverywhere = (text: string, shortest: number) => Promise<FoundRun[]>;
type FoundRun = NonNullable<CopiedResult['runs']>[number];

/** @param model its id in the library, or its path */
export function copied(
  models: OpenModels,
  model: string,
  file: WritingModel,
  readText: ReadText,
  find: FindEverywhere,
  { text, units, everywhere = false }: Omit<CopiedRequest, 'modelId'>,
): Promise<CopiedResult> {
  const shortest = units ?? copiedUnits(new Vocabulary(file.manifest.vocabulary));
  return models.use(model, file, async (opened) => {
    const { key, calls } = opened;
    const hasText = await opened.giveLearntText(readText, shortest);
    const own = hasText ? (await calls.copied({ key, text, shortest })).runs : null;
    if (!everywhere) return { shortest, runs: own };
    return { shortest, runs: longest([...(own ?? []), ...(await find(text, shortest))]) };
  });
}

/** @returns those that are part of no other one, in order; of the same, the first */
function longest(runs: readonly FoundRun[]): FoundRun[] {
  const inOrder = runs.toSorted((a, b) => a.start - b.start || b.length - a.length);
  let reached = 0;
  return inOrder.filter(({ start, length }) => {
    const isNew = start + length > reached;
    reached = Math.max(reached, start + length);
    return isNew;
  });
}
