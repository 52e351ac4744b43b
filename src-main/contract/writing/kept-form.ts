/** A form that a person keeps, to be chosen again in another draft. */
import { z } from 'zod';

/** The most that one person keeps. */
export const MAX_FORMS = 200;
/** The longest form as a text, in UTF-16 units. */
export const MAX_FORM_TEXT = 20_000;

export const keptForm = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(100),
  /** In the words of a form's file, without its name. */
  text: z.string().min(1).max(MAX_FORM_TEXT),
});
export type KeptForm = z.infer<typeof keptForm>;
