/** A training run as it is followed from outside: its state, its epochs and its samples. */
import { z } from 'zod';
import { engineInUse, engineName } from './engine.ts';
import { failure } from './errors.ts';
import {
  changing,
  defaultSettings,
  MAX_PREFIX_CHARACTERS,
  ranges,
  trainingSettings,
} from './settings.ts';

export const epochReport = z.object({
  /** 1-based. */
  epoch: z.int(),
  /** exp of the mean cross-entropy over the epoch's own predictions. */
  perplexity: z.number(),
  /** Time the epoch took without pauses, in seconds. */
  seconds: z.number(),
  /** Mean over the epoch's steps of the norm of all gradients together, before clipping. */
  gradientNorm: z.number(),
  /** Share of the epoch's steps whose gradient was clipped, 0 to 1. */
  clipped: z.number(),
  /** On what is held out, by the weights at the end of the epoch; null where nothing is, or nothing that can be read. */
  validationPerplexity: z.number().nullable(),
  /** η and θ of its steps. */
  learningRate: z.number(),
  clippingThreshold: z.number(),
});
export type EpochReport = z.infer<typeof epochReport>;

/** @returns the perplexity that epochs, and runs, are compared by: on what is held out, where something is; null of a run without a good epoch */
export const comparedBy = <Perplexity extends number | null>({
  perplexity,
  validationPerplexity,
}: {
  readonly perplexity: Perplexity;
  readonly validationPerplexity: number | null;
}): number | Perplexity => validationPerplexity ?? perplexity;

/** What of an epoch tells how far a run has come. */
export const cameTo = (
  report: EpochReport,
): { epoch: number; perplexity: number; seconds: number } => ({
  ...{ epoch: report.epoch, perplexity: comparedBy(report), seconds: report.seconds },
});

/**
 * An epoch whose perplexity is above this many times V has exploded: who guesses has V, and the first epochs of the book lie a little
 * above it.
 */
export const EXPLODED = 10;

/** Where a run diverged. */
export const divergence = z.object({
  /** 1-based. */
  epoch: z.int().min(1),
  /** 1-based: the step that was not made, since its loss is no number; null where the epoch as a whole was senseless. */
  step: z.int().min(1).nullable(),
  /** The epoch whose weights were kept, the best one; 0 for those that the run began with. */
  kept: z.int().min(0),
});
export type Divergence = Readonly<z.infer<typeof divergence>>;

/** What made a finished run end: its number of epochs, or one of the ends that its settings ask for. */
export const endedBy = z.enum(['epochs', 'perplexity', 'time', 'patience']);
export type EndedBy = z.infer<typeof endedBy>;

/** Settings that can be changed while a run goes on, as they are from an epoch on. */
export const settingsChange = z.object({
  /** The first epoch that is made with them, 1-based. */
  epoch: z.int().min(1),
  ...changing.shape,
});
export type SettingsChange = Readonly<z.infer<typeof settingsChange>>;

/** The most that a run remembers: far more than anybody makes by hand. */
export const MAX_CHANGES = 1000;

/** In order; the first are those that the run was begun with. Empty where none was changed. */
export const settingsChanges = z.array(settingsChange).max(MAX_CHANGES);

/** What of a text that a model has written by itself stands word for word in what it has learnt. */
const verbatimPart = z.object({
  /** Han characters, and words of other scripts. */
  units: z.int().min(0),
  /** Those that stand in a run of `shortest` or more. */
  copied: z.int().min(0),
});

/** How much of what a model writes it has by heart: of what it wrote from every prefix of its run at the run's end. */
export const verbatim = z.object({
  /** Units in a row from which on a run counts. */
  shortest: z.int().min(1),
  /** Always the most probable character. */
  greedy: verbatimPart,
  /** Drawn at the temperature. */
  tempered: verbatimPart,
  temperature: z.number(),
});
export type Verbatim = Readonly<z.infer<typeof verbatim>>;

/** @returns the share of both together, 0 to 1; null where nothing that counts was written */
export function verbatimShare({ greedy, tempered }: Verbatim): number | null {
  const units = greedy.units + tempered.units;
  return units === 0 ? null : (greedy.copied + tempered.copied) / units;
}

/** From these shares on, a model is told to copy some of what it writes, and most of it. */
const [SOME, MOST] = [0.05, 0.5];

/** @returns how much of what it writes a model copies, as it is told */
export function copies(found: Verbatim): 'none' | 'some' | 'most' {
  const share = verbatimShare(found) ?? 0;
  if (share < SOME) return 'none';
  return share < MOST ? 'some' : 'most';
}

/** What an n-gram model of what a run learns reaches on what it holds out: interpolated, as Kneser and Ney smooth it. */
export const counting = z.object({
  /** Of what is learnt, whose characters were counted. */
  characters: z.int().min(1),
  /** Taken away from each count. */
  discount: z.number(),
  /** On what is held out, as the run's own is reckoned: of the models of orders 1, 2 and so on. */
  perplexities: z.array(z.number()).min(1).max(20),
});
export type Counting = Readonly<z.infer<typeof counting>>;

