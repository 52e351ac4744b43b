/** What a corpus is made of: a file that came in, a song that was typed, or a text of before; each with what has become of it. */
import { z } from 'zod';
import { skip, sourceKind, stepName } from './kinds.ts';

/** Most names are a file's; what is longer was made to fill a screen. */
export const MAX_SOURCE_NAME = 1000;
const sourceName = z.string().trim().min(1).max(MAX_SOURCE_NAME);

/** How a source that holds several songs is split into them; a source is one song unless it says so. */
export const split = z.discriminatedUnion('by', [
  z.object({ by: z.literal('none') }),
  /** At so many blank lines in a row, or more. */
  z.object({ by: z.literal('blankLines'), count: z.int().min(1).max(20) }),
  /** Before every line that looks like a heading: a song's title in 《》, `# …`, `1. …`, 第一首, and the like. */
  z.object({ by: z.literal('headings') }),
  /** At every line that is this mark, which is none of the words. */
  z.object({ by: z.literal('mark'), mark: z.string().trim().min(1).max(80) }),
]);
export type Split = Readonly<z.infer<typeof split>>;

/** What a person decides of a source; the order is that of the list. */
export const sourceChoices = z.object({
  id: z.string().min(1).max(40),
  name: sourceName,
  /** Whether its songs are part of the text. */
  on: z.boolean(),
  split,
});
export type SourceChoices = z.infer<typeof sourceChoices>;

export const source = sourceChoices.extend({
  /** The file that it came in, with the folders and the zips around it; null for what was typed or pasted. */
  file: z.string().nullable(),
  kind: sourceKind,
  /** Null where there is none to choose, as in a document or what was typed. */
  encoding: z.string().nullable(),
  /** The person has chosen it; else it is guessed. */
  encodingChosen: z.boolean(),
  certain: z.boolean(),
  /** The next likeliest encoding, where the guess is not certain. */
  otherEncoding: z.string().nullable(),
  /** Whether the bytes as they came in are kept: an encoding can then be chosen. */
  hasOriginal: z.boolean(),
  /** The words are as the person has set them, and no step of the recipe touches them. */
  edited: z.boolean(),
  songs: z.int(),
  /** Unicode characters of its songs after the recipe, line feeds included. */
  characters: z.int(),
  /** Places that could not be read. */
  damaged: z.int(),
  /** The lines of the first of these, from 1. */
  damagedLines: z.array(z.int()).max(100),
  /** How much of what each step takes or changes was there; steps that found nothing are left out. */
  removed: z.partialRecord(stepName, z.int()),
  /** Why it is not part of the text; null where it is, or would be if it were on. */
  skipped: skip.nullable(),
  /** The `id` of the source before it that says the same. */
  doubles: z.string().nullable(),
});
export type Source = z.infer<typeof source>;

/** A line that a step has changed: of which source, where, and what it was and is. */
export const changeSample = z.object({
  sourceId: z.string(),
  /** The line, from 1, of the source as it came in. */
  at: z.int(),
  before: z.string(),
  /** Null where the whole line went. */
  after: z.string().nullable(),
});

/** What a recipe would do to a corpus, without it being kept. */
export const recipePreview = z.object({
  steps: z.array(
    z.object({
      step: stepName,
      /** Lines that it changes or takes away, and how much of what it takes there is. */
      lines: z.int(),
      count: z.int(),
      /** The first of them. */
      samples: z.array(changeSample).max(50),
    }),
  ),
  /** Of the text that it would leave. */
  songs: z.int(),
  characters: z.int(),
  lines: z.int(),
});
export type RecipePreview = z.infer<typeof recipePreview>;

/** One source at a closer look, before and after. */
export const sourceView = z.object({
  /** As it was decoded, as far as a call takes it. */
  text: z.string(),
  /** After the recipe or as the person has set it: its songs, a text of lines each; as far as a call takes them. */
  songs: z.array(z.string()),
  /** Whether something of it was too long for one call. */
  cut: z.boolean(),
  changes: z.array(changeSample.omit({ sourceId: true }).extend({ step: stepName })).max(1000),
  changesInAll: z.int(),
  damagedLines: z.array(z.int()).max(1000),
});
export type SourceView = z.infer<typeof sourceView>;
