/** What a window can ask about corpora. */
import { z } from 'zod';
import { byId, file, MAX_TEXT, namedIn, nothing, taskName } from '../arguments.ts';
import {
  corpusDetails,
  corpusExport,
  corpusInfo,
  corpusName,
  givenFile,
  importOutcome,
} from './corpus.ts';
import { corpusFigures, searchHit, songPlace } from './figures.ts';
import { MAX_CORPUS_FILES } from './limits.ts';
import { recipe } from './recipe.ts';
import { recipePreview, sourceChoices, sourceView, split } from './source.ts';

/** As the WHATWG's standard has it; another one is refused by a sentence. */
const encodingName = z.string().max(40);
/** Sources of one corpus. */
const MAX_SOURCES = 4 * MAX_CORPUS_FILES;
/** Half of them may be no songs. */
const MAX_FILES_AT_ONCE = 2 * MAX_CORPUS_FILES;

export const corpusCalls = {
  'corpora.list': { input: nothing, output: z.array(corpusInfo) },
  'corpora.details': { input: byId, output: corpusDetails },
  /** A corpus of what a person types or pastes; without a text it is empty, and is filled later. */
  'corpora.create': {
    input: z.object({ name: corpusName, text: z.string().max(MAX_TEXT).default('') }),
    output: corpusDetails,
  },
  /**
   * Takes files in as one corpus, or into one that is there: files, documents and zips of any kind. `task` is a name by which it tells of
   * itself (`importing`) and by which it is called off. With `replace`, a file that has the name of a source takes its place, and the
   * source keeps its own name, its place and its switch.
   */
  'corpora.import': {
    input: z.object({
      task: taskName,
      files: z.array(givenFile).min(1).max(MAX_FILES_AT_ONCE),
      name: corpusName.optional(),
      into: z.string().max(200).optional(),
      replace: z.boolean().default(false),
      encoding: encodingName.optional(),
      language: namedIn,
    }),
    output: importOutcome,
  },
  /** Calls off an import, or whatever is made under that name; nothing of it is kept. */
  'corpora.cancel': { input: z.object({ task: taskName }), output: nothing },
  'corpora.rename': { input: byId.extend({ name: corpusName }), output: corpusDetails },
  /** Adds a song that was typed or pasted, at the end. */
  'corpora.addSong': {
    input: byId.extend({ name: sourceChoices.shape.name, text: z.string().min(1).max(MAX_TEXT) }),
    output: corpusDetails,
  },
  /** Sets the order, names and switches of all sources. What is not named is taken out, and may be named again for 30 days. */
  'corpora.arrange': {
    input: byId.extend({ sources: z.array(sourceChoices).max(MAX_SOURCES) }),
    output: corpusDetails,
  },
  /** Reads sources in another encoding; null has it guessed, for all of these together. */
  'corpora.setEncoding': {
    input: byId.extend({
      sourceIds: z.array(z.string()).min(1).max(MAX_SOURCES),
      encoding: encodingName.nullable(),
    }),
    output: corpusDetails,
  },
  'corpora.setRecipe': { input: byId.extend({ recipe }), output: corpusDetails },
  /** Sets the words of a source as they are to be learnt; null goes back to what came in. */
  'corpora.editText': {
    input: byId.extend({ sourceId: z.string(), text: z.string().max(MAX_TEXT).nullable() }),
    output: corpusDetails,
  },
  /** What a recipe would do, or what songs sources would be split into, each with its name; nothing is kept. */
  'corpora.preview': { input: byId.extend({ recipe }), output: recipePreview },
  'corpora.previewSplit': {
    input: byId.extend({ sourceIds: z.array(z.string()).min(1).max(MAX_SOURCES), split }),
    output: z.object({
      songs: z.array(z.object({ title: z.string(), text: z.string() })).max(2000),
      songsInAll: z.int(),
    }),
  },
  /** A source at a closer look; with `encoding`, as it would be read in that one. */
  'corpora.source': {
    input: byId.extend({ sourceId: z.string(), encoding: encodingName.optional() }),
    output: sourceView,
  },
  /** The songs of the text. */
  'corpora.songs': { input: byId, output: z.array(songPlace) },
  /**
   * Lines of the text, from a line on and in that from a UTF-16 unit on: as many as a call takes, and one at the least. `rest` is how many
   * units of the last of them it does not take; `total` is how many lines there are, blank ones between songs and stanzas included.
   */
  'corpora.lines': {
    input: byId.extend({
      from: z.int().min(0),
      count: z.int().min(1).max(2000),
      offset: z.int().min(0).default(0),
    }),
    output: z.object({ lines: z.array(z.string()), rest: z.int(), total: z.int() }),
  },
  /** Places where a text stands, upper and lower case alike; the first `limit` of them from a line on. */
  'corpora.search': {
    input: byId.extend({
      query: z.string().min(1).max(200),
      from: z.int().min(0).default(0),
      limit: z.int().min(1).max(1000).default(200),
    }),
    output: z.object({ hits: z.array(searchHit), total: z.int() }),
  },
  'corpora.figures': { input: byId, output: corpusFigures },
  /** The text itself, or its beginning as far as a call takes it. */
  'corpora.text': { input: byId, output: z.object({ text: z.string() }) },
  'corpora.duplicate': { input: byId.extend({ name: corpusName }), output: corpusInfo },
  /** Makes one corpus of several, which stay: their sources in this order, with the recipe of the first. */
  'corpora.merge': {
    input: z.object({
      ids: z.array(z.string()).min(2).max(100),
      name: corpusName,
      language: namedIn,
    }),
    output: corpusInfo,
  },
  /** One text, or a zip of its songs, a text each. */
  'corpora.export': {
    input: byId.extend({ kind: corpusExport, language: namedIn }),
    output: file,
  },
  'corpora.remove': { input: byId, output: nothing },
  /** Takes back a removal. */
  'corpora.restore': { input: byId, output: corpusInfo },
} as const;
