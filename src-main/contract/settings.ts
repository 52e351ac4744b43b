/** The hyper-parameters of a run: their names, ranges and the book's values as defaults. */
import { z } from 'zod';
import { activations, cellNames, MAX_LAYERS } from './architecture.ts';
import { VerseloomError } from './errors.ts';
import { heldOut, heldOutChoices, heldOutRanges, NONE_HELD_OUT } from './held-out.ts';
import {
  clippings,
  hasPart,
  highestRate,
  optimiserNames,
  schedules,
  usualRate,
  type OptimiserName,
} from './optimisers/optimisers.ts';

/** Range of each number, both ends included. The upper ends keep a run within the memory of a common machine. */
export const ranges = {
  epochs: { min: 1, max: 100_000, whole: true },
  hiddenSize: { min: 1, max: 2048, whole: true },
  layers: { min: 1, max: MAX_LAYERS, whole: true },
  embeddingSize: { min: 0, max: 2048, whole: true },
  dropout: { min: 0, max: 0.95, whole: false },
  timeSteps: { min: 1, max: 500, whole: true },
  batchSize: { min: 1, max: 1024, whole: true },
  learningRate: { min: 1e-6, max: 10_000, whole: false },
  clippingThreshold: { min: 0, max: 1_000_000, whole: false },
  momentum: { min: 0, max: 0.9999, whole: false },
  weightDecay: { min: 0, max: 10, whole: false },
  warmup: { min: 0, max: 100_000, whole: true },
  stepPeriod: { min: 1, max: 100_000, whole: true },
  stepFactor: { min: 0.001, max: 1, whole: false },
  predPeriod: { min: 1, max: 100_000, whole: true },
  predLength: { min: 1, max: 1000, whole: true },
  maxCharacters: { min: 0, max: 50_000_000, whole: true },
  seed: { min: 0, max: 4_294_967_295, whole: true },
  untilPerplexity: { min: 0, max: 1_000_000, whole: false },
  untilSeconds: { min: 0, max: 10_000_000, whole: false },
  patience: { min: 0, max: 100_000, whole: true },
  snapshots: { min: 0, max: 20, whole: true },
} as const;
export type NumericField = keyof typeof ranges;
interface Range {
  readonly min: number;
  readonly max: number;
}

export const MAX_PREFIXES = 10;
export const MAX_PREFIX_CHARACTERS = 200;
/** What all samples of a run may come to, without their prefixes. */
export const MAX_SAMPLE_CHARACTERS = 5_000_000;

/** Of a model that is always right. */
const LOWEST_PERPLEXITY = 1;

const number = (field: NumericField) => {
  const { min, max, whole } = ranges[field];
  const base = whole ? z.int() : z.number();
  return base.min(min).max(max);
};

export const sampling = z.enum(['random', 'consecutive']);
export type Sampling = z.infer<typeof sampling>;

/** How the first values of the weights are drawn. */
export const firstWeights = ['normal', 'uniform', 'wide'] as const;
export type FirstWeights = (typeof firstWeights)[number];

/** What a text's line breaks are learnt as: the book's way, a space each; or lines that are real, in the vocabulary with the ends of songs. */
export const lineBreaks = z.enum(['space', 'own']);
/**
 * As a run has them: runs of model files before version 3 learnt every line feed and every carriage return as a space of its own, so
 * that one line end of Windows is two, and no other break as any. These go on as they began; nobody can choose it.
 */
export const learntLineBreaks = z.enum([...lineBreaks.options, 'space-each']);
export type LineBreaks = z.infer<typeof learntLineBreaks>;
/** What can be chosen of these. */
export type ChosenLineBreaks = z.infer<typeof lineBreaks>;

