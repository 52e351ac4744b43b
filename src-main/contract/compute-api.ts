/** What a host can ask of the compute process, which knows characters by their ids alone, and what that process reports. */
import { z } from 'zod';
import type { Contract } from './api.ts';
import { hasParameters } from './architecture.ts';
import type { ParameterMap } from './architecture.ts';
import { bytes, float32s as floats, int32s as ids } from './arrays.ts';
import { MAX_CORPUS_BYTES } from './corpus/limits.ts';
import { engineAgreement, engineName } from './engine.ts';
import { changing, someChanged, trainingSettings } from './settings.ts';
import { followed, gradientInTime, histogram } from './inside.ts';
import { runPace } from './runs/run-pace.ts';
import { architecture, stepShape } from './runs/step-shape.ts';
import {
  counting,
  divergence,
  endedBy,
  epochReport,
  epochUnderWay,
  settingsChanges,
  verbatim,
} from './training.ts';
import { chosenReading, form } from './writing/constraint.ts';
import { copiedRun, inTheWay } from './writing/lines.ts';
import { samplingSettings } from './writing/sampling.ts';

const nothing = z.object({});

/** What is looked at of a model. */
const asked = z.object({
  /** At least one. */
  ids,
  /** The id that ends a line; left out where the vocabulary has none. */
  lineBreak: z.int().optional(),
  /** Whose hidden states are told, from 0 on; the highest without. */
  layer: z.int().min(0).optional(),
});
const seen = z.object({
  /** As `ReadText` and `Unit` of `core/inside` tell. */
  surprises: floats,
  likely: ids,
  probabilities: floats,
  states: floats,
  units: z.array(
    z.object({ unit: z.int(), what: followed, id: z.int().nullable(), r: z.number() }),
  ),
  /** What goes with something by less than that goes with nothing. */
  least: z.number(),
  histograms: z.array(histogram),
});

/** Of one byte of a file comes one character at most. */
const MAX_TEXT_IDS = 2 * MAX_CORPUS_BYTES;

/** As `parameterShapes` has them. */
const parameters = z.record(z.string(), floats) as unknown as z.ZodType<ParameterMap<Float32Array>>;
export const languageModel = z
  .object({ architecture, parameters })
  .refine(({ architecture, parameters }) => hasParameters(parameters, architecture));
export type LanguageModel = z.infer<typeof languageModel>;

const int32 = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);
/** The four words of the generator, as signed 32-bit integers. */
export const generatorState = z.tuple([int32, int32, int32, int32]);
export type GeneratorState = Readonly<z.infer<typeof generatorState>>;

/** Where a run stands between two steps: together with the model, all that it takes to go on as if nothing had happened. */
export const trainingState = z.object({
  /** Epochs that are finished. */
  epochs: z.int().min(0),
  /** Steps that are made of the next one, and sums over them. */
  steps: z.int().min(0),
  loss: z.number(),
  norm: z.number(),
  clipped: z.int().min(0),
  seconds: z.number(),
  /** Prefixes that are still to be continued after the last finished epoch. */
  samplesDue: z.int().min(0),
  /** As it stood before the batches of the epoch under way were drawn. */
  generator: generatorState,
  /** What the next step goes on from, of each of the B examples a row; null where that is zeros. */
  hiddenState: floats.nullable(),
  /** The epoch whose weights are kept, the best one so far; 0 while there is none. */
  best: z.int().min(0),
  /** Whether the weights that the last finished epoch has left are better still, as far as no step has shown what they are worth. */
  isMarked: z.boolean(),
});
export type TrainingState = z.infer<typeof trainingState>;

/** A run as its last finished step left it. */
export const snapshot = z.object({
  model: languageModel,
  state: trainingState,
  /** The weights of its best epoch; null where `model` has them, or there is none. */
  best: languageModel.nullable(),
  /** What its optimiser keeps of the gradients: of each of `momentsOf`, a number for every one of the model. */
  moments: z.array(languageModel),
});
export type Snapshot = z.infer<typeof snapshot>;

/** An epoch and the perplexity that epochs are compared by. */
export const mark = z.object({ epoch: z.int().min(0), perplexity: z.number() });
export type Mark = Readonly<z.infer<typeof mark>>;

/** What the epochs of a run come to. */
export const told = z.object({
  last: mark,
  /** That all of them have taken, without pauses. */
  seconds: z.number(),
  /** The lowest perplexity. */
  best: mark,
});
export type Told = Readonly<z.infer<typeof told>>;

