/** What the data folder takes up, by kind. */
import { z } from 'zod';
import { failure } from './errors.ts';

export const dataKind = z.enum([
  'models',
  'removedModels',
  'corpora',
  'removedCorpora',
  'drafts',
  'removedDrafts',
  /** Records of runs that have no model. */
  'runs',
  'removedRuns',
  'backups',
  'logs',
  /** What the window's own browser keeps. */
  'window',
  'other',
]);
export type DataKind = z.infer<typeof dataKind>;

/** How many files that could not be read are named. */
export const NAMED_UNREADABLE = 5;

export const dataSizes = z.object({
  /** The folder that was gone through. */
  folder: z.string(),
  /** Where the logs and what else belongs to this machine lie, when that is not in the folder. */
  machineFolder: z.string().nullable(),
  /** Every kind, in the order of the list above. */
  kinds: z.array(
    z.object({
      kind: dataKind,
      /** Models and texts, those that were removed each by themselves; of the other kinds, files. */
      count: z.int(),
      /** Of all its files. */
      bytes: z.number(),
    }),
  ),
  /** What could not be read, and is not counted: how much of it, and the first few. */
  unreadable: z.object({ count: z.int(), first: z.array(failure).max(NAMED_UNREADABLE) }),
});
export type DataSizes = z.infer<typeof dataSizes>;

/** Folders that a window shows in the system's own way. */
export const shownFolder = z.enum(['data', 'logs', 'licences']);
export type ShownFolder = z.infer<typeof shownFolder>;
