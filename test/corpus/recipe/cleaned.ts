/** Lines as a step of the recipe leaves them. */
import { linesOf } from '../../../src-main/corpus/line-breaks.ts';
import { clean, noRecipe, type Recipe } from '../../../src-main/corpus/recipe/recipe.ts';
import type { Line, Lines, TextKind } from '../../../src-main/corpus/song.ts';

export const linesIn = (...texts: string[]): Line[] => linesOf(texts.join('\n'));
export const textsOf = ({ lines }: Lines): string[] => lines.map(({ text }) => text);

/** @returns what one step alone leaves */
export const after = (step: Partial<Recipe>, text: string, kind: TextKind = 'text'): string[] =>
  textsOf(clean(text, kind, { ...noRecipe, ...step }));
