/** The flags by the fields that they set, and the values that a person wrote after them. */
import { availableParallelism } from 'node:os';
import { activations, cellNames } from '../../../contract/architecture.ts';
import { limitRanges, usualLimits, type CorpusLimits } from '../../../contract/corpus/limits.ts';
import { engineChoice, type EngineChoice } from '../../../contract/engine.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { readHeldOut } from '../../../contract/held-out.ts';
import { modelName } from '../../../contract/model.ts';
import { clippings, optimiserNames, schedules } from '../../../contract/optimisers/optimisers.ts';
import { firstWeights, lineBreaks, ranges, sampling } from '../../../contract/settings.ts';
import type { Power } from '../../../services/engines/engines.ts';
import { CHECKPOINT_SECONDS } from '../../../services/training/training.ts';

/** Of `train`, in the order of its help. */
export const settingFlags = {
  epochs: '--epochs',
  cell: '--cell',
  activation: '--activation',
  hiddenSize: '--hidden',
  layers: '--layers',
  embeddingSize: '--embedding',
  tied: '--tie',
  dropout: '--dropout',
  timeSteps: '--steps',
  batchSize: '--batch',
  optimiser: '--optimiser',
  learningRate: '--lr',
  momentum: '--momentum',
  weightDecay: '--weight-decay',
  schedule: '--schedule',
  warmup: '--warmup',
  stepPeriod: '--step-period',
  stepFactor: '--step-factor',
  clip: '--clip',
  clippingThreshold: '--theta',
  letExplode: '--let-explode',
  sampling: '--sampling',
  detach: '--no-detach',
  predPeriod: '--period',
  predLength: '--length',
  prefixes: '--prefix',
  maxCharacters: '--chars',
  lineBreaks: '--line-breaks',
  heldOut: '--held-out',
  patience: '--patience',
  untilPerplexity: '--until-perplexity',
  untilSeconds: '--for',
  keepBest: '--keep-best',
  snapshots: '--snapshots',
  firstWeights: '--first-weights',
  seed: '--seed',
} as const;
export type SettingField = keyof typeof settingFlags;

const flags: Readonly<Record<string, string>> = {
  ...settingFlags,
  engine: '--engine',
  name: '--name',
  prefix: '--prefix',
  length: '--length',
  temperature: '--temperature',
  topK: '--top-k',
  topP: '--top-p',
  repetition: '--repetition',
  lines: '--lines',
  line: '--line',
  rhyme: '--rhyme',
  tone: '--tone',
  pattern: '--pattern',
  acrostic: '--acrostic',
  must: '--must',
  without: '--without',
  noCopy: '--no-copy',
  n: '-n',
  top: '--top',
  threads: '--threads',
  jobs: '--jobs',
  seeds: '--seeds',
  halving: '--halving',
  leaseSeconds: '--lease-seconds',
  checkpointSeconds: '--checkpoint-seconds',
  corpus: '--corpus',
  encoding: '--encoding',
  limitMb: '--limit-mb',
  limitFiles: '--limit-files',
};

/** @returns the flag that sets a field, as errors name it */
export const flagOf = (field: string): string => flags[field] ?? field;

/** What can be said after a flag that takes a choice. */
export const choices: Readonly<Record<string, readonly string[]>> = {
  ...{ cell: cellNames, activation: activations },
  ...{ optimiser: optimiserNames, schedule: schedules, clip: clippings },
  firstWeights,
  sampling: sampling.options,
  lineBreaks: lineBreaks.options,
  engine: engineChoice.options,
};

/** What commander hands over: every value as it was written. */
export type Written = Readonly<Record<string, string | string[] | boolean | undefined>>;

/** @returns the settings that were named, numbers as numbers; `NaN` for what is none, which the service refuses */
export function settingsOf(written: Written): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [field, flag] of Object.entries(settingFlags)) {
    const value = written[writtenAs(flag)];
    if (value === undefined) continue;
    if (field === 'heldOut') settings[field] = readHeldOut(String(value));
    else if (field === 'untilSeconds') settings[field] = readDuration(String(value));
    else settings[field] = field in ranges ? toNumber(value) : value;
  }
  return settings;
}