export const trainingSettings = z.object({
  /** Passes over the corpus. */
  epochs: number('epochs').default(250),
  cell: z.enum(cellNames).default('rnn'),
  /** Of the units of an `rnn`. */
  activation: z.enum(activations).default('tanh'),
  /** H, the number of hidden units. */
  hiddenSize: number('hiddenSize').default(256),
  /** L, the number of recurrent layers on top of each other. */
  layers: number('layers').default(1),
  /** E, of the vectors that stand for the characters; 0 for one-hot vectors. */
  embeddingSize: number('embeddingSize').default(0),
  /** Those vectors are the output weights, too. */
  tied: z.boolean().default(false),
  /** p, of the embedding and of what each layer hands to what is above it. */
  dropout: number('dropout').default(0),
  /** T, the number of characters that one example spans. */
  timeSteps: number('timeSteps').default(35),
  /** B, the number of examples in a step. */
  batchSize: number('batchSize').default(32),
  optimiser: z.enum(optimiserNames).default('sgd'),
  /** η, of which a schedule takes a part in each epoch. */
  learningRate: number('learningRate').default(100),
  /** β of the leaky average v of the gradients, which every optimiser but `sgd` has. */
  momentum: number('momentum').default(0.9),
  /** λ of `adamw`. */
  weightDecay: number('weightDecay').default(0.01),
  schedule: z.enum(schedules).default('constant'),
  /** The first epochs, over which the learning rate grows up to η. */
  warmup: number('warmup').default(0),
  /** Epochs after which the schedule `step` multiplies the learning rate with its factor, again and again. */
  stepPeriod: number('stepPeriod').default(50),
  stepFactor: number('stepFactor').default(0.1),
  clip: z.enum(clippings).default('norm'),
  /** θ of gradient clipping; 0 means no clipping. */
  clippingThreshold: number('clippingThreshold').default(0.01),
  sampling: sampling.default('random'),
  /** Whether the gradient ends where a batch begins; else, with consecutive sampling, it goes back to the beginning of the epoch. */
  detach: z.boolean().default(true),
  /** Epochs between two samples. */
  predPeriod: number('predPeriod').default(50),
  /** Characters that a sample adds to its prefix. */
  predLength: number('predLength').default(50),
  prefixes: z
    .array(z.string().min(1).max(MAX_PREFIX_CHARACTERS))
    .max(MAX_PREFIXES)
    .default(['分开', '不分开']),
  /** The first characters of the corpus that are learnt; 0 means all of them. */
  maxCharacters: number('maxCharacters').default(10_000),
  seed: number('seed').default(1),
  /** Where the weights begin: the book's normal numbers, or uniform ones of the size that the hidden layer asks for, with a wide embedding or without. */
  firstWeights: z.enum(firstWeights).default('normal'),
  lineBreaks: learntLineBreaks.default('space'),
  /** Of the characters that `maxCharacters` leaves. */
  heldOut: heldOut.default(NONE_HELD_OUT),
  /** Goes on with weights that have exploded, for who wants to see that. */
  letExplode: z.boolean().default(false),
  /** Ends with the epoch whose perplexity, on what is held out where something is, is no higher; 0 for no such end. */
  untilPerplexity: number('untilPerplexity').default(0),
  /** Ends with the epoch in which all epochs together have taken so long, without pauses; 0 for no such end. */
  untilSeconds: number('untilSeconds').default(0),
  /** Ends when so many epochs in a row have not made the perplexity on what is held out any lower; 0 for no such end. */
  patience: number('patience').default(0),
  /** At the end of the run, the weights of its best epoch become the model's. */
  keepBest: z.boolean().default(false),
  /** Moments of the run whose weights are kept to be looked at, the more the earlier they are; 0 for none. */
  snapshots: number('snapshots').default(0),
});
export type TrainingSettings = z.infer<typeof trainingSettings>;
/** As they are told, where none is left out. */
export const allSettings = trainingSettings as unknown as z.ZodType<
  TrainingSettings,
  TrainingSettings
>;

/** What can be changed of a run while it goes on. */
export const changing = trainingSettings.pick({
  ...{ learningRate: true, clippingThreshold: true, predPeriod: true, epochs: true },
});
export type Changing = z.infer<typeof changing>;

const { learningRate, clippingThreshold, predPeriod, epochs } = changing.shape;
/** Some of them: what is left out stays as it is, and is not the book's. */
export const someChanged = z.object({
  learningRate: learningRate.unwrap().optional(),
  clippingThreshold: clippingThreshold.unwrap().optional(),
  predPeriod: predPeriod.unwrap().optional(),
  epochs: epochs.unwrap().optional(),
});

/** What a person can ask of a new run. */
const chosenSettings = trainingSettings.extend({ lineBreaks: lineBreaks.default('space') });

export const defaultSettings: TrainingSettings = trainingSettings.parse({});

/**
 * Parses settings that a person wrote and blames the field at fault.
 * @param schema that of all settings for those of a run that is there already
 * @throws VerseloomError `settings.*` or `prefix.empty`, with the `field` in its parameters
 */
export function parseSettings(
  input: unknown,
  schema: z.ZodType<TrainingSettings> = chosenSettings,
): TrainingSettings {
  const isNew = schema === chosenSettings;
  const asked = isNew ? withTiedSize(withUsualRate(input)) : input;
  const parsed = schema.safeParse(asked);
  if (!parsed.success) throw settingsError(parsed.error.issues[0]!, asked);
  const checked = checkDetached(checkTied(checkActivation(parsed.data)));
  const settings = checkRate(checkEndings(checked));
  return boundSamples(isNew ? checkSchedule(withoutWideOneHot(settings)) : settings);
}

