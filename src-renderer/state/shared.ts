/** What every screen may see and use, whichever screens there are. */
import { createContext } from 'svelte';
import type { Compute } from './compute.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import type { Machine } from './machine.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Undo } from './undo.svelte.ts';

export interface Shared {
  readonly compute: Compute;
  readonly connection: Connection;
  readonly machine: Machine;
  readonly navigation: Navigation;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly undo: Undo;
}

export const [useShared, provideShared] = createContext<Shared>();