/** @returns the perplexity of the model of the highest order: what counting alone reaches */
export const countedPerplexity = ({ perplexities }: Counting): number => perplexities.at(-1)!;

/** UTF-16 units of what a run writes at once: at most two a character. */
export const MAX_CONTINUATION = 2 * ranges.predLength.max;

export const sample = z.object({
  /** The epoch after which it was written. */
  epoch: z.int(),
  /** The prefix as it was fed: without the characters that the vocabulary does not have. */
  prefix: z.string().max(MAX_PREFIX_CHARACTERS),
  continuation: z.string().max(MAX_CONTINUATION),
  /**
   * Of one that was written since the run was stopped, or its time was over: how many steps of the next epoch had been made by then. A
   * run that is gone on with lets go of it, as if nothing had happened.
   */
  step: z.int().min(0).optional(),
});
export type Sample = z.infer<typeof sample>;

/** @returns whether it was written on the way of the run, as a run that nobody stops writes it, too */
export const isOfItsCourse = ({ step }: Pick<Sample, 'step'>): boolean => step === undefined;

/**
 * idle → preparing → training ⇄ paused → saving → stopped | finished | diverged; `failed` from anywhere but idle.
 * `saving` begins when training has halted; the last four say that what was learnt is on disk, but for `failed`.
 */
export const runState = z.enum([
  'idle',
  'preparing',
  'training',
  'paused',
  'saving',
  'stopped',
  'finished',
  'diverged',
  'failed',
]);
export type RunState = z.infer<typeof runState>;

/** How far an epoch has come that takes long enough to wonder: its steps so far, and the seconds and the perplexity of these. */
export const epochUnderWay = z.object({
  epoch: z.int(),
  steps: z.int(),
  /** The steps of an epoch. */
  of: z.int(),
  seconds: z.number(),
  perplexity: z.number(),
});
export type EpochUnderWay = z.infer<typeof epochUnderWay>;

/** States in which another run can be started. */
export const restingStates: readonly RunState[] = [
  'idle',
  'stopped',
  'finished',
  'diverged',
  'failed',
];
export const isResting = (state: RunState): boolean => restingStates.includes(state);

/** How much of a text a run learns, in characters as they are learnt, and in songs that it learns from beginning to end. */
export const learntShare = z.object({
  characters: z.int(),
  learnt: z.int(),
  heldOut: z.int(),
  songs: z.int(),
  learntSongs: z.int(),
  heldOutSongs: z.int(),
});
export type LearntShare = Readonly<z.infer<typeof learntShare>>;

export const runEstimate = z.object({
  share: learntShare,
  /** V of what is learnt, or of the model that the run would begin from. */
  vocabularySize: z.int(),
  /** Characters of the prefixes, where the question has some, that the vocabulary does not have; of a model to begin from, none are told. */
  unknownCharacters: z.array(z.string()),
  /** Of the model's file, about, with the text where that is kept in it. */
  fileBytes: z.number(),
  /** What the run takes at its peak, and what the machine has to give. */
  bytes: z.number(),
  availableBytes: z.number(),
  /** What the process takes besides that writes while the run goes on, where one writes with a model like it. */
  writingBytes: z.number(),
  /** Why it would be refused: `settings.tooMuchMemory`, with the field that would help most; null where it fits. */
  refusal: failure.nullable(),
});
export type RunEstimate = z.infer<typeof runEstimate>;

/** How long a run would take, in seconds. */
export const runForecast = z.object({
  /** The one that it would get, as far as that is known. */
  engine: engineName,
  threads: z.int(),
  secondsPerStep: z.number(),
  secondsPerEpoch: z.number(),
  /** All of it, with its samples and saves. */
  seconds: z.number(),
  /** Not measured, but reckoned from runs of other settings, since a run is under way. */
  isRough: z.boolean(),
});
export type RunForecast = Readonly<z.infer<typeof runForecast>>;

/** What two runs at once, one thread each, take of the time that they take one after the other. */
export const twoAtOnce = z.object({
  /** The one that they would get. */
  engine: engineName,
  /** Below 1 where two at once gain. */
  share: z.number(),
});
export type TwoAtOnce = Readonly<z.infer<typeof twoAtOnce>>;

const waiting = z.object({
  for: z.enum(['pause', 'resume', 'stop', 'save', 'change']),
  /** Seconds that a step takes; 0 where that is not known yet. */
  secondsPerStep: z.number(),
});

