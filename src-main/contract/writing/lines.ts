/** Lines that are asked of a model so that they fit a form, and what it finds. */
import { z } from 'zod';
import { chosenReading, form, metWishes, wishKind } from './constraint.ts';
import { MAX_PREFIX_LENGTH, noCopyRange, writingRequest } from './piece.ts';

/** Range of each number, both ends included. */
export const linesRanges = {
  /** Readings of the form, each unlike the others. */
  count: { min: 1, max: 32, whole: true },
  /** Units in a row that may be copied. */
  noCopy: noCopyRange,
  lines: { min: 1, max: 200, whole: true },
} as const;

/** Runs of so many units in a row count as copied: Han characters, or words where a model writes none. */
export const COPIED_CHARACTERS = 6;
export const COPIED_WORDS = 5;
/** Where a person chooses how many; avoiding copies permits one less. */
export const copiedRange = { min: 2, max: noCopyRange.max, whole: true } as const;

/** The most readings that a person has chosen. */
export const MAX_READINGS = 1000;
/** The most texts that are not to be offered again. */
const MAX_SHOWN = 1000;

const { count, noCopy } = linesRanges;

export const linesRequest = writingRequest.omit({ length: true }).extend({
  form,
  count: z.int().min(count.min).max(count.max),
  /** So many units in a row may stand in the text that the model has learnt; null: any number. */
  noCopy: z.int().min(noCopy.min).max(noCopy.max).nullable(),
  /** So many units in a row count as copied where it is told what is; left out: 6 characters, or 5 words where the model writes none. */
  units: z.int().min(noCopy.min).max(noCopy.max).optional(),
  /** Texts that have been shown: “more” goes on without repeating them. */
  shown: z.array(z.string().max(MAX_PREFIX_LENGTH)).max(MAX_SHOWN).optional(),
  /** Readings that the person has chosen. */
  readings: z.array(chosenReading).max(MAX_READINGS).optional(),
});
export type LinesRequest = z.infer<typeof linesRequest>;

/** A run of a text that stands in what the model has learnt, in Unicode characters of the text. */
export const copiedRun = z.object({
  start: z.int(),
  length: z.int(),
  /** In Han characters and words. */
  units: z.int(),
  /** Its first line. */
  song: z.string(),
});
export type CopiedRun = z.infer<typeof copiedRun>;

export const probableCharacter = z.object({ character: z.string(), probability: z.number() });

export const reading = z.object({
  /** Of the form, without their ends. */
  lines: z.array(z.string()),
  /** The lines with U+000A between them. */
  text: z.string(),
  /** As the model has written it, its line ends as it has learnt them. */
  continuation: z.string(),
  /** Mean per character of `characters`, natural logarithm, under the model itself. */
  logProbability: z.number(),
  /** Of the text, in order. */
  characters: z.array(probableCharacter),
  /** Null where this cannot be told, since the model has no text with it. */
  copied: z.array(copiedRun).nullable(),
  /** Of each line. */
  met: z.array(metWishes),
});
export type Reading = z.infer<typeof reading>;

export const obstacle = z.enum([...wishKind.options, 'noCopy']);
export type Obstacle = z.infer<typeof obstacle>;

/** A wish without which there would be lines: how many of the texts that were tried came to their end then. */
export const inTheWay = z.object({ wish: obstacle, found: z.int(), tried: z.int() });
export type InTheWay = z.infer<typeof inTheWay>;

export const linesResult = z.object({
  prefix: z.string(),
  leftOut: z.array(z.string()),
  readings: z.array(reading),
  /** Texts that were tried at once and one after the other. */
  tried: z.int(),
  /** Where nothing was found: what is in the way, most of all first; none where several wishes are, together. */
  inTheWay: z.array(inTheWay),
  /** Where nothing was found: what was without the first of these. */
  nearest: z.array(reading),
  cancelled: z.boolean(),
});
export type LinesResult = z.infer<typeof linesResult>;
