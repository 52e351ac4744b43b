/** What files and folders are as songs, before anything is kept of them. */
import type { CorpusLimits } from '../../contract/corpus/limits.ts';
import type { Failure } from '../../contract/errors.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import type { Encoding } from '../../corpus/encodings/encoding-names.ts';
import { inspect, type InspectedFile, type Inspection } from '../../corpus/inspection.ts';
import {
  limitsOf,
  readFiles,
  type GivenFile,
  type ReadFile,
  type Skip,
} from '../../corpus/read-files.ts';
import { alterations, removals, type StepName } from '../../corpus/song.ts';
import { isLost, type CollectedFile, type FoundFile } from './collect-files.ts';

export { alterations, noRecipe, removals, usualRecipe };
export type { Encoding, GivenFile, InspectedFile, Inspection, Recipe, Skip, StepName };

/** A file that could not be read at all. */
export interface UnreadFile {
  readonly name: string;
  readonly failure: Failure;
}

export interface InspectedFiles extends Inspection {
  readonly unread: readonly UnreadFile[];
}

/** Files out of their zips, decoded: what a recipe is applied to. */
export interface ReadFiles {
  readonly read: readonly ReadFile[];
  readonly unread: readonly UnreadFile[];
}

/** @param encoding of all texts, overrules what is guessed */
export async function readCollected(
  collected: readonly CollectedFile[],
  limits: CorpusLimits,
  encoding?: Encoding,
): Promise<ReadFiles> {
  const files = collected.filter((file): file is FoundFile => !isLost(file));
  return {
    read: await readFiles(files, { encoding, limits: limitsOf(limits) }),
    unread: collected.filter(isLost),
  };
}

export const inspectFiles = async (
  { read, unread }: ReadFiles,
  recipe: Recipe,
): Promise<InspectedFiles> => ({ ...(await inspect(read, recipe)), unread });
