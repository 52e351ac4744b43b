/** What many calls take and give. */
import { z } from 'zod';
import { bytes } from './arrays.ts';
import { language } from './preferences.ts';

/** UTF-16 units of a text that one call carries. */
export const MAX_TEXT = 1_000_000;

export const nothing = z.object({});
export const byId = z.object({ id: z.string().min(1).max(200) });
export const file = z.object({ name: z.string().min(1).max(500), bytes });
/** A name that a page gives to what takes long, so that it can call it off. */
export const taskName = z.string().min(1).max(100);
/** The language in which is named what the host names: that of the screens, which may be another than the host's. */
export const namedIn = language.optional();
