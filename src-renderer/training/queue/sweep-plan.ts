/** What a person wants several runs of the form to differ in, and the runs that it makes. */
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { MAX_QUEUED, type SweptValues } from '../../../src-main/contract/runs/queue.ts';
import { readSwept } from '../../../src-main/contract/runs/swept-text.ts';
import { parseSettings, ranges, type NumericField } from '../../../src-main/contract/settings.ts';
import { readNumber } from '../../controls/fields/read-number.ts';

/** One setting and what is typed of its values. */
export interface AxisTyped {
  readonly field: NumericField;
  readonly text: string;
}

export interface SweepPlan {
  readonly name: string;
  readonly fields: readonly string[];
  /** What sets each run apart. */
  readonly runs: readonly SweptValues[];
}

/** Settings that make sense to be gone through. */
export const sweptFields = (Object.keys(ranges) as NumericField[]).filter(
  (field) => !['predPeriod', 'predLength'].includes(field),
);

export type AxisProblem = 'empty' | 'range' | 'tooMany' | 'same' | VerseloomError;

/** @returns the values, or what is wrong with them */
export function valuesOf({ field, text }: AxisTyped): number[] | AxisProblem {
  if (text.trim() === '') return 'empty';
  const words = readSwept(text, MAX_QUEUED);
  if (typeof words === 'string') return words;
  const values = words.map(readNumber);
  try {
    for (const value of values) parseSettings({ [field]: value });
  } catch (error) {
    if (error instanceof VerseloomError) return error;
    throw error;
  }
  return new Set(values).size < values.length ? 'same' : values;
}

/**
 * @param axes whose values are right
 * @param seeds how many of each, from the form's on
 */
export function planOf(
  axes: readonly AxisTyped[],
  seeds: number,
  firstSeed: number,
  nameOf: (field: string) => string,
): SweepPlan {
  let runs: SweptValues[] = [{}];
  const spread = (field: string, values: readonly number[]): void => {
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
  return { name: fields.map(nameOf).join(' × '), fields, runs };
}
