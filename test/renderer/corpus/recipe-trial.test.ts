/** The recipe of a corpus while a person tries its switches. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../../src-main/contract/corpus/recipe.ts';
import type { RecipePreview } from '../../../src-main/contract/corpus/source.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { effectOf } from '../../../src-renderer/corpus/recipe/recipe-steps.ts';
import { RecipeTrial } from '../../../src-renderer/corpus/recipe/recipe-trial.svelte.ts';
import { Notices } from '../../../src-renderer/state/notices.svelte.ts';
import { Undo } from '../../../src-renderer/state/undo.svelte.ts';
import { hostWith } from '../fake-host.ts';

const corpusOf = (recipe: Recipe, id = 'songs'): CorpusDetails => ({
  ...{
    id,
    name: 'songs',
    builtIn: false,
    names: null,
    songs: 1,
    lines: 1,
    characters: 9,
    distinct: 9,
  },
  ...{ firstLines: [], encodings: [], hash: '', earlierHashes: [], suggestedPrefixes: [] },
  ...{ recipe, sources: [] },
});

/** Each recipe leaves as many lines as it has steps that are off. */
const previewOf = (recipe: Recipe): RecipePreview => ({
  steps: [],
  ...{ songs: 1, characters: 1, lines: Object.values(recipe).filter((on) => on === false).length },
});

function begin() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const kept: Recipe[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const notices = new Notices();
  const undo = new Undo(notices);
  const trial = new RecipeTrial(
    hostWith({ 'corpora.preview': ({ recipe }) => Promise.resolve(previewOf(recipe as Recipe)) }),
    {
      ...{ notices, undo },
      open: {
        change: async (_name, _id, by) => {
          kept.push((by as unknown as { recipe: Recipe }).recipe);
          answers.push(Promise.withResolvers());
          await answers.at(-1)!.promise;
          trial.follow(corpusOf(kept.at(-1)!));
        },
      },
    },
  );
  trial.follow(corpusOf(usualRecipe));
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  return { trial, kept, answers, notices, undo, settle };
}

it('shows a choice and what it does before the host has kept it', async () => {
  const { trial, kept, answers, settle } = begin();
  await settle();
  expect([trial.bare?.lines, trial.preview?.lines]).toEqual([previewOf(noRecipe).lines, 0]);
  void trial.choose({ credits: false });
  expect(trial.recipe.credits).toBe(false);
  await settle();
  expect(trial.preview?.lines).toBe(1);
  answers[0]!.resolve();
  await settle();
  expect(kept).toEqual([{ ...usualRecipe, credits: false }]);
  expect(trial.recipe.credits).toBe(false);
});

it('keeps one recipe after the other, of those that wait the last alone, and takes all back at once', async () => {
  const { trial, kept, answers, undo, settle } = begin();
  void trial.choose({ credits: false });
  void trial.choose({ chords: false });
  void trial.choose({ markup: false });
  await settle();
  expect(kept).toHaveLength(1);
  answers[0]!.resolve();
  await settle();
  const last = { ...usualRecipe, credits: false, chords: false, markup: false };
  expect(kept.slice(1)).toEqual([last]);
  expect(trial.recipe).toEqual(last);
  answers[1]!.resolve();
  await settle();
  expect(undo.takeBack()).toBe(true);
  await settle();
  expect(kept.at(-1)).toEqual(usualRecipe);
  expect(undo.last).toBeUndefined();
});

it('goes back to what is kept, and says why, when the host refuses', async () => {
  const { trial, answers, notices, undo, settle } = begin();
  void trial.choose({ credits: false });
  await settle();
  answers[0]!.reject(new VerseloomError('corpus.notFound', { id: 'songs' }));
  await settle();
  expect(trial.recipe).toEqual(usualRecipe);
  expect(notices.list.map(({ kind }) => kind)).toEqual(['error']);
  expect(undo.last).toBeUndefined();
});

it('takes nothing of one corpus over to another', async () => {
  const { trial, answers, kept, settle } = begin();
  void trial.choose({ credits: false });
  trial.look('credits');
  await settle();
  trial.follow(corpusOf(noRecipe, 'others'));
  expect([trial.recipe, trial.opened, trial.preview]).toEqual([noRecipe, null, null]);
  answers[0]!.resolve();
  await settle();
  expect(kept).toHaveLength(1);
});

it('finds out what a step that is off would do when one looks at it, and changes nothing', async () => {
  const { trial, kept, settle } = begin();
  await settle();
  expect(trial.effect('script')).toBeNull();
  trial.look('script');
  await settle();
  expect(trial.effect('script')).toEqual({ lines: 0, counts: [], samples: [] });
  expect([trial.recipe, kept]).toEqual([usualRecipe, []]);
});

it('tells times and other marks of a format together, which are one switch', () => {
  const sample = { sourceId: 's', at: 1, before: '[00:01]a', after: 'a' };
  const preview: RecipePreview = {
    steps: [
      { step: 'timeTags', lines: 3, count: 4, samples: [sample] },
      { step: 'markup', lines: 1, count: 0, samples: [] },
      { step: 'credits', lines: 9, count: 9, samples: [] },
    ],
    ...{ songs: 1, characters: 1, lines: 1 },
  };
  expect(effectOf(preview, 'markup')).toEqual({
    ...{ lines: 4, counts: [{ step: 'timeTags', count: 4 }], samples: [sample] },
  });
});
