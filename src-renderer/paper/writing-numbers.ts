/** The numbers that writing takes, as they can be typed, and what is wrong with one. */
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { writingRanges, type WritingNumber } from '../../src-main/contract/writing/piece.ts';
import { readNumber } from '../controls/fields/read-number.ts';

/** As they stand before anybody has typed any. */
export const defaultTexts = {
  length: '200',
  temperature: '0.8',
  seed: '1',
} as const satisfies Record<WritingNumber, string>;

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** A temperature of 0, the greedy choice, has a switch of its own. */
export const numbers = {
  ...writingRanges,
  temperature: { ...writingRanges.temperature, min: 0.01 },
} as const satisfies Record<WritingNumber, Range>;

/** @returns what is wrong with a number in a field, `settings.*` */
export function refuseNumber(
  field: string,
  value: number,
  { min, max, whole }: Range,
): VerseloomError | undefined {
  if (!Number.isFinite(value))
    return new VerseloomError('settings.notANumber', { field, min, max });
  if (value < min || value > max)
    return new VerseloomError('settings.outOfRange', { field, value, min, max });
  if (whole && !Number.isInteger(value))
    return new VerseloomError('settings.notWhole', { field, value });
  return undefined;
}

const readNumbers = (texts: Record<WritingNumber, string>): Record<WritingNumber, number> => ({
  length: readNumber(texts.length),
  temperature: readNumber(texts.temperature),
  seed: readNumber(texts.seed),
});

/** What a request asks for: the greedy choice needs neither temperature nor seed. */
export const requestNumbers = (
  texts: Record<WritingNumber, string>,
  greedy: boolean,
): Record<WritingNumber, number> => ({
  ...readNumbers(texts),
  ...(greedy && { temperature: 0, seed: 0 }),
});

/** @returns what is wrong with what is typed; the greedy choice needs a length alone */
export function refuseNumbers(
  texts: Record<WritingNumber, string>,
  greedy: boolean,
): Partial<Record<WritingNumber, VerseloomError>> {
  const values = readNumbers(texts);
  const errors: Partial<Record<WritingNumber, VerseloomError>> = {};
  for (const field of Object.keys(numbers) as WritingNumber[]) {
    const error = refuseNumber(field, values[field], numbers[field]);
    if (error && !(greedy && field !== 'length')) errors[field] = error;
  }
  return errors;
}

/** @returns the seed of another piece from the same prefix */
export function nextSeed({ seed }: Pick<Record<WritingNumber, string>, 'seed'>): string {
  const last = readNumber(seed);
  return String(last >= numbers.seed.max ? 0 : last + 1);
}
