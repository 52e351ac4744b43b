/** What a window (or a page) can ask of its host, and what the host tells it: names and schemas, from which all types derive. */
import { z } from 'zod';
import { byId, file, nothing } from './arguments.ts';
import {
  corpusDetails,
  corpusExport,
  corpusInfo,
  corpusName,
  givenFile,
  importOutcome,
} from './corpus/corpus.ts';
import { MAX_CORPUS_FILES } from './corpus/limits.ts';
import { corpusFigures, searchHit, songPlace } from './corpus/figures.ts';
import { recipe } from './corpus/recipe.ts';
import { recipePreview, sourceChoices, sourceView, split } from './corpus/source.ts';
import { dataSizes, shownFolder } from './data.ts';
import { diagnostics } from './diagnostics.ts';
import { engineChoice, engineName, missingEngine, presentEngine } from './engine.ts';
import { failure } from './errors.ts';
import { exportKind, modelInfo, modelName, tags } from './model.ts';
import { language, preferenceChanges, preferences } from './preferences.ts';
import { trainingSettings } from './settings.ts';
import { epochReport, runEstimate, sample, trainingStatus } from './training.ts';
import { draftCalls } from './writing/draft-calls.ts';
import { linesRequest, linesResult } from './writing/lines.ts';
import { nextRequest, nextResult } from './writing/next.ts';
import { writingRequest, writingResult } from './writing/piece.ts';

/** The most epochs of one answer of `training.history`, and the most samples of one of that or of `models.history`. */
export const HISTORY_EPOCHS = 5000;
export const HISTORY_SAMPLES = 500;

/** UTF-16 units of a text that one call carries. */
export const MAX_TEXT = 1_000_000;

/** Whether a run begins also where it seems to take more memory than there is. */
const insist = z.boolean().optional();
/** A name that a page gives to what takes long, so that it can call it off. */
const taskName = z.string().min(1).max(100);
/** As the WHATWG's standard has it; another one is refused by a sentence. */
const encodingName = z.string().max(40);
/** Sources of one corpus. */
const MAX_SOURCES = 4 * MAX_CORPUS_FILES;
/** Half of them may be no songs. */
const MAX_FILES_AT_ONCE = 2 * MAX_CORPUS_FILES;
/** The language in which is named what the host names: that of the screens, which may be another than the host's. */
const namedIn = language.optional();
const imported = {
  /** The library had it before. */
  alreadyThere: z.boolean(),
};

/** Of the compute process; `unresponsive`: it does not answer what it was asked, though it may yet. */
export const computeState = z.enum(['ready', 'crashed', 'unresponsive']);
export type ComputeState = z.infer<typeof computeState>;

/** How it is, and when it last ended unexpectedly since the host is there: a page may have been away then. */
export const computeStatus = z.object({
  state: computeState,
  lastCrash: z
    .object({
      /** ISO 8601, UTC; no two are the same. */
      at: z.string(),
      /** A run broke off with it, whose status tells of it. */
      brokeRun: z.boolean(),
    })
    .nullable(),
});
export type ComputeStatus = z.infer<typeof computeStatus>;

