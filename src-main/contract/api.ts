/** What a window (or a page) can ask of its host, and what the host tells it: names and schemas, from which all types derive. */
import { z } from 'zod';
import { byId, file, MAX_TEXT, namedIn, nothing, taskName } from './arguments.ts';

import { corpusCalls } from './corpus/corpus-calls.ts';
import { dataSizes, shownFolder } from './data.ts';
import { diagnostics } from './diagnostics.ts';
import {
  engineChoice,
  engineName,
  graphicsTrial,
  MAX_THREADS,
  missingEngine,
  offeredEngines,
} from './engine.ts';
import { failure } from './errors.ts';
import { insideMoments, insideRequest, insideResult } from './inside.ts';
import { exportKind, labelChanges, modelInfo, modelName } from './model.ts';
import { preferenceChanges, preferences } from './preferences.ts';
import {
  epochReport,
  runEstimate,
  runForecast,
  sample,
  settingsChanges,
  trainingStatus,
  twoAtOnce,
} from './training.ts';
import { besideRun, queueChange } from './runs/queue.ts';
import { queueCalls } from './runs/queue-calls.ts';
import { runHistory } from './runs/run.ts';
import { runCalls } from './runs/run-calls.ts';
import { runRequest } from './runs/run-request.ts';
import { clusterCalls } from './sweeps/cluster-calls.ts';
import { clusterSweep } from './sweeps/cluster-sweep.ts';
import { presetCalls, trainingPresets } from './runs/training-preset.ts';
import { draftCalls } from './writing/draft-calls.ts';
import { copiedRequest, copiedResult } from './writing/copied.ts';
import { linesRequest, linesResult } from './writing/lines.ts';
import { nextRequest, nextResult } from './writing/next.ts';
import { writingRequest, writingResult } from './writing/piece.ts';
import { rhymesRequest, rhymesResult } from './writing/rhymes.ts';
import { surpriseRequest, surpriseResult } from './writing/surprise.ts';

/** The most epochs of one answer of `training.history`, and the most samples of one of that or of `models.history`. */
export const HISTORY_EPOCHS = 5000;
export const HISTORY_SAMPLES = 500;

export { MAX_TEXT };

/** Whether a run begins also where it seems to take more memory than there is. */
const insist = z.boolean().optional();
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

