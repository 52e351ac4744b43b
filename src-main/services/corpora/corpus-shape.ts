/** A corpus as it is kept, and as others see it: the library's, one that comes with the product, and what the worker thread is given of it. */
import type { CorpusDetails, CorpusInfo } from '../../contract/corpus/corpus.ts';
import type { SongPlace } from '../../contract/corpus/figures.ts';
import { noRecipe, usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import type { Source } from '../../contract/corpus/source.ts';
import { songTitle } from '../../contract/corpus/song-title.ts';
import { SONG_END } from '../../contract/corpus/song-text.ts';
import { countCharacters } from '../../corpus/count-characters.ts';
import type { BuiltInCorpus } from '../../store/corpora/built-in-corpora.ts';
import { newPackId, type NewPack } from '../../store/corpora/packs.ts';
import type { KeptAt, StoredCorpus, StoredSource } from '../../store/corpora/stored-corpus.ts';
import type { TextFacts } from './facts.ts';
import type { Made, Wanted } from './work/jobs.ts';

/** What is kept of a corpus besides what its text says. */
export type Kept = Omit<StoredCorpus, 'id' | 'importedAt' | 'changedAt' | 'version'>;

/** What the worker thread is given of a corpus, and what it is. */
export interface Open extends Wanted {
  readonly corpus: StoredCorpus;
  /** Of one that comes with the product. */
  readonly names: CorpusInfo['names'];
}

export const wantedOf = ({ recipe, sources, packs, fresh }: Open): Wanted => ({
  ...{ recipe, sources, packs, fresh },
});

export const keptOf = (name: string, recipe: Recipe, { facts, sources }: Made): Kept => ({
  ...{ ...facts, name, recipe, sources: [...sources] },
  ...{ encodings: encodingsOf(sources), earlierHashes: [] },
});

/** @param packPath where a pack of it lies */
export function openOf(corpus: StoredCorpus, packPath: (pack: string) => string): Open {
  const { recipe, sources } = corpus;
  const named = sources.flatMap(({ original, edit }) => [original?.pack ?? [], edit?.pack ?? []]);
  const packs = Object.fromEntries([...new Set(named.flat())].map((one) => [one, packPath(one)]));
  return { corpus, names: null, recipe, sources: listed(sources), packs };
}

/** @returns a corpus with what was made of it; its sources that were taken out stay */
export function withMade(corpus: StoredCorpus, { facts, sources }: Made): StoredCorpus {
  const out = corpus.sources.filter(({ removedAt }) => removedAt !== null);
  return {
    ...{ ...corpus, ...facts, sources: [...sources, ...out] },
    ...{ encodings: encodingsOf(sources), earlierHashes: earlierHashes(corpus, facts.hash) },
  };
}

/** Models that learnt the oldest of a hundred texts know their corpus no more. */
const EARLIER_HASHES = 100;

/** @param names of one that comes with the product */
export function infoOf(
  { id, ...corpus }: StoredCorpus,
  names: CorpusInfo['names'] = null,
): CorpusInfo {
  const { recipe: _, sources: __, version: ___, importedAt: ____, changedAt, ...info } = corpus;
  void changedAt;
  return { ...info, id, builtIn: names !== null, names };
}

export const detailsOf = (
  corpus: StoredCorpus,
  names: CorpusInfo['names'] = null,
): CorpusDetails => ({
  ...infoOf(corpus, names),
  recipe: corpus.recipe,
  sources: listed(corpus.sources).map(shown),
});

/** @returns the sources that were not taken out */
export const listed = (sources: readonly StoredSource[]): StoredSource[] =>
  sources.filter(({ removedAt }) => removedAt === null);

function shown({
  original: _,
  edit: __,
  removedAt: ___,
  titles: ____,
  ...source
}: StoredSource): Source {
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

type SongOfSource = Pick<SongPlace, 'sourceId' | 'number' | 'title'>;

/** @returns for each song of the text, in order, the source that it comes from, and its title */
export const songsOfSources = (sources: readonly StoredSource[]): SongOfSource[] =>
  sourcesInText(sources).flatMap(({ id, songs, titles }) =>
    Array.from({ length: songs }, (_, index) => ({
      ...{ sourceId: id, number: index + 1, title: titles[index] ?? null },
    })),
  );

/** @returns how each of these is called */
export const titlesOf = (sources: readonly StoredSource[]): string[] => {
  const byId = new Map(sources.map((source) => [source.id, source]));
  return songsOfSources(sources).map((song) => songTitle(song, byId.get(song.sourceId)!));
};

const sourcesInText = (sources: readonly StoredSource[]): StoredSource[] =>
  listed(sources).filter(({ on }) => on);

/** The sources of a corpus that comes with the product, and the words of each, as they are to be learnt. */
function sourcesOf(
  { sources }: BuiltInCorpus,
  name: string,
  pack: string,
  hasOriginal: boolean,
): { sources: StoredSource[]; entries: Uint8Array[] } {
  const made = sources.map((one, entry): StoredSource => {
    const at: KeptAt = { pack, entry };
    const songs = one.text.split(SONG_END).length;
    return {
      ...{ id: String(entry + 1), name: one.name ?? name, on: true, split: { by: 'none' } },
      ...{ file: null, kind: 'text', encoding: null, encodingChosen: false, certain: true },
      ...{ otherEncoding: null, hasOriginal, edited: hasOriginal, songs },
      ...{ characters: countCharacters(one.text), damaged: 0, damagedLines: [], removed: {} },
      ...{ skipped: null, doubles: null, original: at, edit: at, removedAt: null, titles: [] },
    };
  });
  return { sources: made, entries: sources.map(({ text }) => Buffer.from(text)) };
}

/** A pack that is nowhere but in memory. */
const BUILT_IN_PACK = '0'.repeat(16);

/** @returns a corpus that comes with the product, as if it were kept; and the pack that its sources lie in */
export function builtInCorpus(
  builtIn: BuiltInCorpus,
  name: string,
  facts: TextFacts,
): { readonly corpus: StoredCorpus; readonly fresh: NewPack } {
  const { sources, entries } = sourcesOf(builtIn, name, BUILT_IN_PACK, false);
  const corpus: StoredCorpus = {
    ...{ id: builtIn.id, version: 1, name, recipe: noRecipe, importedAt: '', changedAt: '' },
    ...{ ...facts, encodings: ['utf-8'], earlierHashes: [], sources },
  };
  return { corpus, fresh: { id: BUILT_IN_PACK, entries } };
}

/** @returns a person's own of a corpus that comes with the product: the same text, of which all can be changed */
export function ownOf(
  builtIn: BuiltInCorpus,
  name: string,
  facts: TextFacts,
): { readonly kept: Kept; readonly fresh: NewPack } {
  const pack = newPackId();
  const { sources, entries } = sourcesOf(builtIn, name, pack, true);
  const kept = { name, recipe: usualRecipe, ...facts, encodings: [], earlierHashes: [], sources };
  return { kept, fresh: { id: pack, entries } };
}
