/** What a person changes of a corpus: each as the corpus that is wished for, before anything is read or written. */
import type { SourceChoices } from '../../contract/corpus/source.ts';
import { SONG_END } from '../../contract/corpus/song-text.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { Encoding } from '../../corpus/encodings/encoding-names.ts';
import { linesOf } from '../../corpus/line-breaks.ts';
import { newPackId, type NewPack } from '../../store/corpora/packs.ts';
import type { StoredCorpus, StoredSource } from '../../store/corpora/stored-corpus.ts';
import { newSourceId } from './source-id.ts';

export interface Wish {
  readonly corpus: StoredCorpus;
  /** Of what the person has written. */
  readonly fresh?: NewPack;
  /** Sources whose encoding is to be guessed. */
  readonly guess?: readonly string[];
}

/**
 * @param chosen all sources that there are to be, in order; the others are taken out, and what was taken out comes back
 * @throws VerseloomError `corpus.sourceNotFound` {id}
 */
export function arranged(corpus: StoredCorpus, chosen: readonly SourceChoices[], now: Date): Wish {
  const byId = new Map(corpus.sources.map((source) => [source.id, source]));
  const sources: StoredSource[] = [];
  for (const { id, name, on, split } of chosen) {
    const source = byId.get(id);
    if (!source) throw sourceNotFound(id);
    sources.push({ ...source, name, on, split, removedAt: null });
  }
  const kept = new Set(sources.map(({ id }) => id));
  if (kept.size < sources.length) throw sourceNotFound(twice(sources));
  const others = corpus.sources.filter(({ id }) => !kept.has(id));
  const removedAt = now.toISOString();
  const out = others.map((source) => ({ ...source, removedAt: source.removedAt ?? removedAt }));
  return { corpus: { ...corpus, sources: [...sources, ...out] } };
}

const twice = (sources: readonly StoredSource[]): string =>
  sources.find(({ id }, index) => sources.findIndex((one) => one.id === id) < index)!.id;

/**
 * @param encoding undefined for the likeliest of all these together
 * @throws VerseloomError `corpus.sourceNotFound` {id}
 */
export function inEncoding(
  corpus: StoredCorpus,
  ids: readonly string[],
  encoding: Encoding | undefined,
): Wish {
  for (const id of ids) find(corpus, id);
  const asked = new Set(ids);
  // A document and what was typed are in no encoding that one could choose.
  const isMeant = (source: StoredSource): boolean =>
    asked.has(source.id) && source.encoding !== null && source.original !== null;
  if (!encoding) return { corpus, guess: corpus.sources.filter(isMeant).map(({ id }) => id) };
  const chosen = { encoding, encodingChosen: true, certain: true, otherEncoding: null };
  const sources = corpus.sources.map((source) =>
    isMeant(source) ? { ...source, ...chosen } : source,
  );
  return { corpus: { ...corpus, sources } };
}

/**
 * @param text null for what came in, where something did
 * @throws VerseloomError `corpus.sourceNotFound` {id}
 */
export function edited(corpus: StoredCorpus, id: string, text: string | null): Wish {
  const { original } = find(corpus, id);
  const change = (changes: Partial<StoredSource>): StoredCorpus => ({
    ...corpus,
    sources: corpus.sources.map((source) =>
      source.id === id ? { ...source, ...changes } : source,
    ),
  });
  if (text === null) return { corpus: original ? change({ edit: null }) : corpus };
  const pack = newPackId();
  const split = { by: 'none' } as const; // its songs are where the person has put their ends
  return {
    corpus: change({ edit: { pack, entry: 0 }, split }),
    fresh: { id: pack, entries: [Buffer.from(tidied(text))] },
  };
}

/** @returns words as they are learnt: U+000A alone ends a line, and no song is empty or begins or ends with blank lines */
const tidied = (text: string): string =>
  text
    .toWellFormed()
    .split(SONG_END)
    .map((song) =>
      linesOf(song)
        .map((line) => line.text)
        .join('\n')
        .replace(/^(?:[^\S\n]*\n)+|(?:\n[^\S\n]*)+$/g, ''),
    )
    .filter((song) => song.trim() !== '')
    .join(SONG_END);

/** Adds what was typed or pasted at the end. */
export function withSong(corpus: StoredCorpus, name: string, text: string): Wish {
  const pack = newPackId();
  const source = typedSource(name, pack);
  return {
    corpus: { ...corpus, sources: [...corpus.sources, source] },
    fresh: { id: pack, entries: [Buffer.from(text.toWellFormed())] },
  };
}

export const typedSource = (name: string, pack: string): StoredSource => ({
  ...{ id: newSourceId(), name, on: true, split: { by: 'none' }, file: null, kind: 'text' },
  ...{ encoding: null, encodingChosen: false, certain: true, otherEncoding: null },
  ...{ hasOriginal: true, edited: false, songs: 0, characters: 0 },
  ...{ damaged: 0, damagedLines: [], removed: {}, skipped: null, doubles: null },
  ...{ original: { pack, entry: 0 }, edit: null, removedAt: null, titles: [] },
});

/** @throws VerseloomError `corpus.sourceNotFound` {id}, also for one that was taken out */
function find(corpus: StoredCorpus, id: string): StoredSource {
  const source = corpus.sources.find((one) => one.id === id && one.removedAt === null);
  if (!source) throw sourceNotFound(id);
  return source;
}

const sourceNotFound = (id: string) => new VerseloomError('corpus.sourceNotFound', { id });

/** @returns a corpus with sources as they were beside those that have taken their place, taken out at that time */
export function withRemoved(corpus: StoredCorpus, ids: readonly string[], now: Date): StoredCorpus {
  const gone = corpus.sources.filter(({ id }) => ids.includes(id));
  const out = gone.map((source) => ({ ...source, removedAt: now.toISOString() }));
  return { ...corpus, sources: [...corpus.sources, ...out] };
}
