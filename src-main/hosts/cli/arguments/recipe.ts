/** The recipe that a person writes: `--no-clean`, or steps after `--recipe`, such as `credits=off,translations=both`. */
import { noRecipe, usualRecipe, type Recipe } from '../../../services/corpora/inspect-files.ts';
import type { Written } from './flags.ts';
import { UsageError } from './usage-error.ts';

const TRANSLATIONS = ['first', 'second', 'both'] as const;

/** @throws UsageError for a step or a choice that there is not */
export function recipeOf(written: Written): Recipe {
  const start = written['clean'] === false ? noRecipe : usualRecipe;
  const steps = String(written['recipe'] ?? '')
    .split(',')
    .filter(Boolean);
  return steps.reduce((recipe, step) => ({ ...recipe, ...switched(step) }), start);
}

function switched(step: string): Partial<Recipe> {
  const [name = '', value = 'on'] = step.split('=').map((part) => part.trim());
  const choices = name === 'translations' ? TRANSLATIONS : (['on', 'off'] as const);
  if (!Object.hasOwn(usualRecipe, name))
    throw new UsageError('recipeStep', { name, choices: Object.keys(usualRecipe).join(', ') });
  if (!(choices as readonly string[]).includes(value))
    throw new UsageError('recipeChoice', { name, value, choices: choices.join(', ') });
  return { [name]: name === 'translations' ? value : value === 'on' };
}
