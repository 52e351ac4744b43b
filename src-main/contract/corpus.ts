/** A corpus as the library lists it. */
import { z } from 'zod';

/** Bytes of what the screens call a megabyte. */
export const MIB = 1024 * 1024;

/** The largest file that is read as a corpus, and the most text that comes out of a zip, in bytes; no message holds more. */
export const MAX_CORPUS_BYTES = 64 * MIB;
/** The same in UTF-8: what was one byte in another encoding becomes three at most. */
export const MAX_TEXT_BYTES = 3 * MAX_CORPUS_BYTES;

export const corpusInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** The corpus that comes with the product cannot be removed. */
  builtIn: z.boolean(),
  /** Unicode characters, line breaks included. */
  characters: z.int(),
  /** Distinct characters. */
  distinct: z.int(),
  firstLines: z.array(z.string()),
  /** The encoding that the file was read with, e.g. `UTF-8` or `GB18030`. */
  encoding: z.string(),
  /** SHA-256 of the text in UTF-8, in hexadecimal. */
  hash: z.string(),
  /** Prefixes that this corpus can continue: the book's where it can, else taken from its first line. */
  suggestedPrefixes: z.array(z.string()),
});
export type CorpusInfo = z.infer<typeof corpusInfo>;
