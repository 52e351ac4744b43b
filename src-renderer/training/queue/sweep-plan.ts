/** What a person wants several runs of the form to differ in, and the runs that it makes. */
import { activations, cellNames } from '../../../src-main/contract/architecture.ts';
import { engineName, type EngineName } from '../../../src-main/contract/engine.ts';
import { heldOutText, readHeldOut, type HeldOut } from '../../../src-main/contract/held-out.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import {
  clippings,
  optimiserNames,
  schedules,
} from '../../../src-main/contract/optimisers/optimisers.ts';
import { MAX_QUEUED, type SweptValues } from '../../../src-main/contract/runs/queue.ts';
import { withOwnActivation, type SweptCells } from '../../../src-main/contract/runs/swept-cells.ts';
import { withOwnRate, type SweptRates } from '../../../src-main/contract/runs/swept-rates.ts';
import { readSwept } from '../../../src-main/contract/runs/swept-text.ts';
import {
  alone,
  firstWeights,
  lineBreaks,
  parseSettings,
  ranges,
  sampling,
  type NumericField,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import { readNumber } from '../../controls/fields/read-number.ts';

/** What of a run is one of a few words. */
export const sweptChoices = {
  ...{ cell: cellNames, activation: activations },
  ...{ optimiser: optimiserNames, schedule: schedules, clip: clippings },
  firstWeights,
  sampling: sampling.options,
  lineBreaks: lineBreaks.options,
  keepBest: ['off', 'on'],
  engine: engineName.options,
} as const satisfies Record<string, readonly string[]>;
export type ChoiceField = keyof typeof sweptChoices;
export type SweptField = NumericField | ChoiceField | 'heldOut';

export const isChoice = (field: string): field is ChoiceField => field in sweptChoices;

/** One setting and what is typed of its values, or which of its words are chosen, with commas between. */
export interface AxisTyped {
  readonly field: SweptField;
  readonly text: string;
}

/** One run of a sweep, beside what all of them have. */
export interface PlannedRun {
  /** What sets it apart, as it is shown. */
  readonly values: SweptValues;
  readonly settings: Partial<TrainingSettings>;
  /** Undefined for that of the others. */
  readonly engine: EngineName | undefined;
}

export interface SweepPlan extends SweptCells<PlannedRun>, SweptRates<PlannedRun> {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Settings that make sense to be gone through. */
export const sweptFields: readonly SweptField[] = [
  ...(Object.keys(ranges) as NumericField[]).filter(
    (field) => !['predPeriod', 'predLength'].includes(field),
  ),
  'heldOut',
  ...(Object.keys(sweptChoices) as ChoiceField[]),
];

export type AxisProblem = 'empty' | 'range' | 'tooMany' | 'same' | VerseloomError;

/** @returns the words that are chosen of a setting that has a few */
export const chosenOf = ({ text }: AxisTyped): string[] => text.split(',').filter(Boolean);

/** @returns the values, or what is wrong with them */
export function valuesOf(axis: AxisTyped): (number | string)[] | AxisProblem {
  const { field, text } = axis;
  if (text.trim() === '') return 'empty';
  if (isChoice(field)) return chosenOf(axis);
  const words = readSwept(text, MAX_QUEUED);
  if (typeof words === 'string') return words;
  let values: (number | string)[];
  try {
    values = words.map((word) => valueOf(field, word));
  } catch (error) {
    if (error instanceof VerseloomError) return error;
    throw error;
  }
  return new Set(values).size < values.length ? 'same' : values;
}

/** @throws VerseloomError `settings.*` */
function valueOf(field: Exclude<SweptField, ChoiceField>, word: string): number | string {
  if (field === 'heldOut') return heldOutText(heldOutOf(word));
  const value = readNumber(word);
  parseSettings(alone(field, value));
  return value;
}

/** @param word as on the command line; a bare number is so many percent. @throws VerseloomError `settings.*` */
function heldOutOf(word: string): HeldOut {
  const number = readNumber(word);
  const written = number === 0 ? 'none' : Number.isNaN(number) ? word : `${number}%`;
  return parseSettings({ heldOut: readHeldOut(written) }).heldOut;
}

/**
 * @param axes whose values are right
 * @param seeds how many of each, from the form's on
 * @param base settings of the form
 */
export function planOf(
  axes: readonly AxisTyped[],
  seeds: number,
  base: Pick<TrainingSettings, 'seed' | 'activation' | 'optimiser' | 'learningRate' | 'tied'>,
  nameOf: (field: string) => string,
): SweepPlan {
  const firstSeed = base.seed || 1;
  let runs: SweptValues[] = [{}];
  const spread = (field: string, values: readonly (number | string)[]): void => {
    runs = runs.flatMap((run) => values.map((value) => ({ ...run, [field]: value })));
  };
  const fields: string[] = [];
  for (const axis of axes) {
    const values = valuesOf(axis);
    if (!Array.isArray(values)) continue;
    fields.push(axis.field);
    spread(axis.field, values);
  }
  if (seeds > 1 && !fields.includes('seed')) {
    fields.push('seed');
    spread(
      'seed',
      Array.from({ length: seeds }, (_, i) => firstSeed + i),
    );
  }
  const own = withOwnRate(
    runs.map((values) => plannedOf(values, base)),
    base,
  );
  const swept = withOwnActivation(own.runs, { activation: base.activation });
  return { name: fields.map(nameOf).join(' × '), fields, ...own, ...swept };
}

function plannedOf(values: SweptValues, { tied }: Pick<TrainingSettings, 'tied'>): PlannedRun {
  const { engine, keepBest, heldOut, ...settings } = values;
  const { hiddenSize } = settings;
  return {
    values,
    settings: {
      // Tied weights have the size of the hidden layer.
      ...(tied && typeof hiddenSize === 'number' && { embeddingSize: hiddenSize }),
      ...settings,
      ...(keepBest !== undefined && { keepBest: keepBest === 'on' }),
      ...(typeof heldOut === 'string' && { heldOut: heldOutOf(heldOut) }),
    },
    engine: engineName.safeParse(engine).data,
  };
}
