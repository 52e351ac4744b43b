/**
 * The folder that a corpus is, named by its id: `corpus.json`, which describes it; `<hash, first 16 digits>.txt`, the text that this names;
 * and `<pack>.zip`, the packs that its sources name.
 *
 * A corpus is what its `corpus.json` says, which is written last and in one step: so it is as it was or as it should be, whenever
 * its writer is killed. What no `corpus.json` names any more is removed when the corpus changes next, or the data folder is opened:
 * until then, whoever has begun to read a text or a pack can go on. Files of other names are somebody else's, and stay.
 */
import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { VerseloomError } from '../../contract/errors.ts';
import { PRIVATE, readJson, writeFileAtomically, writeJson } from '../files/atomic-file.ts';
import { giveWay } from '../files/slices.ts';
import { sweepTemporaryFiles } from '../files/temporary-file.ts';
import { KEPT_MS, type ThrownAway } from '../files/trash.ts';
import { writePack } from './packs.ts';
import {
  storedCorpus,
  storedSource,
  type StoredCorpus,
  type StoredSource,
} from './stored-corpus.ts';

export const DESCRIPTION = 'corpus.json';

/** Of a corpus, and of a pack in it. */
const ID = /^[0-9a-f]{16}$/;
const OURS = /^(corpus\.json|[0-9a-f]{16}\.(txt|zip))$/;
/** Of a description: thousands of sources with the longest of names. */
const MAX_DESCRIPTION_BYTES = 128 * 1024 * 1024;

export const isCorpusId = (name: string): boolean => ID.test(name);
export const textName = (hash: string): string => `${hash.slice(0, 16)}.txt`;
export const packName = (pack: string): string => `${pack}.zip`;

/** What a change of a corpus makes beside its description. */
export interface Made {
  /** By their ids, as `packInto` makes them. */
  readonly packs: ReadonlyMap<string, readonly Uint8Array[]>;
  /** In UTF-8; the one that the description names. */
  readonly text?: Uint8Array | undefined;
}

/**
 * @returns undefined where no corpus is
 * @throws VerseloomError `file.unreadable`
 */
export async function readDescription(
  folder: string,
  id: string,
): Promise<StoredCorpus | undefined> {
  const path = join(folder, DESCRIPTION);
  const corpus = await readJson(path, storedCorpus, MAX_DESCRIPTION_BYTES);
  if (!corpus) return undefined;
  await giveWay();
  const sources = await parseSources(corpus.sources, (field) => {
    const reason = `unexpected value at "${field}"`;
    return new VerseloomError('file.unreadable', { path, reason });
  });
  return { ...corpus, sources, id };
}

/** Sources that are parsed at a time: a few milliseconds of work, where all of them may be a tenth of a second. */
const SOURCES_AT_ONCE = 250;

/** @param refusal of the first that is none, by where in the corpus it is wrong */
async function parseSources(
  sources: readonly unknown[],
  refusal: (field: string, error: z.ZodError) => Error,
): Promise<StoredSource[]> {
  const parsed: StoredSource[] = [];
  for (const [index, source] of sources.entries()) {
    const { data, error } = storedSource.safeParse(source);
    if (error) throw refusal(['sources', index, ...(error.issues[0]?.path ?? [])].join('.'), error);
    parsed.push(data);
    if (parsed.length % SOURCES_AT_ONCE === 0) await giveWay();
  }
  return parsed;
}

/**
 * Writes a corpus, or what is new of one: packs and text first.
 * @returns what can be read there from now on
 * @throws VerseloomError `file.unwritable`, `data.inUse`; the corpus is then as it was, but for files that nobody names;
 * Error for a description that could not be read again
 */
export async function writeCorpus(
  folder: string,
  { id, ...corpus }: StoredCorpus,
  { packs, text }: Made,
): Promise<StoredCorpus> {
  const sources = await parseSources(corpus.sources, (_, error) => error);
  const checked = { ...storedCorpus.parse(corpus), sources };
  for (const [pack, pieces] of packs) await writePack(join(folder, packName(pack)), pieces);
  if (text) await writeFileAtomically(join(folder, textName(corpus.hash)), text, PRIVATE);
  await writeJson(join(folder, DESCRIPTION), checked, MAX_DESCRIPTION_BYTES);
  return { ...checked, id };
}

/** @returns the sources without those that were taken out 30 days ago */
export const withoutOver = (
  sources: readonly StoredSource[],
  now = Date.now(),
): readonly StoredSource[] =>
  sources.filter(({ removedAt }) => removedAt === null || !(now - Date.parse(removedAt) > KEPT_MS));

/** @returns a time for a change, ISO 8601, UTC: another one than that of the change before */
export const timeAfter = (before: string, now: number): string =>
  new Date(Math.max(now, Date.parse(before) + 1 || 0)).toISOString();

/** @returns the names of the files that a corpus is made of */
export function namedFiles({ hash, sources }: StoredCorpus): Set<string> {
  const names = new Set([DESCRIPTION, textName(hash)]);
  for (const { original, edit } of sources)
    for (const kept of [original, edit]) if (kept) names.add(packName(kept.pack));
  return names;
}

/** @returns the names of files of ours that a corpus does not name. @throws Error of the file system */
export async function unnamedFiles(folder: string, corpus: StoredCorpus): Promise<string[]> {
  const named = namedFiles(corpus);
  return (await readdir(folder)).filter((name) => OURS.test(name) && !named.has(name));
}

/** Removes them, as far as that can be done. */
export async function removeUnnamed(folder: string, corpus: StoredCorpus): Promise<void> {
  await sweepTemporaryFiles(folder);
  for (const name of await unnamedFiles(folder, corpus).catch(() => []))
    await removeFile(join(folder, name));
}

/** Of the corpora in a trash: their folders, and links to such. */
export const removedCorpora: ThrownAway = {
  isOne: (name, there) => isCorpusId(name) && (there.isDirectory() || there.isSymbolicLink()),
  discard: discardCorpus,
};

/**
 * Removes a corpus for good, with its folder, unless there is something in it that is not ours.
 * What cannot be removed is in nobody's way.
 */
export async function discardCorpus(folder: string): Promise<void> {
  // The description first: what is left of a corpus without it is removed by the next one that comes by.
  try {
    if ((await lstat(folder)).isSymbolicLink()) return await rm(folder);
    await rm(join(folder, DESCRIPTION), { force: true });
    await sweepTemporaryFiles(folder);
    for (const name of await readdir(folder))
      if (OURS.test(name)) await removeFile(join(folder, name));
    await rmdir(folder);
  } catch {
    // Tried again by the next one.
  }
}

/** Of a folder that has such a name, nothing is removed. */
const removeFile = (path: string): Promise<void> => rm(path, { force: true }).catch(() => {});