/** What one-hot vectors choose are rows of W_x, which begin like all weights: no embedding is wide where there is none. */
const withoutWideOneHot = (settings: TrainingSettings): TrainingSettings =>
  settings.firstWeights === 'wide' && settings.embeddingSize === 0
    ? { ...settings, firstWeights: 'uniform' }
    : settings;

/** Who chooses an optimiser and names no learning rate gets one that suits it. */
function withUsualRate(input: unknown): unknown {
  const optimiser = at(input, 'optimiser');
  if (at(input, 'learningRate') !== undefined || !isOptimiser(optimiser)) return input;
  return { ...(input as object), learningRate: usualRate(optimiser) };
}
/** Who ties the weights and names no size of the embedding gets the only one that it can have. */
function withTiedSize(input: unknown): unknown {
  if (at(input, 'tied') !== true || at(input, 'embeddingSize') !== undefined) return input;
  const embeddingSize = at(input, 'hiddenSize') ?? defaultSettings.hiddenSize;
  return { ...(input as object), embeddingSize };
}
const isOptimiser = (name: unknown): name is OptimiserName =>
  (optimiserNames as readonly unknown[]).includes(name);

/** With steps as long as that, there is nothing to be learnt. */
function checkRate(settings: TrainingSettings): TrainingSettings {
  const { optimiser, learningRate } = settings;
  const max = highestRate(optimiser);
  if (learningRate <= max) return settings;
  throw new VerseloomError('settings.otherRate', {
    ...{ field: 'learningRate', value: learningRate, max },
    ...{ optimiser, usual: usualRate(optimiser) },
  });
}

/** What begins after the last epoch never comes. */
function checkSchedule(settings: TrainingSettings): TrainingSettings {
  const { epochs, warmup, schedule, stepPeriod } = settings;
  if (warmup > 0 && warmup >= epochs)
    throw new VerseloomError('settings.longerThanRun', {
      ...{ field: 'warmup', value: warmup, epochs, max: epochs - 1 },
    });
  const max = epochs - warmup - 1;
  if (schedule !== 'step' || stepPeriod <= max) return settings;
  if (max > 0)
    throw new VerseloomError('settings.longerThanRun', {
      ...{ field: 'stepPeriod', value: stepPeriod, epochs, max },
    });
  throw new VerseloomError('settings.outOfRange', {
    ...{ field: 'epochs', value: epochs, min: warmup + 2, max: ranges.epochs.max },
  });
}

/** The units of a GRU and of an LSTM have what the book gives them. */
function checkActivation(settings: TrainingSettings): TrainingSettings {
  const { cell, activation } = settings;
  if (cell === 'rnn' || activation === 'tanh') return settings;
  throw new VerseloomError('settings.otherCell', { field: 'activation', cell });
}

/** What a character is told by is what its logit is made with: one vector for both. */
function checkTied(settings: TrainingSettings): TrainingSettings {
  const { tied, embeddingSize, hiddenSize } = settings;
  if (!tied || embeddingSize === hiddenSize) return settings;
  throw new VerseloomError('settings.tied', { field: 'embeddingSize', hiddenSize });
}

/** Examples that are drawn at random have nothing before them that a gradient could go back to. */
function checkDetached(settings: TrainingSettings): TrainingSettings {
  if (settings.detach || settings.sampling === 'consecutive') return settings;
  throw new VerseloomError('settings.notDetached', { field: 'detach' });
}

/** @throws VerseloomError `settings.embedding` for vectors that are larger than the one-hot ones; it blames what sets their size */
export function checkEmbedding(
  { embeddingSize, tied }: Pick<TrainingSettings, 'embeddingSize' | 'tied'>,
  vocabularySize: number,
): void {
  if (embeddingSize > vocabularySize)
    throw new VerseloomError('settings.embedding', {
      field: tied ? 'hiddenSize' : 'embeddingSize',
      ...{ value: embeddingSize, max: vocabularySize },
    });
}

/** An end that never comes is none. */
function checkEndings(settings: TrainingSettings): TrainingSettings {
  const { untilPerplexity, patience, heldOut } = settings;
  if (untilPerplexity > 0 && untilPerplexity < LOWEST_PERPLEXITY)
    throw new VerseloomError('settings.neverReached', {
      ...{ field: 'untilPerplexity', value: untilPerplexity, min: LOWEST_PERPLEXITY },
    });
  if (patience > 0 && heldOut.by === 'none')
    throw new VerseloomError('settings.nothingHeldOut', { field: 'patience' });
  return settings;
}

