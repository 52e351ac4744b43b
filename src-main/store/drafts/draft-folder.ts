/**
 * The folder that a draft is, named by its id: `draft.json`, which is all of it as it is now, and `<number>.revision.json`, a text of
 * before each.
 *
 * `draft.json` is written anew, whole and in one step, whenever the draft changes; a revision is written once, before what takes its
 * place. Files of other names are somebody else's, and stay.
 */
import { lstat, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unwritable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import {
  draft,
  draftContent,
  KEPT_REVISIONS,
  revisionReason,
  type Draft,
  type DraftRevision,
} from '../../contract/writing/draft.ts';
import { readJson, writeJson } from '../files/atomic-file.ts';
import { sweepTemporaryFiles } from '../files/temporary-file.ts';
import type { ThrownAway } from '../files/trash.ts';

export const DRAFT = 'draft.json';

/** Of both kinds of files; another one where a program that knows this one would lose something. */
const VERSION = 1;
const ID = /^[0-9a-f]{16}$/;
const REVISION = /^([1-9]\d{0,8})\.revision\.json$/;
/** Of one file: the longest text, with all that may belong to it. */
const MAX_BYTES = 128 * 1024 * 1024;

export const isDraftId = (name: string): boolean => ID.test(name);

const anyVersion = z.looseObject({ version: z.int().min(1) });
/** As it is in its file, which is named by its id. */
const storedDraft = draft.omit({ id: true }).extend({
  /** When the last text of before was kept, or the draft was made. */
  keptAt: z.iso.datetime(),
});
export type StoredDraft = z.infer<typeof storedDraft> & Pick<Draft, 'id'>;

const storedRevision = draftContent.pick({ text: true, spans: true }).extend({
  at: z.iso.datetime(),
  reason: revisionReason,
});
export type StoredRevision = z.infer<typeof storedRevision>;

/**
 * @returns undefined where no draft is
 * @throws VerseloomError `file.unreadable`; `draft.newer` {path, version, supported}
 */
export async function readDraft(folder: string, id: string): Promise<StoredDraft | undefined> {
  const read = await readVersioned(join(folder, DRAFT), storedDraft);
  return read && { ...read, id };
}

/** @throws VerseloomError `file.unwritable`, `data.inUse`; the draft is then as it was */
export async function writeDraft(folder: string, { id: _, ...stored }: StoredDraft): Promise<void> {
  await writeJson(join(folder, DRAFT), { version: VERSION, ...stored }, MAX_BYTES);
}

/** @returns undefined where there is none of that number. @throws VerseloomError as `readDraft` */
export async function readRevision(
  folder: string,
  number: number,
): Promise<StoredRevision | undefined> {
  return readVersioned(join(folder, revisionName(number)), storedRevision);
}

/** Keeps a text of before under the next number; the oldest of too many are removed. @throws VerseloomError as `writeDraft` */
export async function writeRevision(
  folder: string,
  revision: StoredRevision,
): Promise<DraftRevision> {
  const numbers = await revisionNumbers(folder);
  const number = (numbers.at(-1) ?? 0) + 1;
  const path = join(folder, revisionName(number));
  await writeJson(path, { version: VERSION, ...revision }, MAX_BYTES);
  for (const old of numbers.slice(0, Math.max(0, numbers.length + 1 - KEPT_REVISIONS)))
    await removeFile(join(folder, revisionName(old)));
  return asListed(number, revision);
}

/** @returns all that can be read, the newest first */
export async function listRevisions(folder: string): Promise<DraftRevision[]> {
  const found: DraftRevision[] = [];
  for (const number of (await revisionNumbers(folder)).reverse()) {
    const revision = await readRevision(folder, number).catch(nothingIfBroken);
    if (revision) found.push(asListed(number, revision));
  }
  return found;
}

/** @returns undefined where there is none. @throws VerseloomError as `readDraft` */
export async function readNewestRevision(folder: string): Promise<StoredRevision | undefined> {
  const number = (await revisionNumbers(folder)).at(-1);
  return number === undefined ? undefined : readRevision(folder, number);
}

/** Puts a draft that cannot be read out of the way of one that can. @throws VerseloomError `file.unwritable` */
export async function setDraftAside(folder: string): Promise<void> {
  const path = join(folder, DRAFT);
  await rename(path, `${path}.broken-${Date.now()}`).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

/** Removes what killed programs have left of drafts: files that were not put in place, and folders in which nothing is yet. */
export async function sweepDrafts(folder: string): Promise<void> {
  for (const id of (await readdir(folder).catch(() => [])).filter(isDraftId)) {
    await sweepTemporaryFiles(join(folder, id));
    await rmdir(join(folder, id)).catch(() => {}); // there is something in it
  }
}

/** Of the drafts in a trash: their folders, and links to such. */
export const removedDrafts: ThrownAway = {
  isOne: (name, there) => isDraftId(name) && (there.isDirectory() || there.isSymbolicLink()),
  discard: discardDraft,
};

/**
 * Removes a draft for good, with its folder, unless there is something in it that is not ours.
 * What cannot be removed is in nobody's way.
 */
export async function discardDraft(folder: string): Promise<void> {
  try {
    if ((await lstat(folder)).isSymbolicLink()) return await rm(folder);
    await rm(join(folder, DRAFT), { force: true });
    await sweepTemporaryFiles(folder);
    for (const name of await readdir(folder))
      if (REVISION.test(name)) await removeFile(join(folder, name));
    await rmdir(folder);
  } catch {
    // Tried again by the next one.
  }
}

const revisionName = (number: number): string => `${number}.revision.json`;

/** @returns the numbers of all revisions, the oldest first */
async function revisionNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder).catch(() => []))
    .flatMap((name) => REVISION.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

const asListed = (number: number, { text, at, reason }: StoredRevision): DraftRevision => ({
  ...{ number, at, reason },
  characters: charactersIn(text),
});

/** @returns how many Unicode characters a text has, line breaks left out */
export function charactersIn(text: string): number {
  let count = 0;
  for (const character of text) if (character !== '\n') count += 1;
  return count;
}

async function readVersioned<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const there = await readJson(path, anyVersion, MAX_BYTES);
  if (!there) return undefined;
  const { version } = there;
  if (version > VERSION)
    throw new VerseloomError('draft.newer', { path, version, supported: VERSION });
  const parsed = schema.safeParse(there);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new VerseloomError('file.unreadable', { path, reason: `unexpected value at "${field}"` });
}

function nothingIfBroken(error: unknown): undefined {
  if (!(error instanceof VerseloomError)) throw error;
}

const removeFile = (path: string): Promise<void> => rm(path, { force: true }).catch(() => {});
