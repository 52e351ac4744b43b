/** Corpora for tests: their sources with their packs, and their text. */
import { createHash } from 'node:crypto';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import type { NewCorpus } from '../../../src-main/store/corpora/corpus-library.ts';
import { newPackId, type NewPack } from '../../../src-main/store/corpora/packs.ts';
import type { StoredSource } from '../../../src-main/store/corpora/stored-corpus.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export const sampleSource = (
  id: string,
  original: StoredSource['original'],
  edit: StoredSource['edit'] = null,
): StoredSource => ({
  ...{ id, name: id, on: true, split: { by: 'none' }, file: `folder/${id}.txt`, kind: 'text' },
  ...{ encoding: 'gb18030', encodingChosen: false, certain: true, otherEncoding: null },
  ...{ hasOriginal: original !== null, edited: edit !== null, songs: 1, characters: 3 },
  ...{ damaged: 0, damagedLines: [], removed: { timeTags: 2 }, skipped: null, doubles: null },
  ...{ original, edit, removedAt: null, titles: [] },
});

interface Sample {
  readonly corpus: NewCorpus;
  readonly packs: NewPack[];
  readonly text: Uint8Array;
}

/** @returns a corpus of the given songs, a source each, whose originals are in one pack */
export function sampleCorpus(songs: readonly string[] = ['想要有', '飞'], name = '我的歌'): Sample {
  const text = songs.join('\u001e');
  const pack = { id: newPackId(), entries: songs.map(bytesOf) };
  const corpus: NewCorpus = {
    ...{ name, songs: songs.length, lines: songs.length, characters: 5, distinct: 5 },
    ...{ firstLines: songs.slice(0, 6), encodings: ['gb18030'], hash: hashOf(text) },
    ...{ earlierHashes: [], suggestedPrefixes: ['想要'], recipe: usualRecipe },
    sources: songs.map((_, entry) => sampleSource(`s${entry}`, { pack: pack.id, entry })),
  };
  return { corpus, packs: [pack], text: bytesOf(text) };
}