/** A run that may be begun: what its time and its memory depend on. */
const plannedRun = z.object({
  corpusId: z.string(),
  settings: z.record(z.string(), z.unknown()),
  engine: engineChoice,
  parentId: z.string().optional(),
});

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
      missingEngines: z.array(missingEngine),
      ...offeredEngines.shape,
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
  /** Tries the graphics processor, in a process of its own that may end; tells of it by `engines`; what comes of it is remembered. Not while a run is under way. */
  'engines.try': { input: nothing, output: graphicsTrial },
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

  ...corpusCalls,

  'training.status': { input: nothing, output: trainingStatus },
  /** `settings` is checked by the service, so that an error names the field. Answers when the run is under way. */
  'training.start': {
    input: runRequest,
    output: trainingStatus,
  },
  /** What such a run would learn of the text and take of memory, without starting it. */
  'training.estimate': {
    input: plannedRun.extend({ withText: z.boolean().optional() }),
    output: runEstimate,
  },
  /**
   * How long such a run would take: measured for a moment, unless that was done lately. Null where nothing is known and nothing can be
   * measured: while a run is under way, without memory enough, or with an engine that does not work.
   */
  'training.forecast': {
    input: plannedRun.extend({
      /** Left out, those that the engine gets otherwise. */
      threads: z.int().min(1).max(MAX_THREADS).optional(),
    }),
    output: runForecast.nullable(),
  },
  /** What is gained where two such runs are made at once: measured for some moments, unless that was done lately. Null as in `training.forecast`. */
  'training.twoAtOnce': {
    input: plannedRun,
    output: twoAtOnce.nullable(),
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
      language: namedIn,
    }),
    output: trainingStatus,
  },
  /** Each answers when training has halted, goes on, or is on disk. */
  'training.pause': { input: nothing, output: trainingStatus },
  'training.resume': { input: nothing, output: trainingStatus },
  'training.stop': { input: nothing, output: trainingStatus },
  /**
   * Changes settings of the run under way from the next epoch on that begins, and at once how many epochs it makes. What is left out
   * stays as it is.
   */
  'training.change': {
    input: z.object({
      learningRate: z.number().optional(),
      clippingThreshold: z.number().optional(),
      predPeriod: z.number().optional(),
      moreEpochs: z.int().optional(),
    }),
    output: trainingStatus,
  },
  /** Puts on disk what is learnt by now: the last finished step of the run under way, or what could not be saved before. */
  'training.save': { input: nothing, output: trainingStatus },
  /** What is made at the same time as the run of `training.status`; null where there is none. */
  'training.beside': { input: nothing, output: besideRun.nullable() },
  /** Makes that one the run of `training.status`, with all that is asked of it. Answers with its status. */
  'training.show': { input: z.object({ runId: z.string() }), output: trainingStatus },
  /** Lets go of what was learnt and could not be put on disk. */
  'training.discard': { input: nothing, output: trainingStatus },
  /** Epochs and samples of the present run from the given places on, a page at once. */
  'training.history': {
    input: z.object({
      ...{ epochsFrom: z.int().min(0), samplesFrom: z.int().min(0) },
      savesFrom: z.int().min(0).default(0),
    }),
    output: z.object({
      runId: z.string(),
      epochs: z.array(epochReport),
      samples: z.array(sample),
      /** How many epochs it had learnt at each of its saves; one that learnt none more is not told. */
      saves: z.array(z.int()),
      /** All of them, whatever page is asked for. */
      changes: settingsChanges,
    }),
  },

  /**
   * Looks inside a model, or inside the run under way between two of its steps: what it makes of a text, what its units follow there, how
   * its weights are spread and how its gradient comes back through time.
   */
  'inside.look': { input: insideRequest, output: insideResult },
  /** The same of the moments whose weights a run has kept, as far as surprise and weights go; none where it has kept none. */
  'inside.moments': { input: insideRequest.omit({ layer: true }), output: insideMoments },

  'compute.status': { input: nothing, output: computeStatus },
  /** Ends the compute process whatever it owes: what is being made is lost up to the last save, and a new process takes its place. */
  'compute.end': { input: nothing, output: nothing },

  'models.list': { input: nothing, output: z.array(modelInfo) },
  /** Changes what the person calls it by; the weights stay bit for bit. */
  'models.change': {
    input: byId.extend(labelChanges.shape),
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
    output: runHistory,
  },
  /** @returns whether a record of its run stays: of a damaged file, where what tells of the run can be read */
  'models.remove': { input: byId, output: z.object({ hasRecord: z.boolean() }) },
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
  /** All characters that a model knows. */
  'models.vocabulary': { input: byId, output: z.object({ characters: z.string() }) },
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
  /** What of a text stands in what a model has learnt. */
  'writing.copied': { input: copiedRequest, output: copiedResult },
  /** Characters and words that rhyme: of what a model has learnt, and common ones. */
  'writing.rhymes': { input: rhymesRequest, output: rhymesResult },
  /** How much each character of a text surprises a model that reads it from its beginning. */
  'writing.surprise': { input: surpriseRequest, output: surpriseResult },
  /** Ends a piece, a search for lines, or the reading of a text. */
  'writing.cancel': { input: byId, output: nothing },

  ...draftCalls,
  ...runCalls,
  ...queueCalls,
  ...clusterCalls,
  ...presetCalls,
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
  /** What is made at the same time changed, or ended; where it is what is shown from now on, `training` tells of it. */
  beside: besideRun,
  /** More text of a piece of writing. */
  writing: z.object({ id: z.string(), text: z.string() }),
  /** The library changed: list it again. */
  models: nothing,
  corpora: nothing,
  /** The queue changed, from whatever window, or by itself. */
  queue: queueChange,
  /** All sweeps on clusters that are shown, as they are now; twice a second at most. */
  clusterSweeps: z.object({ sweeps: z.array(clusterSweep) }),
  drafts: nothing,
  /** A draft was changed, from whatever window: `revision` is what it has now. */
  draft: z.object({ id: z.string(), revision: z.int() }),
  preferences,
  /** The graphics processor is tried from now on, from whatever window, or was. */
  engines: offeredEngines,
  /** All settings of runs that are kept by name, as they are now. */
  presets: z.object({ presets: trainingPresets }),
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
