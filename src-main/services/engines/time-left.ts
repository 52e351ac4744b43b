/** How long a run still takes, by what it has taken so far: its epochs, what is held out read with each, and its samples. */
import type { TrainingSettings } from '../../contract/settings.ts';
import { samplings } from './run-seconds.ts';

/** Samples that the time of the next ones is told from. */
const RECENT = 10;
/** What a character of a sample costs, as a share of its part of a step: one way instead of there and back, but alone instead of among others. */
const ALONE = 10 / 3;
const AT_LEAST = 20e-6; // seconds a character

/** @param recent seconds of each, the last ones; changed in place, with those that have come */
export function noteSamples(recent: number[], come: readonly { readonly seconds: number }[]): void {
  recent.push(...come.map(({ seconds }) => seconds));
  recent.splice(0, recent.length - RECENT);
}

interface Standing {
  readonly settings: Pick<
    TrainingSettings,
    'epochs' | 'predPeriod' | 'predLength' | 'prefixes' | 'timeSteps' | 'batchSize'
  >;
  readonly predictionsPerEpoch: number;
  /** Epochs that are made. */
  readonly epochs: number;
  readonly secondsPerEpoch: number;
  /** Seconds of each sample so far, or of the last ones. */
  readonly samples: readonly number[];
}

/** @returns seconds, where no step takes longer than those before */
export function secondsLeft(standing: Standing): number {
  const { settings, predictionsPerEpoch, epochs, secondsPerEpoch, samples } = standing;
  const left = Math.max(0, settings.epochs - epochs);
  if (left === 0) return 0;
  const each =
    median(samples) ??
    settings.predLength * (AT_LEAST + (ALONE * secondsPerEpoch) / Math.max(1, predictionsPerEpoch));
  const toWrite = samplings(settings, epochs) * settings.prefixes.length;
  return left * secondsPerEpoch + (secondsPerEpoch > 0 ? toWrite * each : 0);
}

/** A pause in the middle of one counts with it, which is no reason to expect others. */
function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