export const trainingStatus = z.object({
  state: runState,
  /** Names the run; empty while idle. */
  runId: z.string(),
  corpusId: z.string(),
  corpusName: z.string(),
  settings: trainingSettings,
  /** Null before it is known. */
  share: learntShare.nullable(),
  /** V, the number of distinct characters that are learnt: the perplexity of guessing. */
  vocabularySize: z.int(),
  /** Predictions made in one epoch. */
  predictionsPerEpoch: z.int(),
  engine: engineInUse.nullable(),
  /** How many epochs and samples `training.history` has by now. */
  epochs: z.int(),
  samples: z.int(),
  lastEpoch: epochReport.nullable(),
  /** Null where epochs are short, and between two of them. */
  underWay: epochUnderWay.nullable(),
  /** The epoch of the lowest perplexity, on what is held out where something is, and that perplexity; null before the first. */
  best: z.object({ epoch: z.int(), perplexity: z.number() }).nullable(),
  /** How many saves it has by now. */
  saves: z.int(),
  /** How often settings have been changed while it went on: `training.history` has them. */
  changes: z.int(),
  /** Of a run that has finished. */
  endedBy: endedBy.nullable(),
  /** The epoch whose weights the model has, where these are not the last one's. */
  kept: z.int().nullable(),
  /** Once the run has ended, unless nothing was written. */
  verbatim: verbatim.nullable(),
  /** What counting alone reaches; null until it is known, and where nothing is held out. */
  counting: counting.nullable(),
  /** Mean seconds an epoch over the last ones; before the first one is over as its steps so far tell, 0 where they do not yet. */
  secondsPerEpoch: z.number(),
  secondsLeft: z.number(),
  /** How many times as long as it was measured to take a step takes, where that is far longer; null where it is not. */
  slowdown: z.number().nullable(),
  /** Prefix characters that the vocabulary does not have, and so were left out. */
  leftOut: z.array(z.string()),
  /** How many characters of the text are not learnt, since the vocabulary of the model that the run began with does not have them. */
  unknownCharacters: z.int(),
  /** Characters that are held out and can be read, and those that no character learnt is like; null where nothing is held out. */
  validation: z.object({ characters: z.int(), unknown: z.int() }).nullable(),
  /** The model that was saved, once it is. */
  modelId: z.string().nullable(),
  /** What that was called when it was last saved. */
  modelName: z.string().nullable(),
  /** When the run under way was last put on disk, ISO 8601; null before. */
  savedAt: z.string().nullable(),
  /** How many epochs it had learnt by then. */
  savedEpochs: z.int(),
  /** Why the last attempt at that failed; training goes on and the next attempt is made. */
  saveFailure: failure.nullable(),
  /** Epochs that were there when the run was gone on with. */
  epochsBefore: z.int(),
  /** What was learnt could not be put on disk and is held in memory: `training.save` tries again. */
  unsaved: z.boolean(),
  failure: failure.nullable(),
  /** What the run was asked for and has not done for a while, since it waits for the step under way; null where it waits for none. */
  waiting: waiting.nullable(),
});
export type TrainingStatus = z.infer<typeof trainingStatus>;

/** Before the first run. */
export const idleTraining: TrainingStatus = {
  state: 'idle',
  runId: '',
  corpusId: '',
  corpusName: '',
  settings: defaultSettings,
  share: null,
  vocabularySize: 0,
  predictionsPerEpoch: 0,
  engine: null,
  epochs: 0,
  samples: 0,
  lastEpoch: null,
  underWay: null,
  best: null,
  saves: 0,
  changes: 0,
  endedBy: null,
  kept: null,
  verbatim: null,
  counting: null,
  secondsPerEpoch: 0,
  secondsLeft: 0,
  slowdown: null,
  leftOut: [],
  unknownCharacters: 0,
  validation: null,
  modelId: null,
  modelName: null,
  savedAt: null,
  savedEpochs: 0,
  saveFailure: null,
  epochsBefore: 0,
  unsaved: false,
  failure: null,
  waiting: null,
};

/** @returns how many epochs have been made, with the part of the one under way */
export const epochsDone = ({
  epochs,
  underWay,
}: Pick<TrainingStatus, 'epochs' | 'underWay'>): number =>
  epochs + (underWay ? underWay.steps / underWay.of : 0);

/**
 * @returns the best epoch of a run that diverged after it was gone on with, where that was made before, or 0 where none was any good and
 * it has the weights that it was gone on from; null of any other run
 */
export function keptFromBefore({
  state,
  failure,
  epochsBefore,
}: Pick<TrainingStatus, 'state' | 'failure' | 'epochsBefore'>): number | null {
  const kept = failure?.params['kept'];
  if (state !== 'diverged' || typeof kept !== 'number' || epochsBefore === 0) return null;
  return kept <= epochsBefore ? kept : null;
}

/** Whether weights of such a perplexity have exploded: what they write is nothing to read. @param vocabularySize 0 while it is not known */
export const isSenseless = (perplexity: number | null, vocabularySize: number): boolean =>
  perplexity !== null && vocabularySize > 0 && perplexity > EXPLODED * vocabularySize;

/** Whether the weights that a run has now, or has left, have exploded, as those of one that was let go on may have. */
export const hasExploded = ({
  lastEpoch,
  kept,
  vocabularySize,
}: Pick<TrainingStatus, 'lastEpoch' | 'kept' | 'vocabularySize'>): boolean =>
  // Otherwise it has the weights of an epoch before.
  kept === null && isSenseless(lastEpoch?.perplexity ?? null, vocabularySize);
