/** What is left of corpora when what works on them is killed: a few moments of it in every test run, all in the long one. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { isCorpusId, namedFiles } from '../../../src-main/store/corpora/corpus-folder.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { clearLeftovers } from '../../../src-main/store/corpora/corpus-leftovers.ts';
import { readPack } from '../../../src-main/store/corpora/packs.ts';
import type { StoredCorpus } from '../../../src-main/store/corpora/stored-corpus.ts';
import { killAtMoments } from '../data/crashes.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { AFTER, BEFORE } from './corpora-work.ts';
import { sampleCorpus, textOf } from './sample-corpus.ts';

export async function checkKilledCorpora(moments: number): Promise<void> {
  const prepare = async () => {
    const folder = await temporaryFolder();
    const id = await startCorpora(folder);
    const args = ['corpora', folder, id];
    return { prepared: { folder, id }, args, nextArgs: args };
  };
  await killAtMoments(moments, prepare, async ({ folder, id }, moment) =>
    checkCorpora(folder, id, `moment ${moment}`),
  );
}

/** @returns the id of a corpus that is called and that says `BEFORE` */
export async function startCorpora(folder: string): Promise<string> {
  const library = await CorpusLibrary.open(folder);
  const { corpus, packs, text } = sampleCorpus([BEFORE], BEFORE);
  return (await library.add(corpus, packs, text)).id;
}

/** Looks whether every corpus is whole, and nothing is left beside them once the folder is opened again. */
export async function checkCorpora(folder: string, id: string, when: string): Promise<void> {
  const library = await CorpusLibrary.open(folder);
  for (const corpus of await library.list()) await checkWhole(library, corpus, when);
  await clearLeftovers(folder);
  const listed = await library.list();
  const folders = (await readdir(folder)).filter(isCorpusId).sort();
  expect(folders, when).toEqual(listed.map((corpus) => corpus.id).sort());
  for (const corpus of [...listed, await library.restore(id)]) {
    await checkWhole(library, corpus, when);
    const files = await readdir(join(folder, corpus.id));
    expect(files.sort(), when).toEqual([...namedFiles(corpus)].sort());
  }
}

async function checkWhole(
  library: CorpusLibrary,
  corpus: StoredCorpus,
  when: string,
): Promise<void> {
  const text = textOf(await library.readText(corpus));
  if ([BEFORE, AFTER].includes(corpus.name)) expect(text, when).toBe(corpus.name);
  else expect(text, when).toBe('新的');
  for (const { original } of corpus.sources) {
    const [bytes] = await readPack(library.packPath(corpus.id, original!.pack), [original!.entry]);
    expect(textOf(bytes!), when).toBe(text);
  }
}
