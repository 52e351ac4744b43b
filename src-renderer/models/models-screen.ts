/** The screen of the models: how one looks through them, the closer look at one, and what can be done with them. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { Models } from '../library/models.svelte.ts';
import type { Machine } from '../state/machine.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { Browsing } from './browsing.svelte.ts';
import { ModelActions } from './model-actions.ts';
import { Records } from './records.svelte.ts';
import { ModelHistory } from './model-history.svelte.ts';

export class ModelsScreen {
  readonly browsing: Browsing;
  readonly history: ModelHistory;
  readonly actions: ModelActions;
  /** Runs that have no model. */
  readonly records: Records;

  constructor(
    calls: ApiCalls,
    { models, ...around }: { models: Models; machine: Machine; notices: Notices; undo: Undo },
  ) {
    this.browsing = new Browsing(() => models.list);
    this.history = new ModelHistory(calls);
    this.records = new Records(calls, around);
    this.actions = new ModelActions({ ...around, models, browsing: this.browsing });
  }
}

export const [useModelsScreen, provideModelsScreen] = createContext<ModelsScreen>();
