/** The steps of the recipe and the one order in which they are done. */
import { noRecipe, usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import { readText } from '../kinds/text-kinds.ts';
import { linesOf } from '../line-breaks.ts';
import type { Change, Line, Lines, Read, TextKind } from '../song.ts';
import { splitLines, unsplit, type Split } from '../split.ts';
import { takeAdverts } from './adverts.ts';
import { foldBlankLines } from './blank-lines.ts';
import { takeChords } from './chords.ts';
import { takeCredits, type About } from './credits.ts';
import { takeInvisible } from './invisible.ts';
import { takeLatin } from './latin.ts';
import { takePunctuation } from './punctuation.ts';
import { foldRefrains } from './refrains.ts';
import { changeScript, converterTo, type Convert } from './script.ts';
import { takeSections } from './sections.ts';
import { takeTranslations } from './translations.ts';
import { changeWidth } from './width.ts';

export { noRecipe, usualRecipe };
export type { Recipe };

/** @returns the lines of a file after a recipe, with the ends of its songs and their titles, and all that was changed on the way */
export type Clean = (text: string, kind: TextKind, split?: Split) => Read;

/** @returns what cleans by a recipe, with the dictionaries that it takes */
export async function cleanerOf(recipe: Recipe): Promise<Clean> {
  const convert = recipe.script === 'kept' ? undefined : await converterTo(recipe.script);
  return (text, kind, split) => clean(text, kind, recipe, convert, split);
}

/**
 * Songs are split before they are cleaned: blank lines and headings tell where, and credits stand at the head and the end of each.
 *
 * @param convert into the script of the recipe, where it changes that: `cleanerOf` brings it along
 */
export function clean(
  text: string,
  kind: TextKind,
  recipe: Recipe,
  convert?: Convert,
  split: Split = unsplit,
): Read {
  if (recipe.script !== 'kept' && !convert) throw new Error('no dictionaries were loaded');
  const { titles: wanted, markup } = recipe;
  const read = markup ? readText(text, kind, wanted) : { lines: linesOf(text), changes: [] };
  // Of these kinds no line is a line of the file.
  const isAnew = markup && (kind === 'json' || kind === 'html' || kind === 'xml');
  const told = split.by === 'none' || isAnew ? read.lines : linesOf(text);
  const { lines: songs, titles } = splitLines(read, split, { told, titles: wanted });
  const changes: Change[] = [...read.changes];
  let lines = songs;
  for (const step of stepsOf(recipe, aboutOf(text, kind), convert)) {
    const done = step(lines);
    ({ lines } = done);
    for (const change of done.changes) changes.push(change);
  }
  return { lines, changes, titles };
}

type Step = (lines: readonly Line[]) => Lines;

/**
 * In this order: a mark is known only without what is invisible in it; a credit, only with what stands before its colon, which a mark of
 * who sings looks like; words come again only when they are written alike; and what leaves blank lines comes before what folds them.
 */
function* stepsOf(recipe: Recipe, about: About, convert: Convert | undefined): Generator<Step> {
  const { translations, width, punctuation } = recipe;
  if (recipe.invisible) yield takeInvisible;
  if (translations !== 'both') yield (lines) => takeTranslations(lines, translations);
  if (recipe.chords) yield takeChords;
  if (recipe.adverts) yield takeAdverts;
  if (recipe.credits) yield (lines) => takeCredits(lines, about);
  if (recipe.sections) yield takeSections;
  if (recipe.latin === 'dropped') yield takeLatin;
  if (convert) yield (lines) => changeScript(lines, convert);
  if (width !== 'kept') yield (lines) => changeWidth(lines, width);
  if (punctuation !== 'kept') yield (lines) => takePunctuation(lines, punctuation);
  if (recipe.blankLines) yield foldBlankLines;
  if (recipe.refrains === 'folded') yield foldRefrains;
}

/** @returns what lyrics with time tags say of their song, at their head */
function aboutOf(text: string, kind: TextKind): About {
  if (kind !== 'lrc' && kind !== 'yrc') return {};
  const head = text.slice(0, HEAD);
  const valueOf = (name: string): string | undefined =>
    new RegExp(String.raw`^\s*\[${name}:([^\]\n\r]*)\]`, 'im').exec(head)?.[1]?.trim();
  return { title: valueOf('ti'), artist: valueOf('ar') };
}
/** Characters at the beginning of a file that may tell what it is. */
const HEAD = 5000;