export const api = {
  'app.info': {
    input: nothing,
    output: z.object({
      version: z.string(),
      /** What the screens are shown in; a window of its own has a menu and dialogs that a browser has not. */
      host: z.enum(['window', 'browser']),
      dataFolder: z.string(),
      /** Whether another folder can be chosen: `VERSELOOM_DATA` does not name it. */
      canMoveData: z.boolean(),
      /** Folder of the logs; null where the host has none, and writes into its terminal. */
      logs: z.string().nullable(),
      /** Folder with the licences of what others have made. */
      licences: z.string(),
      /** That this machine runs at once. */
      threads: z.int(),
      /** That an engine uses where the person has chosen no number. */
      automaticThreads: z.record(engineName, z.int()),
      engines: z.array(presentEngine),
      missingEngines: z.array(missingEngine),
      /** What went wrong while it started and did not keep it from starting. */
      problems: z.array(failure),
    }),
  },
  /** Bytes of memory: of the machine, and what a run could take of it now. */
  'app.memory': {
    input: nothing,
    output: z.object({ totalBytes: z.number(), availableBytes: z.number() }),
  },
  /** `browser` is what a page says of the program that shows it. */
  'app.diagnostics': {
    input: z.object({ browser: z.string().max(500).optional() }),
    output: diagnostics,
  },
  /** How much is kept, found out by going through all of it. */
  'data.sizes': { input: nothing, output: dataSizes },
  /** Shows a folder in the system's own way, where the host can; @returns its path. */
  'data.show': { input: z.object({ folder: shownFolder }), output: z.object({ path: z.string() }) },
  /** Moves everything that is kept to another folder, which is empty or is made; tells of it by `moving`. */
  'data.move': {
    input: z.object({ folder: z.string().trim().min(1).max(2000) }),
    output: z.object({ folder: z.string() }),
  },
  /** Lets the person choose a folder in the system's own way; null where the host has none, or when they thought better of it. */
  'data.choose': { input: nothing, output: z.object({ folder: z.string().nullable() }) },
  'preferences.get': { input: nothing, output: preferences },
  'preferences.set': { input: preferenceChanges, output: preferences },

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

  'training.status': { input: nothing, output: trainingStatus },
  /** `settings` is checked by the service, so that an error names the field. Answers when the run is under way. */
  'training.start': {
    input: z.object({
      corpusId: z.string(),
      settings: z.record(z.string(), z.unknown()),
      engine: engineChoice,
      /** Whether the model file holds the text, or its hash alone. */
      withText: z.boolean().default(true),
      /** A model to go on from with these settings: a new run, which begins with its weights and its vocabulary. */
      parentId: z.string().optional(),
      language: namedIn,
      insist,
    }),
    output: trainingStatus,
  },
  /** What such a run would learn of the text and take of memory, without starting it. */
  'training.estimate': {
    input: z.object({
      corpusId: z.string(),
      settings: z.record(z.string(), z.unknown()),
      engine: engineChoice,
      parentId: z.string().optional(),
    }),
    output: runEstimate,
  },
  /**
   * Goes on with a run that was saved, with its own settings and into its own file, as if nothing had happened.
   * The engine is the one that the file names, unless another is chosen.
   */
  'training.goOn': {
    input: byId.extend({
      /** From here on; left out, those that are left of its settings. */
      moreEpochs: z.int().min(0).max(100_000).optional(),
      engine: engineChoice.optional(),
      insist,
    }),
    output: trainingStatus,
  },
  /** Each answers when training has halted, goes on, or is on disk. */
  'training.pause': { input: nothing, output: trainingStatus },
  'training.resume': { input: nothing, output: trainingStatus },
  'training.stop': { input: nothing, output: trainingStatus },
  /** Puts on disk what is learnt by now: the last finished step of the run under way, or what could not be saved before. */
  'training.save': { input: nothing, output: trainingStatus },
  /** Lets go of what was learnt and could not be put on disk. */
  'training.discard': { input: nothing, output: trainingStatus },
  /** Epochs and samples of the present run from the given places on, a page at once. */
  'training.history': {
    input: z.object({ epochsFrom: z.int().min(0), samplesFrom: z.int().min(0) }),
    output: z.object({ runId: z.string(), epochs: z.array(epochReport), samples: z.array(sample) }),
  },

  'compute.status': { input: nothing, output: computeStatus },
  /** Ends the compute process whatever it owes: what is being made is lost up to the last save, and a new process takes its place. */
  'compute.end': { input: nothing, output: nothing },

  'models.list': { input: nothing, output: z.array(modelInfo) },
  /** Changes what the person calls it by; the weights stay bit for bit. */
  'models.change': {
    input: byId.extend({
      name: modelName.optional(),
      tags: tags.optional(),
      favourite: z.boolean().optional(),
    }),
    output: modelInfo,
  },
  'models.duplicate': { input: byId.extend({ name: modelName }), output: modelInfo },
  /** Makes the best saved step of a model one of its own. */
  'models.takeBest': { input: byId.extend({ name: modelName }), output: modelInfo },
  /**
   * Epochs and the latest samples of a model in the library, and what its run was made with; with `samplesBefore`, no epochs, and the
   * latest samples of as many as that from the beginning.
   */
  'models.history': {
    input: byId.extend({ samplesBefore: z.int().min(0).optional() }),
    output: z.object({
      epochs: z.array(epochReport),
      samples: z.array(sample),
      samplesInAll: z.int(),
      settings: trainingSettings,
      engineVersion: z.string(),
      /** SHA-256 of the whole text in UTF-8, in hexadecimal. */
      corpusHash: z.string(),
    }),
  },
  'models.remove': { input: byId, output: nothing },
  /** Takes back a removal. */
  'models.restore': { input: byId, output: modelInfo },
  /** Called after its file; one that is there already, whatever it is called, is not taken in twice. */
  'models.import': { input: file, output: modelInfo.extend(imported) },
  /** `withText` is for `verse` alone: without it the file holds the hash of the text. */
  'models.export': {
    input: byId.extend({ kind: exportKind.default('verse'), withText: z.boolean().default(true) }),
    output: file,
  },
  /** Shows the file in its folder, where the host can; @returns its path */
  'models.reveal': { input: byId, output: z.object({ path: z.string() }) },
  /** The perplexity of a model on any text: of the characters that it knows. */
  'models.score': {
    input: byId.extend({ text: z.string().min(1).max(MAX_TEXT) }),
    output: z.object({ perplexity: z.number(), characters: z.int(), known: z.int() }),
  },

  'writing.write': { input: writingRequest, output: writingResult },
  /** Lines that fit a form: none is an answer, too, with what is in the way. */
  'writing.lines': { input: linesRequest, output: linesResult },
  /** The most probable next characters. */
  'writing.next': { input: nextRequest, output: nextResult },
  /** Ends a piece, or a search for lines. */
  'writing.cancel': { input: byId, output: nothing },

  ...draftCalls,
} as const satisfies Contract;