/** Of a run, what its other settings depend on. */
type Deciding = Pick<
  TrainingSettings,
  'cell' | 'tied' | 'optimiser' | 'schedule' | 'clip' | 'sampling'
>;

/** @returns whether a run makes use of a setting */
export const isUsed = (field: keyof TrainingSettings, run: Deciding): boolean =>
  hasPart(field, run) &&
  (field !== 'activation' || run.cell === 'rnn') &&
  (field !== 'clippingThreshold' || run.clip !== 'off') &&
  (field !== 'detach' || run.sampling === 'consecutive');

/** @returns whether a setting is one to choose: a run makes use of it, and it is not H, as the size of the embedding is with tied weights */
export const isFree = (field: keyof TrainingSettings, run: Deciding): boolean =>
  isUsed(field, run) && (field !== 'embeddingSize' || !run.tied);

/** What 0 of these says is that nobody has asked for it. */
const unasked: readonly string[] = [
  ...(['embeddingSize', 'dropout', 'warmup'] satisfies NumericField[]),
  ...(['untilPerplexity', 'untilSeconds', 'patience', 'snapshots'] satisfies NumericField[]),
];

/** Whether a setting has a part in a run, and somebody has asked for it. */
export const isAsked = (field: keyof TrainingSettings, settings: TrainingSettings): boolean =>
  isUsed(field, settings) && (settings[field] !== 0 || !unasked.includes(field));

/**
 * @param made epochs that a run has made, or is to make. @returns how many it can be asked for beyond these
 * @throws VerseloomError `settings.allEpochs` for a run that has as many as one can have
 */
export function moreEpochsRange(made: number): Range & { readonly whole: true } {
  const { min, max } = ranges.epochs;
  if (made < max) return { min, max: max - made, whole: true };
  throw new VerseloomError('settings.allEpochs', { field: 'moreEpochs', max });
}

/** All samples of a run are kept in memory and in its file. */
function boundSamples(settings: TrainingSettings): TrainingSettings {
  const { epochs, predPeriod, predLength, prefixes } = settings;
  const characters = Math.ceil(epochs / predPeriod) * prefixes.length * predLength;
  if (characters <= MAX_SAMPLE_CHARACTERS) return settings;
  const facts = { field: 'predPeriod', characters, max: MAX_SAMPLE_CHARACTERS };
  throw new VerseloomError('settings.samples', facts);
}

/** @returns one setting in settings that it goes together with, whatever the others of a person are: what is wrong with these is wrong with it */
export const alone = (field: string, value: unknown): Record<string, unknown> => ({
  ...(field === 'warmup' && { epochs: ranges.epochs.max }),
  [field]: value,
});

function settingsError(issue: z.core.$ZodIssue, input: unknown): VerseloomError {
  const field = String(issue.path[0] ?? '');
  const part = String(issue.path[1] ?? '');
  const isHeldOut = field === 'heldOut' && part in heldOutRanges;
  const range = isHeldOut
    ? heldOutRanges[part as keyof typeof heldOutRanges]
    : (ranges as Partial<Record<string, Range>>)[field];
  const value = isHeldOut ? at(at(input, field), part) : at(input, field);
  if (range) {
    const { min, max } = range;
    if (typeof value !== 'number' || !Number.isFinite(value))
      return new VerseloomError('settings.notANumber', { field, min, max });
    if (value >= min && value <= max)
      return new VerseloomError('settings.notWhole', { field, value, min, max });
    return new VerseloomError('settings.outOfRange', { field, value, min, max });
  }
  if (field === 'prefixes' && issue.path.length > 1)
    return issue.code === 'too_small'
      ? new VerseloomError('prefix.empty', { field })
      : new VerseloomError('settings.tooLong', { field, max: MAX_PREFIX_CHARACTERS });
  if (field === 'prefixes')
    return new VerseloomError('settings.tooMany', { field, max: MAX_PREFIXES });
  const choices = choicesOf[field] ?? ['true', 'false']; // whatever else has no range and is not a list of prefixes
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new VerseloomError('settings.choice', {
    field,
    value: shown,
    choices: choices.join(', '),
  });
}

const at = (of: unknown, key: string): unknown => (of as Record<string, unknown> | null)?.[key];
const choicesOf: Readonly<Record<string, readonly string[]>> = {
  ...{ cell: cellNames, activation: activations },
  ...{ optimiser: optimiserNames, schedule: schedules, clip: clippings },
  ...{ firstWeights, sampling: sampling.options },
  ...{ lineBreaks: lineBreaks.options, heldOut: heldOutChoices },
};
