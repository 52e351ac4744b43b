/** Characters and words that rhyme with an end: those that stand in what a model has learnt, and common ones besides. */
import { z } from 'zod';
import { MAX_WISH_LENGTH, pinyinReading, rhymeSystem } from './constraint.ts';
import { writingRequest } from './piece.ts';

/** Of each kind at the most. */
export const MOST_RHYMES = { corpus: 200, near: 60, dictionary: 100 } as const;

export const rhymesRequest = z.object({
  /** Null: nothing but the common ones. */
  modelId: writingRequest.shape.modelId.nullable(),
  /** A character, or a word in Latin letters; what it is with a reading does not matter, but that it does not rhyme with itself. */
  end: z.string().min(1).max(MAX_WISH_LENGTH),
  /** How the character is read there; null: as it is by itself. */
  reading: pinyinReading.nullable(),
  system: rhymeSystem,
});
export type RhymesRequest = z.infer<typeof rhymesRequest>;

export const rhymingWord = z.object({
  text: z.string(),
  /** Of its last character, as `lǜ`; null for a word in Latin letters. */
  reading: z.string().nullable(),
  /** 0 is the neutral tone. */
  tone: z.int().min(0).max(4).nullable(),
  /** How often it stands in the text; 0: it does not. */
  count: z.int(),
  /** A line that it comes from: one that ends on it, where there is one. */
  line: z.string().nullable(),
});
export type RhymingWord = z.infer<typeof rhymingWord>;

const rhymingWords = z.object({
  /** The most frequent first. */
  rhymes: z.array(rhymingWord),
  /** What only nearly rhymes. */
  near: z.array(rhymingWord),
});
export type RhymingWords = z.infer<typeof rhymingWords>;

export const rhymesResult = z.object({
  /** Null where the model has no text with it, or none was named. */
  corpus: rhymingWords.nullable(),
  /** Common ones that do not stand in the text. */
  dictionary: rhymingWords,
});
export type RhymesResult = z.infer<typeof rhymesResult>;
