/** The recipe: which cleaning a corpus gets, as switches, and the one order in which the steps are done. */
import { linesOf } from '../line-breaks.ts';
import { readText } from '../kinds/text-kinds.ts';
import type { Change, Line, Lines, TextKind } from '../song.ts';
import { takeAdverts } from './adverts.ts';
import { foldBlankLines } from './blank-lines.ts';
import { takeChords } from './chords.ts';
import { takeCredits } from './credits.ts';
import { takeInvisible } from './invisible.ts';
import { takeSections } from './sections.ts';
import { takeTranslations, type KeptLanguage } from './translations.ts';

export interface Recipe {
  /** Times of lines and words, and what a format has around its words. */
  readonly markup: boolean;
  readonly credits: boolean;
  readonly sections: boolean;
  /** Which of two languages is kept, or both. */
  readonly translations: KeptLanguage | 'both';
  readonly chords: boolean;
  readonly invisible: boolean;
  readonly adverts: boolean;
  readonly blankLines: boolean;
}

/** What is nearly always right; nothing in it changes a word. */
export const usualRecipe: Recipe = {
  markup: true,
  credits: true,
  sections: true,
  translations: 'first',
  chords: true,
  invisible: true,
  adverts: true,
  blankLines: true,
};

export const noRecipe: Recipe = {
  markup: false,
  credits: false,
  sections: false,
  translations: 'both',
  chords: false,
  invisible: false,
  adverts: false,
  blankLines: false,
};

type Step = (lines: readonly Line[]) => Lines;

/** In this order: a mark is known only without what is invisible in it, and what leaves blank lines comes before what folds them. */
function stepsOf(recipe: Recipe): Step[] {
  const { translations } = recipe;
  return [
    ...(recipe.invisible ? [takeInvisible] : []),
    ...(translations === 'both'
      ? []
      : [(lines: readonly Line[]) => takeTranslations(lines, translations)]),
    ...(recipe.adverts ? [takeAdverts] : []),
    ...(recipe.credits ? [takeCredits] : []),
    ...(recipe.chords ? [takeChords] : []),
    ...(recipe.sections ? [takeSections] : []),
    ...(recipe.blankLines ? [foldBlankLines] : []),
  ];
}

/** @returns the lines of a text after the recipe, and all that it has changed on the way */
export function clean(text: string, kind: TextKind, recipe: Recipe): Lines {
  const read = recipe.markup ? readText(text, kind) : { lines: linesOf(text), changes: [] };
  const changes: Change[] = [...read.changes];
  let { lines } = read;
  for (const step of stepsOf(recipe)) {
    const done = step(lines);
    ({ lines } = done);
    for (const change of done.changes) changes.push(change);
  }
  return { lines, changes };
}
