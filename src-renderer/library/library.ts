/** What the host keeps of the person's, as every screen sees it: the corpora, the models, and what leaves as a file. */
import { createContext } from 'svelte';
import type { Corpora } from './corpora.svelte.ts';
import type { Exporting } from './exporting.svelte.ts';
import type { Overlays } from './overlay/overlays.svelte.ts';
import type { RunHistories } from './overlay/run-histories.svelte.ts';
import type { Imports } from './imports.svelte.ts';
import type { Models } from './models.svelte.ts';

export interface Library {
  readonly corpora: Corpora;
  readonly models: Models;
  readonly imports: Imports;
  readonly exporting: Exporting;
  readonly overlays: Overlays;
  readonly histories: RunHistories;
}

export const [useLibrary, provideLibrary] = createContext<Library>();
