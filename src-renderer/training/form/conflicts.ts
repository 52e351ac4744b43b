/** What is wrong with a setting, in a sentence, and the number that would do. */
import { VerseloomError, type ErrorParams } from '../../../src-main/contract/errors.ts';
import { heldOutRanges } from '../../../src-main/contract/held-out.ts';
import {
  MAX_SAMPLE_CHARACTERS,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import type { LearntShare } from '../../../src-main/contract/training.ts';
import type { Advice } from '../../library/advice/advice.ts';
import { workOf } from '../../run/work.ts';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import { sentence } from '../../text/sentences.ts';
import type { FormField } from './chosen-settings.ts';

export interface Conflict {
  readonly sentence: string;
  /** What would do in its place; undefined where no number does. */
  readonly value: number | undefined;
}

/** @returns the conflict that an error tells of */
export function conflictOf(error: unknown, settings: TrainingSettings): Conflict {
  const value = error instanceof VerseloomError ? remedyOf(error, settings) : undefined;
  return { sentence: sentence(error), value };
}

const numberIn = (params: ErrorParams, name: string): number | undefined => {
  const value = params[name];
  return typeof value === 'number' ? value : undefined;
};

function remedyOf(
  { code, params }: VerseloomError,
  settings: TrainingSettings,
): number | undefined {
  const value = numberIn(params, 'value');
  switch (code) {
    case 'settings.outOfRange': {
      const [min, max] = [numberIn(params, 'min'), numberIn(params, 'max')];
      return value !== undefined && min !== undefined && value < min ? min : max;
    }
    case 'settings.notWhole':
      return value === undefined ? undefined : Math.round(value);
    case 'settings.neverReached':
    case 'settings.nothingHeldOut':
      return 0;
    case 'settings.samples':
      return periodFor(settings);
    case 'settings.heldOutNone': {
      const songs = numberIn(params, 'songs') ?? 0;
      return songs >= heldOutRanges.every.min ? songs : undefined;
    }
    case 'settings.otherRate':
      return numberIn(params, 'usual');
    case 'settings.tied':
      return numberIn(params, 'hiddenSize');
    case 'settings.epochTooLong':
      return numberIn(params, 'min') ?? numberIn(params, 'max');
    case 'settings.embedding':
    case 'settings.tooMuchMemory':
    case 'settings.longerThanRun':
      return numberIn(params, 'max');
    default:
      return undefined;
  }
}

/** @returns the shortest interval whose samples can all be kept */
function periodFor({ epochs, prefixes, predLength }: TrainingSettings): number | undefined {
  const times = Math.floor(MAX_SAMPLE_CHARACTERS / (prefixes.length * predLength));
  return times < 1 ? undefined : Math.ceil(epochs / times);
}

/**
 * There is not one batch: each field that would help says with which number.
 * @param share of what is learnt, once the host has told it
 */
export function tooShortConflicts(
  advice: readonly Advice[],
  settings: TrainingSettings,
  share: LearntShare | undefined,
): Partial<Record<FormField, Conflict>> {
  const short = advice.find((one) => one.kind === 'tooShort');
  if (!short) return {};
  const { lower, batchSize, timeSteps, needed, learnt } = short;
  const facts = { needed: count(needed), characters: count(learnt) };
  const told = (value: number): Conflict => ({
    sentence: t('form.tooShort', { ...facts, value: count(value) }),
    value,
  });
  const percent = share && percentFor(settings, share);
  return {
    ...(lower !== 'timeSteps' && { batchSize: told(batchSize) }),
    ...(lower !== 'batchSize' && { timeSteps: told(timeSteps) }),
    ...(percent !== undefined && {
      heldOut: {
        sentence: t('form.heldOutTooMuch', { ...facts, value: count(percent) }),
        value: percent,
      },
    }),
  };
}

/** @returns the largest share that leaves one batch; undefined where it is not the share that is too large */
function percentFor(
  settings: TrainingSettings,
  { learnt, heldOut }: LearntShare,
): number | undefined {
  if (settings.heldOut.by !== 'last') return undefined;
  const { min, max } = heldOutRanges.percent;
  for (let percent = max; percent >= min; percent--) {
    const left = Math.floor((learnt + heldOut) * (1 - percent / 100));
    if (workOf(settings, left).steps > 0 && percent < settings.heldOut.percent) return percent;
  }
  return undefined;
}
