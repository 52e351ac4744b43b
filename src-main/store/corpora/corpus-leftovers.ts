/** What killed programs have left of corpora, and what was taken out of them 30 days ago: removed when the data folder is opened. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { whileAlone } from '../files/change-lock.ts';
import { sweepTemporaryFiles } from '../files/temporary-file.ts';
import { TRASH } from '../files/trash.ts';
import {
  discardCorpus,
  isCorpusId,
  readDescription,
  removeUnnamed,
  timeAfter,
  unnamedFiles,
  withoutOver,
  writeCorpus,
} from './corpus-folder.ts';

/**
 * Clears up behind others. What cannot be cleared away, and what is broken, stays.
 * @param folder of the corpora
 * @param now in milliseconds since 1970
 */
export async function clearLeftovers(folder: string, now = Date.now()): Promise<void> {
  const due: [folder: string, id: string][] = [];
  for (const place of [folder, join(folder, TRASH)])
    for (const id of (await readdir(place).catch(() => [])).filter(isCorpusId))
      if (await isDue(join(place, id), id, now)) due.push([join(place, id), id]);
  if (due.length === 0) return;
  const sweep = async (): Promise<void> => {
    for (const [path, id] of due) await sweepOne(path, id, now);
  };
  // Where others do not come to an end with theirs, the next start tries it again.
  await whileAlone(folder, sweep, async () => {}).catch(() => {});
}

async function isDue(folder: string, id: string, now: number): Promise<boolean> {
  await sweepTemporaryFiles(folder);
  try {
    const corpus = await readDescription(folder, id);
    if (!corpus) return true;
    const isLess = withoutOver(corpus.sources, now).length < corpus.sources.length;
    return isLess || (await unnamedFiles(folder, corpus)).length > 0;
  } catch {
    return false; // broken, and what it names is not known
  }
}

/** Looks again at what another process may have changed since. */
async function sweepOne(folder: string, id: string, now: number): Promise<void> {
  const corpus = await readDescription(folder, id).catch(() => null);
  if (corpus === null) return;
  if (!corpus) return discardCorpus(folder);
  const sources = [...withoutOver(corpus.sources, now)];
  if (sources.length === corpus.sources.length) return removeUnnamed(folder, corpus);
  const changedAt = timeAfter(corpus.changedAt, now);
  const less = await writeCorpus(folder, { ...corpus, sources, changedAt }, { packs: new Map() });
  await removeUnnamed(folder, less);
}
