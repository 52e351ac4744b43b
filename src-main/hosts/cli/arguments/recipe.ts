/** The recipe that a person writes: `--no-clean`, or steps after `--recipe`, such as `credits=off,translations=both`. */
import { recipe, noRecipe, usualRecipe, type Recipe } from '../../../contract/corpus/recipe.ts';
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

function switched(written: string): Partial<Recipe> {
  const [name = '', value = 'on'] = written.split('=').map((part) => part.trim());
  if (!Object.hasOwn(recipe.shape, name))
    throw new UsageError('recipeStep', { name, choices: Object.keys(recipe.shape).join(', ') });
  const step = name as keyof Recipe;
  const chosen = typeof usualRecipe[step] === 'boolean' ? switches.get(value) : value;
  if (chosen !== undefined && recipe.shape[step].safeParse(chosen).success)
    return { [step]: chosen };
  const choices = choicesOf(step).join(', ');
  throw new UsageError('recipeChoice', { name, value, choices });
}

const switches = new Map([
  ['on', true],
  ['off', false],
]);

/** @returns what can be written behind a step */
function choicesOf(name: keyof Recipe): readonly string[] {
  const inner = recipe.shape[name].unwrap();
  return 'options' in inner ? inner.options : [...switches.keys()];
}
