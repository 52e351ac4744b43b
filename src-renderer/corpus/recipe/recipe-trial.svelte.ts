/** The recipe of the corpus that one looks at: as the person wants it, what it does, and what a step that is off would do. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../../src-main/contract/corpus/recipe.ts';
import type { RecipePreview } from '../../../src-main/contract/corpus/source.ts';
import type { OpenCorpus } from '../../library/open-corpus.svelte.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Undo } from '../../state/undo.svelte.ts';
import { t } from '../../text/messages.svelte.ts';
import { effectOf, isOn, withStep, type Effect, type Step } from './recipe-steps.ts';

interface Around {
  readonly open: Pick<OpenCorpus, 'change'>;
  readonly notices: Notices;
  readonly undo: Undo;
}
interface Question {
  readonly id: string;
  readonly recipe: Recipe;
}

export class RecipeTrial {
  #corpus = $state.raw<CorpusDetails | null>(null);
  /** What the person has chosen, until the corpus that comes from the host has it. */
  #choice = $state.raw<Question | null>(null);
  /** The step whose lines one looks at. */
  opened = $state<Step | null>(null);
  readonly recipe: Recipe = $derived(this.#choice?.recipe ?? this.#corpus?.recipe ?? usualRecipe);
  readonly #shown: Inquiry<Question, RecipePreview>;
  /** The text without any recipe. */
  readonly #bare: Inquiry<Question, RecipePreview>;
  /** With the opened step, where that is off. */
  readonly #other: Inquiry<Question, RecipePreview>;
  #keeping = false;
  readonly #around: Around;

  constructor(calls: ApiCalls, around: Around) {
    this.#around = around;
    const ask = (question: Question): Promise<RecipePreview> => calls['corpora.preview'](question);
    this.#shown = new Inquiry(ask);
    this.#bare = new Inquiry(ask);
    this.#other = new Inquiry(ask);
  }

  get preview(): RecipePreview | null {
    return this.#shown.answer;
  }
  get bare(): RecipePreview | null {
    return this.#bare.answer;
  }
  /** Whether what is shown is of a recipe before this one. */
  get waits(): boolean {
    return this.#shown.waits;
  }
  get error(): unknown {
    return this.#shown.error;
  }
  /** Whether what the opened step would do is being found out. */
  get waitsForOther(): boolean {
    return this.#other.waits;
  }

  /** Follows the corpus that one looks at as the host has it. */
  follow(corpus: CorpusDetails): void {
    const isOther = corpus.id !== this.#corpus?.id;
    this.#corpus = corpus;
    if (isOther) for (const one of [this.#shown, this.#bare, this.#other]) one.forget();
    if (isOther) this.opened = null;
    if (isOther || !this.#keeping) this.#choice = null;
    this.#bare.want({ id: corpus.id, recipe: noRecipe });
    this.#inquire();
  }

  /** @returns what a step does; where it is off and opened, what it would do; null while that is not known */
  effect(step: Step): Effect | null {
    const preview = isOn(this.recipe, step)
      ? this.#shown.answer
      : this.opened === step
        ? this.#other.answer
        : null;
    return preview && effectOf(preview, step);
  }

  look(step: Step | null): void {
    this.opened = step;
    this.#other.forget();
    this.#inquireOther();
  }

  choose(change: Partial<Recipe>): Promise<void> {
    return this.set({ ...this.recipe, ...change });
  }

  /** Keeps a recipe, and offers to take it back. */
  async set(recipe: Recipe): Promise<void> {
    const corpus = this.#corpus;
    if (!corpus) return;
    this.#choice = { id: corpus.id, recipe };
    this.#inquire();
    if (this.#keeping) return; // it follows what is being kept
    this.#keeping = true;
    const { notices } = this.#around;
    await notices.attempt(() => this.#keep(corpus));
    this.#keeping = false;
  }

  /** Until what is kept is what is chosen: switches are quicker than a large corpus. */
  async #keep({ id, name, recipe: before }: CorpusDetails): Promise<void> {
    const { open, undo } = this.#around;
    let kept: Recipe | undefined;
    try {
      while (this.#choice?.id === id && this.#choice.recipe !== kept) {
        kept = this.#choice.recipe;
        await open.change('setRecipe', id, { recipe: kept });
      }
    } finally {
      if (this.#choice?.id === id) this.#choice = null;
    }
    if (kept === undefined || isSame(kept, before)) return;
    undo.offer(t('corpus.recipe.changed', { name }), () =>
      open.change('setRecipe', id, { recipe: before }),
    );
  }

  #inquire(): void {
    if (!this.#corpus) return;
    this.#shown.want({ id: this.#corpus.id, recipe: this.recipe });
    this.#inquireOther();
  }

  #inquireOther(): void {
    const { opened, recipe } = this;
    if (!this.#corpus || opened === null || isOn(recipe, opened)) return;
    this.#other.want({ id: this.#corpus.id, recipe: withStep(recipe, opened) });
  }
}

export const isSame = (one: Recipe, other: Recipe): boolean =>
  (Object.keys(one) as Step[]).every((step) => one[step] === other[step]);

export const [useRecipeTrial, provideRecipeTrial] = createContext<RecipeTrial>();
