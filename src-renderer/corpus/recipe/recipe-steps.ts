/** The steps of the recipe as they are shown: which are nearly always right, which change words, and what each tells of. */
import type { StepName } from '../../../src-main/contract/corpus/kinds.ts';
import {
  noRecipe,
  recipe as schema,
  type Recipe,
} from '../../../src-main/contract/corpus/recipe.ts';
import type { RecipePreview } from '../../../src-main/contract/corpus/source.ts';

export type Step = keyof Recipe;
type Switches = {
  [Name in Step]: Recipe[Name] extends boolean ? Name : never;
}[Step];
export type ChoiceStep = Exclude<Step, Switches>;

export const usualSteps = [
  ...(['markup', 'titles', 'credits', 'sections', 'translations', 'chords'] as const),
  ...(['invisible', 'adverts', 'blankLines'] as const),
] as const satisfies readonly Step[];
export const wordSteps = [
  ...(['refrains', 'width', 'script', 'punctuation', 'latin'] as const),
] as const satisfies readonly Step[];

/** What each chooses from, in the order of the list. */
export const choicesOf: { readonly [Name in ChoiceStep]: readonly Recipe[Name][] } = {
  translations: schema.shape.translations.unwrap().options,
  titles: schema.shape.titles.unwrap().options,
  refrains: schema.shape.refrains.unwrap().options,
  width: schema.shape.width.unwrap().options,
  script: schema.shape.script.unwrap().options,
  punctuation: schema.shape.punctuation.unwrap().options,
  latin: schema.shape.latin.unwrap().options,
};

export const isChoice = (step: Step): step is ChoiceStep => step in choicesOf;

/** Times and what a format has around its words are one switch, and told apart; titles are told with what is around the words. */
function tells(step: Step): readonly StepName[] {
  if (step === 'markup') return ['timeTags', 'markup'];
  return step === 'titles' ? [] : [step];
}

/** Whether what a step does is told of it. */
export const isTold = (step: Step): boolean => tells(step).length > 0;

export const isOn = (recipe: Recipe, step: Step): boolean => recipe[step] !== noRecipe[step];

/** @returns the recipe with one step that is off as it would be on, by its first choice */
export function withStep(recipe: Recipe, step: Step): Recipe {
  const on = isChoice(step) ? choicesOf[step].find((one) => one !== noRecipe[step]) : true;
  return { ...recipe, [step]: on };
}

type Told = RecipePreview['steps'][number];

/** What a step does, of what a recipe does in all. */
export interface Effect {
  /** In so many lines; where two of its kinds are in one line, that counts twice. */
  readonly lines: number;
  readonly counts: readonly Pick<Told, 'step' | 'count'>[];
  readonly samples: Told['samples'];
}

export function effectOf({ steps }: RecipePreview, step: Step): Effect {
  const told = steps.filter(({ step: name, lines }) => tells(step).includes(name) && lines > 0);
  return {
    lines: told.reduce((sum, { lines }) => sum + lines, 0),
    counts: told
      .filter(({ count }) => count > 0)
      .map(({ step: name, count }) => ({ step: name, count })),
    samples: told.flatMap(({ samples }) => samples),
  };
}
