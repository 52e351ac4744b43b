/** The screen of the models and of all runs: how one looks through them, the closer look at one, and what can be done with them. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { Models } from '../library/models.svelte.ts';
import type { Connection } from '../state/connection.svelte.ts';
import type { Machine } from '../state/machine.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { Browsing } from './browsing.svelte.ts';
import { ModelActions } from './model-actions.ts';
import { ModelHistory } from './model-history.svelte.ts';
import { Notes } from './notes.svelte.ts';

export class ModelsScreen {
  readonly browsing: Browsing;
  readonly history: ModelHistory;
  readonly actions: ModelActions;
  readonly notes: Notes;

  constructor(
    calls: ApiCalls,
    {
      connection,
      models,
      ...around
    }: {
      connection: Connection;
      models: Models;
      machine: Machine;
      notices: Notices;
      undo: Undo;
    },
  ) {
    this.browsing = new Browsing(() => models.runs);
    this.history = new ModelHistory(calls);
    this.actions = new ModelActions({ ...around, models, browsing: this.browsing });
    this.notes = new Notes(
      () => models.runs,
      async (run, text) => connection.isOpen && this.actions.note(run, text),
    );
  }
}

export const [useModelsScreen, provideModelsScreen] = createContext<ModelsScreen>();