/** What the native menu asks of the screens. */
export const command = z.enum([
  'newRun',
  'save',
  'exportModel',
  'settings',
  'undo',
  'palette',
  'shortcuts',
]);
export type Command = z.infer<typeof command>;

/** Events are snapshots or increments of bounded size; a slow receiver may miss snapshots but the last. */
export const events = {
  /** The run changed; the newest status replaces all earlier ones. */
  training: trainingStatus,
  /** More text of a piece of writing. */
  writing: z.object({ id: z.string(), text: z.string() }),
  /** The library changed: list it again. */
  models: nothing,
  corpora: nothing,
  drafts: nothing,
  /** A draft was changed, from whatever window: `revision` is what it has now. */
  draft: z.object({ id: z.string(), revision: z.int() }),
  preferences,
  /** How far what takes long with a corpus has come, in bytes of what is gone through. */
  importing: z.object({ task: taskName, done: z.number(), total: z.number() }),
  /** How much of the data has been moved. */
  moving: z.object({
    files: z.int(),
    filesInAll: z.int(),
    bytes: z.number(),
    bytesInAll: z.number(),
  }),
  /** The compute process ended unexpectedly and is being restarted, does not answer, or is there again. */
  compute: computeStatus,
  command: z.object({ name: command }),
  /** The host has put a file into a library that the person opened outside of the screens, or found it there: show it. */
  opened: z.object({
    kind: z.enum(['corpus', 'model']),
    ...{ id: z.string(), name: z.string() },
    ...imported,
  }),
  /** What the host was asked outside of the screens did not work. */
  refused: failure,
  /** The diagnostics are on the clipboard. */
  diagnosticsCopied: nothing,
} as const;

export type Contract = Record<string, { input: z.ZodType; output: z.ZodType }>;
export type Calls<C extends Contract> = {
  [Name in keyof C]: (input: z.input<C[Name]['input']>) => Promise<z.output<C[Name]['output']>>;
};
export type Handlers<C extends Contract> = {
  [Name in keyof C]: (
    input: z.output<C[Name]['input']>,
  ) => Promise<z.input<C[Name]['output']>> | z.input<C[Name]['output']>;
};

export type Api = typeof api;
export type ApiCalls = Calls<Api>;
export type ApiHandlers = Handlers<Api>;
export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>;
export type Emit = <Name extends EventName>(name: Name, data: EventData<Name>) => void;