const SECONDS = { s: 1, m: 60, h: 60 * 60 } as const;

/** @param written such as `90`, `90s`, `10m`, `1.5h`. @returns seconds; `NaN` for what is none of these */
function readDuration(written: string): number {
  const [, number = '', unit = 's'] = /^\s*([\d.]+)\s*([smh]?)\s*$/.exec(written) ?? [];
  return toNumber(number) * SECONDS[(unit || 's') as keyof typeof SECONDS];
}

/** Settings that are switched on by their flag alone, or off by one that says no. */
export const switches: readonly string[] = ['tied', 'detach', 'letExplode', 'keepBest'];

/** @returns the name that commander has for a flag: of one that says no, what it is about, which is true without it */
export const writtenAs = (flag: string): string =>
  flag.replace(/^--(no-)?/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** @throws VerseloomError `settings.choice` */
export function engineOf(written: Written): EngineChoice {
  const parsed = engineChoice.safeParse(written['engine'] ?? 'auto');
  if (parsed.success) return parsed.data;
  throw new VerseloomError('settings.choice', {
    field: 'engine',
    value: String(written['engine']),
    choices: choices['engine']!.join(', '),
  });
}

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/**
 * @param field as commander calls it
 * @param otherwise where the person names no number
 * @throws VerseloomError `settings.notANumber`, `settings.notWhole`, `settings.outOfRange`, all with the range
 */
export function numberOf<Otherwise>(
  written: Written,
  field: string,
  { min, max, whole }: Range,
  otherwise: Otherwise,
): number | Otherwise {
  const text = written[field];
  if (text === undefined) return otherwise;
  const value = toNumber(text);
  if (!Number.isFinite(value)) throw new VerseloomError('settings.notANumber', { field, min, max });
  if (value < min || value > max)
    throw new VerseloomError('settings.outOfRange', { field, value, min, max });
  if (whole && !Number.isInteger(value))
    throw new VerseloomError('settings.notWhole', { field, value, min, max });
  return value;
}

/** @returns null for as many as suit the engine. @throws VerseloomError as `numberOf` for what this machine has not */
export const threadsOf = (written: Written): number | null =>
  numberOf(written, 'threads', { min: 1, max: availableParallelism(), whole: true }, null);

/** @returns what a run may take of the machine. @throws VerseloomError as `threadsOf` */
export const powerOf = (written: Written): Power => ({
  threads: threadsOf(written),
  leavesRoom: written['leaveRoom'] === true,
});

/** @returns those of the settings are for the screens. @throws VerseloomError as `numberOf` */
export const limitsOf = (written: Written): CorpusLimits => ({
  limitMb: numberOf(written, 'limitMb', limitRanges.limitMb, usualLimits.limitMb),
  limitFiles: numberOf(written, 'limitFiles', limitRanges.limitFiles, usualLimits.limitFiles),
});

/** @returns what the person calls the model; undefined where they leave that to the program. @throws VerseloomError `prefix.empty`, `settings.tooLong` */
export function nameOf({ name }: Written): string | undefined {
  if (typeof name !== 'string') return undefined;
  const parsed = modelName.safeParse(name);
  if (parsed.success) return parsed.data;
  if (name.trim() === '') throw new VerseloomError('prefix.empty', { field: 'name' });
  throw new VerseloomError('settings.tooLong', { field: 'name', max: modelName.maxLength! });
}

const A_DAY = 24 * 60 * 60;

/** @returns seconds; 0 for no save before the end. @throws VerseloomError as `numberOf` */
export const checkpointSecondsOf = (written: Written): number =>
  numberOf(written, 'checkpointSeconds', { min: 0, max: A_DAY, whole: false }, CHECKPOINT_SECONDS);

function toNumber(written: string | string[] | boolean): number {
  // `Number` takes nothing at all for zero.
  return typeof written === 'string' && written.trim() !== '' ? Number(written) : NaN;
}
