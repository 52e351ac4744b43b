/** The ways from every layout of a data folder that there was to the next one. */
import { corporaAsFolders } from './corpora-as-folders.ts';

/** Leads from one version of the layout to the next. */
export interface Migration {
  readonly from: number;
  /** Files and folders, seen from the data folder, that it changes, removes or makes; none lies in another. */
  changes(root: string): Promise<readonly string[]>;
  run(root: string): Promise<void>;
}

export interface Layout {
  readonly version: number;
  /** From every earlier version. */
  readonly migrations: readonly Migration[];
}

/**
 * Version 1, which had no `layout.json` at first, had of every imported text `<id>.txt` and `<id>.json`; since version 2 a corpus is a
 * folder of several files. Version 3 has drafts beside them, which a program that does not know them would leave behind in a move.
 * Version 4 has records of runs, the queue of runs and presets of their settings, for the same reason.
 */
export const ourLayout: Layout = {
  version: 4,
  migrations: [
    { from: 1, ...corporaAsFolders },
    { from: 2, changes: async () => [], run: async () => {} },
    { from: 3, changes: async () => [], run: async () => {} },
  ],
};
