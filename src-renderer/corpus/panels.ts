/** The parts of the corpus screen that look into one corpus, each with its own state: its recipe, its text, its figures, and one of its sources. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { TrainingSettings } from '../../src-main/contract/settings.ts';
import type { OpenCorpus } from '../library/open-corpus.svelte.ts';
import type { Pace } from '../run/last-pace.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { Composition, provideComposition } from './figures/composition.svelte.ts';
import { provideRecipeTrial, RecipeTrial } from './recipe/recipe-trial.svelte.ts';
import { provideSourceLook, SourceLook } from './source/source-look.svelte.ts';
import { provideSplitting, Splitting } from './source/splitting.svelte.ts';
import { provideReading, Reading } from './text/reading.svelte.ts';

interface Around {
  readonly open: OpenCorpus;
  readonly notices: Notices;
  readonly undo: Undo;
  /** Of a run on that corpus that would begin now. */
  readonly settings: (corpus: CorpusInfo) => TrainingSettings;
  readonly pace: () => Pace | null;
}

export class CorpusPanels {
  readonly recipe: RecipeTrial;
  readonly reading: Reading;
  readonly composition: Composition;
  readonly source: SourceLook;
  readonly splitting: Splitting;

  constructor(calls: ApiCalls, around: Around) {
    this.recipe = new RecipeTrial(calls, around);
    this.reading = new Reading(calls);
    this.composition = new Composition(calls, around);
    this.source = new SourceLook(calls, around);
    this.splitting = new Splitting(calls, around);
  }
}

export function provideCorpusPanels(panels: CorpusPanels): void {
  provideComposition(panels.composition);
  provideReading(panels.reading);
  provideRecipeTrial(panels.recipe);
  provideSourceLook(panels.source);
  provideSplitting(panels.splitting);
}