export const trainingJob = z.object({
  settings: trainingSettings,
  vocabularySize: z.int().min(1),
  /** The corpus, by the key under which it was read. */
  text: z.string(),
  /** What is held out of it, likewise: at least two characters. */
  heldOut: z.string().optional(),
  /** Prefixes of the samples. */
  prefixes: z.array(ids),
  /** What to go on from: a run where its state is given, or else a model, as the beginning of a new run. Without, a new model is made. */
  from: snapshot
    .pick({ model: true, state: true, moments: true })
    .partial({ state: true, moments: true })
    .extend({
      /** The epoch of `state.best`, with its weights where `model` has others. */
      best: mark.extend({ model: languageModel.nullable() }).optional(),
      told: told.optional(),
    })
    .optional(),
  /** Of settings, by the epochs they are for. */
  changes: settingsChanges.optional(),
  /** The epoch after which the run stops, to be gone on with where it is worth it; left out, it makes all that its settings say. */
  until: z.int().min(1).optional(),
  /** What is held out is read by counting alone as well. */
  counts: z.boolean().optional(),
  /** The character of every id: with them, the run tells at its end what it has by heart. */
  characters: z.array(z.string()).optional(),
});
export type TrainingJob = z.infer<typeof trainingJob>;

export const trainingOutcome = snapshot.extend({
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  /** Of one that diverged, whose model then is the one that was kept. */
  divergence: divergence.nullable(),
  /** Of one that finished. */
  endedBy: endedBy.nullable(),
  /** Null where it was not asked for, or nothing that counts was written. */
  verbatim: verbatim.nullable(),
});
export type TrainingOutcome = z.infer<typeof trainingOutcome>;

export const idSample = z.object({
  ...{ epoch: z.int(), prefix: ids, continuation: ids },
  /** Of one that is written at a stop, see `sample`. */
  step: z.int().optional(),
  /** That it took, pauses included. */
  seconds: z.number(),
});
export type IdSample = z.infer<typeof idSample>;

/** What lines are to be like. */
const wished = {
  form,
  lineBreak: z.enum(['\n', ' ']),
  readings: z.array(chosenReading),
};

/** Units in a row that may stand in what the model has learnt, whose index is there then; null: any number. */
const noCopy = z.int().min(1).nullable();

/** A reading by its ids, the end of its last line with them, and the model's log-probability of each. */
const idReading = z.object({ ids, logProbabilities: floats });

