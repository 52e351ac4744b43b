/** A corpus as it is kept, and as others see it: the library's, one that comes with the product, and what the worker thread is given of it. */
import type { CorpusDetails, CorpusInfo } from '../../contract/corpus/corpus.ts';
import type { SongPlace } from '../../contract/corpus/figures.ts';
import { noRecipe, usualRecipe } from '../../contract/corpus/recipe.ts';
import type { Source } from '../../contract/corpus/source.ts';
import type { NewPack } from '../../store/corpora/packs.ts';
import type { KeptAt, StoredCorpus, StoredSource } from '../../store/corpora/stored-corpus.ts';
import type { TextFacts } from './facts.ts';

/** What is kept of a corpus besides what its text says. */
export type Kept = Omit<StoredCorpus, 'id' | 'importedAt' | 'changedAt' | 'version'>;

/** Models that learnt the oldest of a hundred texts know their corpus no more. */
const EARLIER_HASHES = 100;

export function infoOf({ id, ...corpus }: StoredCorpus, builtIn = false): CorpusInfo {
  const { recipe: _, sources: __, version: ___, importedAt: ____, changedAt, ...info } = corpus;
  void changedAt;
  return { ...info, id, builtIn };
}

export const detailsOf = (corpus: StoredCorpus, builtIn = false): CorpusDetails => ({
  ...infoOf(corpus, builtIn),
  recipe: corpus.recipe,
  sources: listed(corpus.sources).map(shown),
});

/** @returns the sources that were not taken out */
export const listed = (sources: readonly StoredSource[]): StoredSource[] =>
  sources.filter(({ removedAt }) => removedAt === null);

function shown({ original: _, edit: __, removedAt: ___, ...source }: StoredSource): Source {
  return source;
}

/** @returns the encodings of some sources, each once */
export const encodingsOf = (sources: readonly Source[]): string[] => [
  ...new Set(sources.flatMap(({ encoding, skipped }) => (skipped ? [] : (encoding ?? [])))),
];

/** @returns the hashes that a corpus had before the one that it gets */
export function earlierHashes(corpus: StoredCorpus, hash: string): string[] {
  const { characters, earlierHashes: earlier } = corpus;
  const all = characters > 0 ? [corpus.hash, ...earlier] : earlier;
  return [...new Set(all)].filter((one) => one !== hash).slice(0, EARLIER_HASHES);
}

/** @returns for each song of the text, in order, the source that it comes from, and its title */
export function titlesOf(
  sources: readonly StoredSource[],
): Pick<SongPlace, 'sourceId' | 'title'>[] {
  return listed(sources)
    .filter(({ on }) => on)
    .flatMap(({ id, name, songs }) =>
      Array.from({ length: songs }, (_, index) => ({
        ...{ sourceId: id, title: songs > 1 ? `${name} ${index + 1}` : name },
      })),
    );
}

/** The one source of a text that comes as a whole. */
export function wholeText(name: string, at: KeptAt, facts: TextFacts): StoredSource {
  return {
    ...{ id: 'text', name, on: true, split: { by: 'none' }, file: null, kind: 'text' },
    ...{ encoding: null, encodingChosen: false, certain: true, otherEncoding: null },
    ...{ hasOriginal: true, edited: true, songs: facts.songs, characters: facts.characters },
    ...{ damaged: 0, damagedLines: [], removed: {}, skipped: null, doubles: null },
    ...{ original: at, edit: at, removedAt: null },
  };
}

/** A pack that is nowhere but in memory. */
const BUILT_IN_PACK = '0'.repeat(16);

/** @returns a corpus that comes with the product, as if it were kept; and the pack that its source lies in */
export function builtInCorpus(
  id: string,
  name: string,
  text: Uint8Array,
  facts: TextFacts,
): { readonly corpus: StoredCorpus; readonly fresh: NewPack } {
  const source = wholeText(name, { pack: BUILT_IN_PACK, entry: 0 }, facts);
  const corpus: StoredCorpus = {
    ...{ id, version: 1, name, recipe: noRecipe, importedAt: '', changedAt: '' },
    ...{ ...facts, encodings: ['utf-8'], earlierHashes: [] },
    sources: [{ ...source, hasOriginal: false }],
  };
  return { corpus, fresh: { id: BUILT_IN_PACK, entries: [text] } };
}

/** @returns a person's own of a text that comes with the product: the same text, of which all can be changed */
export const ownOf = (name: string, pack: string, facts: TextFacts): Kept => ({
  ...{ name, recipe: usualRecipe, ...facts, encodings: [], earlierHashes: [] },
  sources: [wholeText(name, { pack, entry: 0 }, facts)],
});
