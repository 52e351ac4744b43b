/** How long a run will take and how large its model will be, from how quickly one of its shape goes. */
import { architectureOf, parameterCount, type Architecture } from '../../contract/architecture.ts';
import type { RunPace } from '../../contract/runs/run-pace.ts';
import type { TrainingSettings } from '../../contract/settings.ts';

/** What of a run its time depends on, beside its pace. */
export interface RunWork {
  readonly settings: Pick<TrainingSettings, 'epochs' | 'predPeriod' | 'predLength' | 'prefixes'> &
    Omit<Architecture, 'vocabularySize'>;
  /** Of an epoch. */
  readonly steps: number;
  readonly vocabularySize: number;
  /** Characters. */
  readonly heldOut: number;
}

/** Bytes a second that a model is packed and written with, in the host, while it takes the processor from the run. */
const SAVED_A_SECOND = 60e6;
/** Seconds from one save on the way to the next. */
const SAVED_EVERY = 10;

/** @returns how often a run of these settings writes from its prefixes: at each period, and after its last epoch */
export const samplings = (
  { epochs, predPeriod }: Pick<TrainingSettings, 'epochs' | 'predPeriod'>,
  made = 0,
): number => Math.ceil(epochs / predPeriod) - Math.floor(made / predPeriod);

/** @returns seconds that one writing from all prefixes takes */
export function samplingSeconds(
  { open, character }: Pick<RunPace, 'open' | 'character'>,
  { prefixes, predLength }: Pick<TrainingSettings, 'prefixes' | 'predLength'>,
): number {
  if (prefixes.length === 0) return 0;
  const given = prefixes.reduce((sum, prefix) => sum + Array.from(prefix).length - 1, 0);
  return open + character * (given + prefixes.length * predLength);
}

/** @returns seconds: of an epoch with what is held out, and of the whole run with its samples and saves */
export function runSeconds(
  { settings, steps, vocabularySize, heldOut }: RunWork,
  pace: RunPace,
): { epoch: number; whole: number } {
  const validation = heldOut >= 2 ? pace.read * (heldOut - 1) : 0;
  const epoch = steps * pace.step + validation;
  const writing = samplings(settings) * samplingSeconds(pace, settings);
  const training = pace.begin + settings.epochs * epoch + writing;
  const architecture = architectureOf(settings, vocabularySize);
  const save = modelBytes(architecture, null, Number(heldOut > 0)) / SAVED_A_SECOND;
  const saves = 2 + Math.floor(training / SAVED_EVERY); // after the first epoch, and at the end
  return { epoch, whole: training + saves * save };
}

/** What else is in a model file: how to read it, and a name for each character. */
const BESIDES = 4_000; // bytes
const PER_CHARACTER = 5; // bytes, packed
const FLOAT = 4; // bytes
/** Bytes that a character of a text takes when it is packed: of a script of thousands of characters, and of an alphabet. */
const PACKED = { many: 1.35, few: 0.42 };
const FEW = 300; // distinct characters

/**
 * @param text that is kept in the file, if one is
 * @param copies of the weights besides the last ones: those of the best epoch, and those of moments that are kept
 * @returns bytes, about
 */
export function modelBytes(
  architecture: Architecture,
  text: { readonly characters: number; readonly distinct: number } | null,
  copies: number,
): number {
  const packed = text ? text.characters * (text.distinct > FEW ? PACKED.many : PACKED.few) : 0;
  const weights = FLOAT * parameterCount(architecture);
  return (1 + copies) * weights + packed + BESIDES + PER_CHARACTER * architecture.vocabularySize;
}
