/** Everything that can be done to corpora, for tests that put an end to it on the way. */
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { newPackId } from '../../../src-main/store/corpora/packs.ts';
import { bytesOf, hashOf, sampleCorpus, sampleSource } from './sample-corpus.ts';

export const BEFORE = '以前';
export const AFTER = '后来';

/** @param id of a corpus that is there, or in the trash: its name tells what its text is */
export async function workOnCorpora(folder: string, id: string): Promise<void> {
  const library = await CorpusLibrary.open(folder);
  let corpus = await library.read(id).catch((error: unknown) => {
    if (error instanceof VerseloomError && error.code === 'corpus.notFound') return undefined;
    throw error;
  });
  corpus ??= await library.restore(id);
  for (const name of [AFTER, BEFORE, AFTER]) {
    const pack = { id: newPackId(), entries: [bytesOf(name)] };
    const sources = [sampleSource('one', { pack: pack.id, entry: 0 })];
    const changed = { ...corpus, name, sources, hash: hashOf(name) };
    corpus = await library.change(changed, { packs: [pack], text: bytesOf(name) });
  }
  const { corpus: other, packs, text } = sampleCorpus(['新的']);
  await library.add(other, packs, text);
  await library.duplicate(id, AFTER);
  await library.remove(id);
  await library.restore(id);
  await library.remove(id);
}
