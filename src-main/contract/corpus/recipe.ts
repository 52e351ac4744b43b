/** The recipe: which cleaning a corpus gets, as the switches and choices that a person sees. */
import { z } from 'zod';

export const recipe = z.object({
  /** Times of lines and words, and what a format has around its words. */
  markup: z.boolean().default(true),
  /** Who wrote and made a song, at its head and at its end. */
  credits: z.boolean().default(true),
  /** Marks of what part follows and who sings it. */
  sections: z.boolean().default(true),
  /** Which of two languages that are sung at one time is kept. */
  translations: z.enum(['first', 'second', 'both']).default('first'),
  /** Titles within a file, of those that hold several songs or tell them apart from the words. */
  titles: z.enum(['dropped', 'kept']).default('dropped'),
  chords: z.boolean().default(true),
  /** Characters that nobody sees. */
  invisible: z.boolean().default(true),
  /** Addresses of the web, and what sites write between lyrics. */
  adverts: z.boolean().default(true),
  /** Blank lines, and the space around a line. */
  blankLines: z.boolean().default(true),
  /** A stanza that comes again word for word. */
  refrains: z.enum(['kept', 'folded']).default('kept'),
  /** How wide Latin letters and digits are; katakana are of full width with either choice. */
  width: z.enum(['kept', 'half', 'full']).default('kept'),
  /** Which Chinese characters. */
  script: z.enum(['kept', 'simplified', 'traditional', 'taiwan', 'hongkong']).default('kept'),
  punctuation: z.enum(['kept', 'dropped', 'spaces']).default('kept'),
  /** Words in Latin letters. */
  latin: z.enum(['kept', 'dropped']).default('kept'),
});
export type Recipe = z.infer<typeof recipe>;

/** What is nearly always right; nothing in it changes a word. */
export const usualRecipe: Recipe = recipe.parse({});

/** All lines as they stand in the file. */
export const noRecipe: Recipe = recipe.parse({
  markup: false,
  credits: false,
  sections: false,
  translations: 'both',
  chords: false,
  invisible: false,
  adverts: false,
  blankLines: false,
});
