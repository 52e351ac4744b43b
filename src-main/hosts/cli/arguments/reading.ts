/** How a person wants texts to be read: `--encoding`, and the recipe: `--clean`, `--no-clean`, or steps after `--recipe`, such as `credits=off`. */
import type { Command } from 'commander';
import { VerseloomError } from '../../../contract/errors.ts';
import type { Manifest } from '../../../contract/model.ts';
import { usualLimits } from '../../../contract/corpus/limits.ts';
import { lineBreaks } from '../../../contract/settings.ts';
import { recipe, noRecipe, usualRecipe, type Recipe } from '../../../contract/corpus/recipe.ts';
import type { Translator } from '../../../messages/translator.ts';
import type { Reading } from '../../../services/corpora/files-as-text.ts';
import { encodingNamed } from '../../../services/corpora/encoding-named.ts';
import { limitsOf, type Written } from './flags.ts';
import { exclusive, UsageError } from './usage-error.ts';

/** Of every command that reads texts. @returns the command, with the options that say how */
export function addReadingOptions(command: Command, { t }: Translator): Command {
  const cleaning = new Set<string>();
  for (const flag of ['clean', 'no-clean'])
    command.on(`option:${flag}`, () => {
      if (cleaning.add(`--${flag}`).size > 1) throw exclusive(...cleaning);
    });
  return command
    .option('--encoding <name>', t('cli.reading.options.encoding'))
    .option('--clean', t('cli.reading.options.clean'))
    .option('--no-clean', t('cli.reading.options.noClean'))
    .option('--recipe <steps>', t('cli.reading.options.recipe'))
    .option('--limit-mb <n>', t('cli.reading.options.limitMb', { value: usualLimits.limitMb }))
    .option(
      '--limit-files <n>',
      t('cli.reading.options.limitFiles', { value: usualLimits.limitFiles }),
    );
}

/** @throws UsageError as `recipeOf`; VerseloomError `settings.choice` for an encoding that there is not, and as `limitsOf` */
export function readingOf(written: Written): Omit<Reading, 'isOneFile'> {
  const { encoding, clean, recipe: steps } = written;
  return {
    encoding: typeof encoding === 'string' ? encodingNamed(encoding, 'encoding') : undefined,
    recipe: clean === undefined && steps === undefined ? undefined : recipeOf(written),
    limits: limitsOf(written),
  };
}

/**
 * A model has learnt line breaks in one way, and reads all texts so.
 * @throws UsageError for another way than its own; VerseloomError `settings.choice` for what is none
 */
export function checkLineBreaks(
  { name, settings }: Manifest,
  { lineBreaks: chosen }: Written,
): void {
  if (chosen === undefined) return;
  const parsed = lineBreaks.safeParse(chosen);
  const choices = lineBreaks.options.join(', ');
  if (!parsed.success)
    throw new VerseloomError('settings.choice', {
      ...{ field: 'lineBreaks', value: String(chosen), choices },
    });
  const own = settings.lineBreaks === 'own' ? 'own' : 'space';
  if (parsed.data !== own) throw new UsageError('otherLineBreaks', { name, lineBreaks: own });
}

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
