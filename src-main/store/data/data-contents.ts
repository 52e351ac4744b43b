/**
 * What the product keeps and where: the one description that paths, permissions, moves, the emptying of the trash and sizes go by.
 *
 * What the person has made or chosen is in the data folder; what belongs to this machine is in the platform's folder, or, like all else,
 * in the one that `VERSELOOM_DATA` names, and is not moved. Whatever else lies there is somebody else's, but for two kinds of names:
 *
 * Files are written beside their place under another name, flushed and renamed: `.verseloom-<machine>-<process>-<random>-<checksum>`,
 * which nobody else has, see temporary-file.ts. Where its writer was killed it is removed when an application opens the folder, or when
 * a file is written beside it. `<name>.broken-<time>` is a file that could not be read and was set aside. What earlier versions have left,
 * `<name>.<digits>`, cannot be told from what a person may call a file so, and stays.
 */
import { join, sep } from 'node:path';
import type { DataKind } from '../../contract/data.ts';
import { DESCRIPTION, removedCorpora } from '../corpora/corpus-folder.ts';
import { DRAFT, removedDrafts } from '../drafts/draft-folder.ts';
import {
  MODEL_ENDING,
  removedModels,
  removedRuns,
  RUN_ENDING,
  TRASH,
  type ThrownAway,
} from '../files/trash.ts';

export interface Entry {
  /** A file or a folder, seen from where it lies. */
  readonly path: string;
  /** Whose it is, and so where it lies. */
  readonly of: 'person' | 'machine';
  /** What all that is in it counts as, unless an entry in it says otherwise. */
  readonly kind: DataKind;
  /** By what end of a path one of the kind is counted, once however many files it has; without it, every file is one. */
  readonly countedBy?: string;
  /** Of the folder of a trash. */
  readonly thrownAway?: ThrownAway;
  /** What is in it is made and guarded by another program. */
  readonly isForeign?: true;
}

export const entries = {
  /** {"version": 4, "closed": true}: of this layout; a program that knows only earlier ones refuses the folder, see
   *  data-layout.ts; and that it was closed to others, see permissions.ts */
  layout: { path: 'layout.json', of: 'person', kind: 'other' },
  /** *.verse, one file a model, see FORMAT.md; what the person puts there by hand counts, too. Beside them `index.json`, what a listing
   *  needs of every file, made anew whenever it is missing or disagrees, see model-index.ts; and `.changes.lock`, held by whoever changes a
   *  model that is there, for that moment, always empty; see change-lock.ts */
  models: { path: 'models', of: 'person', kind: 'models', countedBy: MODEL_ENDING },
  /** Removed models, for 30 days from the removal; folders and whatever else is there stay. */
  removedModels: {
    ...{ path: join('models', TRASH), of: 'person', kind: 'removedModels' },
    ...{ countedBy: MODEL_ENDING, thrownAway: removedModels },
  },
  /** <id>/, one folder a corpus: with corpus.json, which describes it, its text and the packs of what came in, see corpus-folder.ts; and
   *  beside them `.changes.lock`, as of the models */
  corpora: { path: 'corpora', of: 'person', kind: 'corpora', countedBy: `${sep}${DESCRIPTION}` },
  /** Removed corpora, as removed models. */
  removedCorpora: {
    ...{ path: join('corpora', TRASH), of: 'person', kind: 'removedCorpora' },
    ...{ countedBy: `${sep}${DESCRIPTION}`, thrownAway: removedCorpora },
  },
  /** <id>/, one folder a draft: draft.json and texts of before, see draft-folder.ts and drafts/FORMAT.md; and beside them `.changes.lock`,
   *  as of the models */
  drafts: { path: 'drafts', of: 'person', kind: 'drafts', countedBy: `${sep}${DRAFT}` },
  /** Removed drafts, as removed models. */
  removedDrafts: {
    ...{ path: join('drafts', TRASH), of: 'person', kind: 'removedDrafts' },
    ...{ countedBy: `${sep}${DRAFT}`, thrownAway: removedDrafts },
  },
  /** *.run, one file a run of which there is no model: it exploded before it had learnt anything, or its model was deleted. The container of
   *  a model, without weights; see run-record.ts */
  runs: { path: 'runs', of: 'person', kind: 'runs', countedBy: RUN_ENDING },
  /** Removed records of runs, as removed models. */
  removedRuns: {
    ...{ path: join('runs', TRASH), of: 'person', kind: 'removedRuns' },
    ...{ countedBy: RUN_ENDING, thrownAway: removedRuns },
  },
  /** The runs that are to be made one after another, and those of sweeps that were; see queue-file.ts */
  queue: { path: 'queue.json', of: 'person', kind: 'other' },
  /** Settings of runs that the person keeps by name. */
  trainingPresets: { path: 'training-presets.json', of: 'person', kind: 'other' },
  /** Language, theme, engine, threads. */
  preferences: { path: 'preferences.json', of: 'person', kind: 'other' },
  /** Which models were used last. */
  recent: { path: 'recent.json', of: 'person', kind: 'other' },
  /** <date>-layout-<version>/: what a migration from that version has changed, as it was before. */
  backups: { path: 'backups', of: 'person', kind: 'backups' },
  /** Held by the one application that works in the folder, always empty; see data-lock.ts */
  lock: { path: 'data.lock', of: 'person', kind: 'other' },
  /** {"pid"} of that application, for the message that another one shows. */
  holder: { path: 'in-use.json', of: 'person', kind: 'other' },
  /** {"folder", "move"}: which folder was chosen in the settings, and a move that is not finished, see data-move.ts */
  location: { path: 'location.json', of: 'machine', kind: 'other' },
  /** Which engine was measured to be the faster one, by shape. */
  engines: { path: 'engines.json', of: 'machine', kind: 'other' },
  /** The clusters that sweeps are made on, and whether the person has agreed to what is sent there. */
  clusters: { path: 'clusters.json', of: 'machine', kind: 'other' },
  /** Folders of the sweeps on clusters that the window shows, and the cluster of each; see shown-sweeps.ts */
  clusterSweeps: { path: 'cluster-sweeps.json', of: 'machine', kind: 'other' },
  /** Where the window was. */
  windowState: { path: 'window.json', of: 'machine', kind: 'other' },
  /** What the window's own browser keeps. */
  browser: { path: 'window', of: 'machine', kind: 'window', isForeign: true },
  /** verseloom.log and those before it. */
  logs: { path: 'logs', of: 'machine', kind: 'logs' },
} as const satisfies Record<string, Entry>;

export type EntryName = keyof typeof entries;

/** As they are when nothing is asked of one by its name. */
export const allEntries: readonly Entry[] = Object.values(entries);

/** What belongs to this machine. */
export const machineNames: readonly string[] = allEntries
  .filter(({ of }) => of === 'machine')
  .map(({ path }) => path);

/** What a lock leaves in its folder. */
export const lockNames: readonly string[] = [entries.lock.path, entries.holder.path];
