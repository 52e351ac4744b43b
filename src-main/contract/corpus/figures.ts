/** What a corpus is made of, in figures that pictures and advice are drawn from. */
import { z } from 'zod';

export const MAX_FREQUENCIES = 400;

/** A place in the text of a corpus: a line, from 0, and the song that it belongs to, from 0. */
const place = { line: z.int(), song: z.int() };

export const corpusFigures = z.object({
  /** Unicode characters of the text: all, and those that are neither white space nor the end of a line or a song. */
  characters: z.int(),
  inked: z.int(),
  distinct: z.int(),
  /** Lines that say something, and songs. */
  lines: z.int(),
  songs: z.int(),
  /** Shares of the inked characters. */
  hanShare: z.number(),
  latinShare: z.number(),
  /** Rank, from 1, and count of inked characters in falling order: evenly spread on a logarithmic axis where there are many. */
  frequencies: z
    .array(z.object({ rank: z.int(), count: z.int(), character: z.string() }))
    .max(MAX_FREQUENCIES),
  /** How many lines have so many inked characters, by length from 1; the last stands for all that are longer. */
  lineLengths: z.array(z.int()).max(200),
  medianLineLength: z.number(),
  /** Lines that say what a line before them says; and those of them that come most often, each where it comes first. */
  repeatedLines: z.int(),
  commonestLines: z.array(z.object({ text: z.string(), count: z.int(), ...place })).max(20),
  /**
   * Songs that say for the most part what a song before them says, each with the likest of those, the likest first; `likeness` is the
   * share of what they say that both have, from 0 to 1. And how many such songs there are.
   */
  nearDoubles: z.array(z.object({ song: z.int(), other: z.int(), likeness: z.number() })).max(100),
  nearDoublesInAll: z.int(),
  /** Inked characters that come once, twice, and at most four times. */
  once: z.int(),
  twice: z.int(),
  upToFour: z.int(),
  /** The rarest inked characters, each with what stands around it in the line that it first comes in. */
  rarest: z
    .array(z.object({ character: z.string(), count: z.int(), text: z.string(), ...place }))
    .max(60),
});
export type CorpusFigures = z.infer<typeof corpusFigures>;

/** A song of the text of a corpus, in order. */
export const songPlace = z.object({
  sourceId: z.string(),
  /** Which of the songs of its source it is, from 1. */
  number: z.int(),
  /** As its source tells it, by a heading or by its kind; see `songTitle`. */
  title: z.string().nullable(),
  /** The first of its lines in the text, from 0. */
  line: z.int(),
  lines: z.int(),
  characters: z.int(),
});
export type SongPlace = z.infer<typeof songPlace>;

export const searchHit = z.object({
  ...place,
  /** Where in the line, in UTF-16 units, and how many. */
  start: z.int(),
  length: z.int(),
  /** What is around it, and where in the line this begins: a line may be megabytes long. */
  text: z.string(),
  from: z.int(),
});
export type SearchHit = z.infer<typeof searchHit>;
