/** What many calls take and give. */
import { z } from 'zod';
import { bytes } from './arrays.ts';

export const nothing = z.object({});
export const byId = z.object({ id: z.string().min(1).max(200) });
export const file = z.object({ name: z.string().min(1).max(500), bytes });
