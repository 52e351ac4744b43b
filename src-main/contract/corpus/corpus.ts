/** A corpus as the library lists it, and as an import makes it. */
import { z } from 'zod';
import { bytes } from '../arrays.ts';
import { language } from '../preferences.ts';
import { recipe } from './recipe.ts';
import { source } from './source.ts';

/** A corpus as the library lists it; figures are of its text: what its recipe leaves of its sources. */
export const corpusInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** The corpus that comes with the product cannot be changed or removed. */
  builtIn: z.boolean(),
  /** Of that one, in each language; null for a person's own, which has the one name that they gave it. */
  names: z.record(language, z.string()).nullable(),
  /** Songs, and lines that say something. */
  songs: z.int(),
  lines: z.int(),
  /** Unicode characters, line breaks included. */
  characters: z.int(),
  /** Distinct characters. */
  distinct: z.int(),
  firstLines: z.array(z.string()),
  /** The encodings of its sources, each once, e.g. `utf-8` or `gb18030`. */
  encodings: z.array(z.string()),
  /** SHA-256 of the text in UTF-8, in hexadecimal; of an empty text where there is none yet. */
  hash: z.string(),
  /** What its text was before it was changed, the latest first: models that learnt it name these. */
  earlierHashes: z.array(z.string()),
  /** Prefixes that this corpus can continue: the book's where it can, else taken from its first line. */
  suggestedPrefixes: z.array(z.string()),
});
export type CorpusInfo = z.infer<typeof corpusInfo>;

/** With all that it is made of. */
export const corpusDetails = corpusInfo.extend({
  recipe,
  sources: z.array(source),
});
export type CorpusDetails = z.infer<typeof corpusDetails>;

export const corpusName = z.string().trim().min(1).max(200);

/** A file of an import: its name with the folders that it was dropped with, parted by `/`. */
export const givenFile = z.object({ name: z.string().min(1).max(4000), bytes });
export type GivenFile = Readonly<z.infer<typeof givenFile>>;

/** What an import has done. */
export const importOutcome = corpusInfo.extend({
  /** A corpus of the same text was in the library before; nothing was kept. */
  alreadyThere: z.boolean(),
  /** Sources that came in, those of them that were left out, those that took the place of one of that name, and those that were the same. */
  added: z.int(),
  leftOut: z.int(),
  replaced: z.int(),
  unchanged: z.int(),
  /** Of a corpus that was there before, by their ids: what takes the import back. */
  changes: z.object({
    added: z.array(z.string()),
    replaced: z.array(z.object({ before: z.string(), after: z.string() })),
  }),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

export const corpusExport = z.enum(['text', 'songs']);
