/** What files and folders are as songs, before anything is kept of them. */
import { VerseloomError, type Failure } from '../../contract/errors.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import { encodingCalled, encodings, type Encoding } from '../../corpus/encodings/encodings.ts';
import { inspect, type InspectedFile, type Inspection } from '../../corpus/inspection.ts';
import { readFiles, usualLimits, type GivenFile, type Skip } from '../../corpus/read-files.ts';

import { alterations, removals, type StepName } from '../../corpus/song.ts';
import { collectFiles, isLost } from './collect-files.ts';

export { alterations, noRecipe, removals, usualRecipe };
export type { GivenFile, InspectedFile, Inspection, Recipe, Skip, StepName };

/** A file that could not be read at all. */
export interface UnreadFile {
  readonly name: string;
  readonly failure: Failure;
}

export interface InspectedFiles extends Inspection {
  readonly unread: readonly UnreadFile[];
}

export interface InspectOptions {
  readonly recipe?: Recipe;
  /** Of all texts, overrules what is guessed. */
  readonly encoding?: Encoding | undefined;
  /** What is read besides the paths, such as the standard input. */
  readonly given?: readonly GivenFile[];
}

export async function inspectFiles(
  paths: readonly string[],
  { recipe = usualRecipe, encoding, given = [] }: InspectOptions = {},
): Promise<InspectedFiles> {
  const collected = [...given, ...(await collectFiles(paths, usualLimits))];
  const files = collected.filter((file): file is GivenFile => !isLost(file));
  const read = await readFiles(files, { encoding });
  return { ...(await inspect(read, recipe)), unread: collected.filter(isLost) };
}

/**
 * @returns the encoding that a person names
 * @throws VerseloomError `settings.choice` {field, value, choices}
 */
export function encodingNamed(name: string, field: string): Encoding {
  const encoding = encodingCalled(name);
  if (encoding) return encoding;
  throw new VerseloomError('settings.choice', {
    field,
    value: name,
    choices: encodings.join(', '),
  });
}
