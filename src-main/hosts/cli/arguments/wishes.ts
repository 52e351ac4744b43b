/** Whether the flags of `write` ask for lines that are to be like something, before anything is loaded that knows rhymes. */
import { linesRanges } from '../../../contract/writing/lines.ts';
import { numberOf, type Written } from './flags.ts';

/** Each of them is a text, and asks for lines. */
export const wishes = ['line', 'rhyme', 'tone', 'pattern', 'acrostic', 'must', 'without'] as const;

/** @returns whether lines are asked for that are to be like something */
export const asksForLines = (written: Written): boolean =>
  [...wishes, 'lines', 'n'].some((field) => written[field] !== undefined);

/** @returns units in a row that may be copied; null for any number. @throws VerseloomError as `numberOf` */
export const noCopyOf = ({ copy }: Written): number | null =>
  // `--no-…` is a flag's opposite to commander, which then has `true` for what is not written.
  numberOf(
    { noCopy: typeof copy === 'string' ? copy : undefined },
    'noCopy',
    linesRanges.noCopy,
    null,
  );
