/** The recipe that a person writes: `--no-clean`, or steps after `--recipe`, such as `credits=off,translations=both`. */
import { recipe, noRecipe, usualRecipe, type Recipe } from '../../../contract/recipe.ts';
import type { Written } from './flags.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError for a step or a choice that there is not */
export function recipeOf(written: Written): Recipe {
  const start = written['clean'] === false ? noRecipe : usualRecipe;
  const steps = String(written['recipe'] ?? '')
    .split(',')
    .map((step) => step.trim())
    .filter(Boolean);
  return steps.reduce((chosen, step) => ({ ...chosen, ...switched(step) }), start);
}

function switched(step: string): Partial<Recipe> {
  const [name = '', value = 'on'] = step.split('=').map((part) => part.trim());
  if (!Object.hasOwn(recipe.shape, name))
    throw new UsageError('recipeStep', { name, choices: Object.keys(recipe.shape).join(', ') });
  const usual = usualRecipe[name as keyof Recipe];
  const parsed = recipe
    .pick({ [name]: true })
    .safeParse({ [name]: typeof usual === 'boolean' ? (switches.get(value) ?? value) : value });
  if (parsed.success) return parsed.data;
  const choices = choicesOf(name as keyof Recipe).join(', ');
  throw new UsageError('recipeChoice', { name, value, choices });
}

const switches = new Map([
  ['on', true],
  ['off', false],
]);

/** @returns what can be written behind a step */
export function choicesOf(name: keyof Recipe): readonly string[] {
  const inner = recipe.shape[name].unwrap();
  return 'options' in inner ? inner.options : [...switches.keys()];
}