export const computeApi = {
  info: {
    input: nothing,
    output: z.object({
      engine: engineName,
      version: z.string(),
      threads: z.int(),
      pid: z.int(),
      /** Largest resident size so far, in bytes. */
      peakBytes: z.number(),
    }),
  },
  /** Makes training steps for a moment. The first call prepares and warms up; those after it are of the same shape. */
  measure: {
    input: stepShape,
    output: z.object({
      /** Of the shortest step. */
      seconds: z.number(),
      /** Processor time of the whole process so far. */
      cpuSeconds: z.number(),
    }),
  },
  /** Reckons some steps and some reading here and on the processor's ONNX Runtime, in a process that is thrown away. */
  agreement: { input: nothing, output: engineAgreement },
  /** Makes a run of a shape for a moment, in a process that is thrown away: it answers nothing else meanwhile. */
  pace: {
    input: stepShape.extend({
      /** Of an epoch. */
      steps: z.int().min(1),
      /** For how long steps are made. */
      seconds: z.number(),
    }),
    output: runPace,
  },
  /**
   * A text by the ids of its characters, piece after piece: all of it in one message would hold up what else there is to say, and
   * take up several times its memory. `train` and `score` take the text by its key, and let go of it when they end.
   */
  read: {
    input: z.object({
      text: z.string(),
      /** Of the whole text, the same with every piece. */
      length: z.int().min(0).max(MAX_TEXT_IDS),
      ids,
    }),
    output: nothing,
  },
  /** Lets go of a text that is not wanted after all. */
  forget: { input: z.object({ text: z.string() }), output: nothing },
  /** Answers when the run has ended. */
  train: { input: trainingJob, output: trainingOutcome },
  /** Each answers when it holds: no step is under way, or the next has begun. */
  pause: { input: nothing, output: nothing },
  resume: { input: nothing, output: nothing },
  /** Ends the run after the step under way; `train` then answers. */
  /** `writes`: whether somebody wants to see what the model has learnt by then. */
  stop: { input: z.object({ writes: z.boolean().optional() }), output: nothing },
  /**
   * The run under way as its last finished step left it; everything up to there has been reported before. The parameters are
   * in the file of that path, as `parametersIn` finds them: a message leaves a process that trains in small pieces, one a step.
   */
  snapshot: {
    input: z.object({
      /** Exact is what the last step left; else it may be what the last epoch left, where that makes less to tell. */
      ...{ path: z.string(), isExact: z.boolean().default(true) },
      /** The best epoch that the host has the weights of: they are not told again. Null where it wants none. */
      best: z.int().nullable().default(null),
      /** Whether it wants what is kept of the gradients. */
      withMoments: z.boolean().default(true),
    }),
    /** Behind the parameters of the model, the file has those of `state.best`, where `hasBest`, and then so many moments. */
    output: z.object({
      ...{ architecture, state: trainingState },
      ...{ hasBest: z.boolean(), moments: z.int() },
    }),
  },
  /** Changes settings of the run under way from the next epoch on, and at once how many epochs it makes. @returns all changes, and what holds then */
  change: {
    input: someChanged,
    output: z.object({ changes: settingsChanges, settings: changing }),
  },

  /** Looks at the run under way as it is between two steps; nothing is reckoned for that unless it is asked for. */
  lookAtRun: {
    input: asked,
    output: seen.extend({
      epochs: z.int(),
      steps: z.int(),
      gradient: gradientInTime.nullable(),
    }),
  },
  /** Looks at a model that is given: a moment of a run. Several of the same size follow each other. */
  lookAtMoment: {
    input: asked.pick({ ids: true }).extend({ model: languageModel }),
    output: seen.pick({ surprises: true, histograms: true }),
  },
  /** Looks at a model that is open. */
  lookAt: { input: asked.extend({ key: z.string() }), output: seen },

  /** Makes a model ready to write and to score; replaces one of the same key. */
  open: {
    input: z.object({
      key: z.string(),
      model: languageModel,
      /** The character of every id: `search` and `copied` know them. */
      characters: z.array(z.string()).default([]),
    }),
    output: nothing,
  },
  close: { input: z.object({ key: z.string() }), output: nothing },
  write: {
    input: samplingSettings.extend({
      key: z.string(),
      id: z.string(),
      prefix: ids,
      length: z.int(),
      /** On which no penalty falls, such as the end of a line. */
      spared: z.array(z.int()).default([]),
      noCopy: noCopy.default(null),
      seed: z.int(),
    }),
    output: z.object({ continuation: ids, seconds: z.number(), cancelled: z.boolean() }),
  },
  cancel: { input: z.object({ id: z.string() }), output: nothing },
  score: {
    input: z.object({ key: z.string(), text: z.string(), surprises: z.boolean().default(false) }),
    output: z.object({
      perplexity: z.number(),
      /** −ln p of each character but the first, where they are asked for. */
      surprises: floats.nullable(),
    }),
  },
  /** −ln p of each character of a text but the first; null where it was called off. What was read last is not read again where it is the same. */
  surprises: {
    input: z.object({ key: z.string(), id: z.string(), ids }),
    output: z.object({ surprises: floats.nullable() }),
  },
  /** How probable each character is to come next [V]: under the model itself, and as it would be drawn; null where it was called off. */
  next: {
    input: samplingSettings.extend({
      key: z.string(),
      id: z.string(),
      prefix: ids,
      spared: z.array(z.int()).default([]),
      noCopy: noCopy.default(null),
      fit: z
        .object({
          ...wished,
          /** So many of the prefix's last ids are of the form's first open line. */
          begun: z.int().min(0),
        })
        .optional(),
    }),
    output: z.object({
      found: z
        .object({
          model: floats,
          drawn: floats,
          /** [V] of 0/1: what may come. */
          allowed: bytes,
          share: z.number(),
        })
        .nullable(),
    }),
  },
  /** Makes the index of the text that a model has learnt, by its code points: `search` and `copied` go by it. */
  index: {
    input: z.object({
      key: z.string(),
      text: z.string(),
      /** Runs that are asked for have so many units or more. */
      shortest: z.int().min(1),
    }),
    output: nothing,
  },
  /** The runs of a text that stand in what a model has learnt. */
  copied: {
    input: z.object({ key: z.string(), text: z.string(), shortest: z.int().min(1) }),
    output: z.object({ runs: z.array(copiedRun) }),
  },
  /** Readings of a form, the best first; `cancel` ends it, too. */
  search: {
    input: samplingSettings.extend({
      key: z.string(),
      id: z.string(),
      prefix: ids,
      spared: z.array(z.int()),
      noCopy,
      ...wished,
      count: z.int().min(1),
      /** Texts without the end of the last line, not to be found again. */
      shown: z.array(z.string()),
      seed: z.int(),
    }),
    output: z.object({
      readings: z.array(idReading),
      nearest: z.array(idReading),
      tried: z.int(),
      inTheWay: z.array(inTheWay),
      cancelled: z.boolean(),
    }),
  },
} as const satisfies Contract;
export type ComputeApi = typeof computeApi;

export const computeEvents = {
  progress: z.object({
    ...{ epochs: z.array(epochReport), samples: z.array(idSample) },
    underWay: epochUnderWay.optional(),
    /** Once, in the message in which it is first known. */
    counting: counting.optional(),
  }),
  written: z.object({ id: z.string(), ids }),
  /** While something is owed: for how many seconds one piece of work, such as a step, held everything else up since the last beat. */
  beat: z.object({ seconds: z.number() }),
} as const;
export type ComputeEventName = keyof typeof computeEvents;
export type ComputeEventData<Name extends ComputeEventName> = z.output<
  (typeof computeEvents)[Name]
>;
