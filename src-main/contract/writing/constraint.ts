/** What a line is to be like, and a form: what each line of a stanza is to be like. */
import { z } from 'zod';

/** Range of each number, both ends included. */
export const constraintRanges = {
  /** Of one line: characters, and the syllables of words in Latin letters. */
  length: { min: 1, max: 64 },
  /** How many of a line's last syllables rhyme. */
  rhymeSyllables: { min: 1, max: 4 },
  noRepeatWithin: { min: 2, max: 64 },
  lines: { min: 1, max: 400 },
} as const;
/** Wishes of one kind on one line, and UTF-16 units of one of them. */
export const MAX_WISHES = 64;
export const MAX_WISH_LENGTH = 64;
/** Words that one line is to have. */
export const MAX_MUST = 4;
const MAX_TEXT_LENGTH = 2000;
const MAX_NAME_LENGTH = 200;

const number = (field: keyof typeof constraintRanges) =>
  z.int().min(constraintRanges[field].min).max(constraintRanges[field].max);

/** One Unicode character, as a vocabulary has them. */
const character = z.string().refine((text) => [...text].length === 1 && text.isWellFormed());
const words = z.string().min(1).max(MAX_WISH_LENGTH);

/**
 * What counts as a rhyme: the same final (after the medial: uang is ang), 十三辙, the eighteen of 诗韵新编, or also what is near.
 * Of English, the first three are a perfect rhyme, and the last one takes slant rhymes in.
 */
export const rhymeSystem = z.enum(['final', 'thirteen', 'eighteen', 'near']);
export type RhymeSystem = z.infer<typeof rhymeSystem>;

export const rhyme = z
  .object({
    with: z.union([
      /** An earlier line of the form, counted from 0. */
      z.object({
        line: z
          .int()
          .min(0)
          .max(constraintRanges.lines.max - 1),
      }),
      /** A character or a few, or an English word: what its end sounds like. */
      z.object({ text: words }),
      /** A final such as `ang`, or a class by its name, such as 江阳 or 唐. */
      z.object({ name: words }),
    ]),
    system: rhymeSystem.default('eighteen'),
    /** 1 is 单押, 2 双押, up to 4; more than one only with a line or a text, as far as that has so many. */
    syllables: number('rhymeSyllables').default(1),
    /** Whether the very character (of English: word) that it rhymes with may come again, which is no rhyme to most. */
    same: z.boolean().default(false),
  })
  .refine(({ with: other, syllables }) => syllables === 1 || !('name' in other));
export type Rhyme = z.infer<typeof rhyme>;

/** 平: tones 1 and 2; 仄: 3, 4 and the neutral one. */
export const levelOrOblique = z.enum(['level', 'oblique']);
export type LevelOrOblique = z.infer<typeof levelOrOblique>;

export const toneWish = z.union([levelOrOblique, z.int().min(1).max(4)]);
export type ToneWish = z.infer<typeof toneWish>;

export const patternPlace = z.enum(['level', 'oblique', 'any']);
export type PatternPlace = z.infer<typeof patternPlace>;

export const lineConstraint = z.object({
  /** What a line counts: its characters, and the syllables of words in Latin letters; no punctuation, no spaces. */
  length: z
    .object({ min: number('length'), max: number('length') })
    .refine(({ min, max }) => min <= max)
    .optional(),
  rhyme: rhyme.optional(),
  /** Of the last character. */
  tone: toneWish.optional(),
  /** Of each character; it says the length as well. */
  pattern: z.array(patternPlace).min(1).max(constraintRanges.length.max).optional(),
  /**
   * Characters at their places: 1 is the first of what counts, -1 the last. Of a word in Latin letters, the first letter stands at the place
   * of its first syllable counted from the beginning, and the last letter at that of its last one counted from the end.
   */
  given: z
    .array(
      z.object({
        place: z
          .int()
          .min(-constraintRanges.length.max)
          .max(constraintRanges.length.max)
          .refine((place) => place !== 0),
        character,
      }),
    )
    .max(MAX_WISHES)
    .optional(),
  /** Words that come somewhere in the line. */
  must: z.array(words).max(MAX_MUST).optional(),
  /** Characters and words that do not come. Those in Latin letters are whole words, in small letters or capitals. */
  without: z.array(words).max(MAX_WISHES).optional(),
  /** No character twice (of English: no word) among so many in a row of the line. */
  noRepeatWithin: number('noRepeatWithin').optional(),
  /** Whether there may be punctuation, and spaces within the line that words in Latin letters do not need; left out, as the model likes. */
  punctuation: z.boolean().optional(),
  /** Whether there may be Latin letters and digits; left out, where the model knows no Chinese characters. */
  latin: z.boolean().optional(),
});
export type LineConstraint = z.infer<typeof lineConstraint>;
/** As a person or a program gives it, without what has a default. */
export type GivenLineConstraint = z.input<typeof lineConstraint>;

/** A line that is locked has its text, which stays. */
export const formLine = lineConstraint.extend({ text: z.string().max(MAX_TEXT_LENGTH).optional() });
export type FormLine = z.infer<typeof formLine>;

export const form = z.object({
  name: z.string().max(MAX_NAME_LENGTH).optional(),
  lines: z
    .array(formLine)
    .min(constraintRanges.lines.min)
    .max(constraintRanges.lines.max)
    .refine((lines) =>
      lines.every(
        ({ rhyme: wish }, line) => !wish || !('line' in wish.with) || wish.with.line < line,
      ),
    ),
});
export type Form = z.infer<typeof form>;

/** @returns the texts that lines are to rhyme with, where these are given */
export const rhymingTexts = ({ lines }: Form): string[] =>
  lines.flatMap(({ rhyme }) => (rhyme && 'text' in rhyme.with ? [rhyme.with.text] : []));

/** The kinds of wishes on a line, in the order in which they are told. */
export const wishKind = z.enum([
  'length',
  'rhyme',
  'tone',
  'pattern',
  'given',
  'must',
  'without',
  'noRepeatWithin',
  'punctuation',
  'latin',
]);
export type WishKind = z.infer<typeof wishKind>;

/** How far a line meets each wish on it; nearly: such as a rhyme that is only near. */
export const metWishes = z.partialRecord(wishKind, z.enum(['met', 'nearly', 'missed']));
export type MetWishes = z.infer<typeof metWishes>;

/** Pinyin with the tone as a number, 0 for the neutral one, such as `zhang3`. */
export const pinyinReading = z.string().regex(/^[a-zêü]{1,6}[0-4]$/);

/** A reading that a person has chosen for a character, wherever it stands between these two; '' is the beginning or end of a line. */
export const chosenReading = z.object({
  before: z.string().max(2),
  character,
  after: z.string().max(2),
  reading: pinyinReading,
});
export type ChosenReading = z.infer<typeof chosenReading>;
