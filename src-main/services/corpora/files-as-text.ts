/** Files that a person names as one text to learn: as they stand, in the book's way, or what a recipe leaves of their songs. */
import type { CorpusLimits } from '../../contract/corpus/limits.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import { textOf } from '../../corpus/assembly.ts';
import type { Encoding } from '../../corpus/encodings/encoding-names.ts';
import { withLineFeeds } from '../../corpus/line-breaks.ts';
import { hashOf } from '../../store/files/text-hash.ts';
import { isLost, type CollectedFile } from './collect-files.ts';
import { findEarlierText } from './earlier-text.ts';
import {
  inspectFiles,
  readCollected,
  type InspectedFiles,
  type ReadFiles,
} from './inspect-files.ts';

/** How a person wants files to be read. */
export interface Reading {
  /** Of all texts; undefined where it is to be guessed. */
  readonly encoding: Encoding | undefined;
  /** Undefined where they leave it to what the files are: one plain text, alone or in a zip, stays as it is. */
  readonly recipe: Recipe | undefined;
  readonly limits: CorpusLimits;
  /** They have named one file, and no folder. */
  readonly isOneFile: boolean;
}

export interface FilesAsText {
  /** In UTF-8. A line feed ends a line, and U+001E a song: what a model's hash is of. */
  readonly text: Uint8Array;
  /** None where nothing is left to be learnt. */
  readonly songs: number;
  /** What each file is, and what was taken away of it. */
  readonly found: InspectedFiles;
  /** One plain text, alone or in a zip: that is learnt in the book's way unless somebody asks for more. */
  readonly isPlain: boolean;
  /** Whether it was recognised as what earlier versions read. */
  readonly isEarlier: boolean;
}

export async function readAsText(
  collected: readonly CollectedFile[],
  { encoding, recipe, limits, isOneFile }: Reading,
): Promise<FilesAsText> {
  return textBy(recipe, await readCollected(collected, limits, encoding), isOneFile);
}

/**
 * A text of which the hash is known is looked for in all ways in which the files can have been read: as somebody wants them now, as
 * they stand, cleaned, and as earlier versions read them.
 * @returns the one with that hash, or how they are read now where none has it
 */
export async function recogniseText(
  collected: readonly CollectedFile[],
  { encoding, recipe, limits, isOneFile }: Reading,
  hash: string,
): Promise<FilesAsText> {
  const files = await readCollected(collected, limits, encoding);
  const wanted = await textBy(recipe, files, isOneFile);
  const isIt = async ({ text }: FilesAsText): Promise<boolean> => (await hashOf(text)) === hash;
  if (await isIt(wanted)) return wanted;
  if (recipe === undefined)
    for (const other of [noRecipe, usualRecipe]) {
      const one = await textBy(other, files, isOneFile);
      if (await isIt(one)) return one;
    }
  const [file] = collected;
  const earlier =
    file && isOneFile && !isLost(file) ? await findEarlierText(file, hash) : undefined;
  return earlier ? { ...wanted, text: earlier, songs: 1, isEarlier: true } : wanted;
}

async function textBy(
  recipe: Recipe | undefined,
  files: ReadFiles,
  isOneFile: boolean,
): Promise<FilesAsText> {
  const texts = files.read.filter(({ skipped }) => !skipped);
  const [plain] = texts;
  const isPlain = isOneFile && texts.length === 1 && plain!.kind === 'text';
  const found = await inspectFiles(files, recipe ?? (isPlain ? noRecipe : usualRecipe));
  const staysAsItIs = isPlain && (recipe === undefined || recipe === noRecipe);
  const said = staysAsItIs ? withLineFeeds(plain!.text) : textOf(found.allSongs);
  return {
    text: new TextEncoder().encode(said),
    songs: found.songs,
    found,
    isPlain,
    isEarlier: false,
  };
}
