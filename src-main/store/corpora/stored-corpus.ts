/** What is written of a corpus: its description, with the places of its originals. The folder around it: corpus-folder.ts. */
import { z } from 'zod';
import { corpusDetails } from '../../contract/corpus/corpus.ts';
import { source } from '../../contract/corpus/source.ts';

/** Where some bytes are kept: in which pack of the corpus, and as which of its entries, from 0. */
export const keptAt = z.object({ pack: z.string().regex(/^[0-9a-f]{16}$/), entry: z.int().min(0) });
export type KeptAt = Readonly<z.infer<typeof keptAt>>;

export const storedSource = source.extend({
  /** The bytes as they came in: of a file or of an entry of a zip; of what was typed, its text in UTF-8. Null where none were kept. */
  original: keptAt.nullable(),
  /** What the person has set instead, in UTF-8: its songs with U+001E between them. */
  edit: keptAt.nullable(),
  /** Of each of its songs, where it tells them; empty where it tells none, or holds one song. */
  titles: z.array(z.string().nullable()).default([]),
  /** ISO 8601, UTC: when the person took it out; it is listed no more, and can come back for 30 days. */
  removedAt: z.string().nullable(),
});
export type StoredSource = z.infer<typeof storedSource>;

/** Its sources are parsed one by one: there may be thousands. */
export const storedCorpus = corpusDetails.omit({ id: true, builtIn: true, names: true }).extend({
  version: z.literal(1),
  // More than any text is described by; what says more fills a screen.
  name: z.string().min(1).max(1000),
  firstLines: z.array(z.string().max(1000)).max(100),
  suggestedPrefixes: z.array(z.string().max(1000)).max(100),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sources: z.array(z.unknown()),
  /** ISO 8601, UTC. */
  importedAt: z.string(),
  changedAt: z.string(),
});
/** As it is on disk, with the name of its folder. */
export type StoredCorpus = Omit<z.infer<typeof storedCorpus>, 'sources'> & {
  readonly id: string;
  sources: StoredSource[];
};
