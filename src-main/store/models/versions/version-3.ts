/** Version 3 of a model file: as version 4, but that nothing could be held out of what a run learns. */
import type { z } from 'zod';
import { NONE_HELD_OUT } from '../../../contract/held-out.ts';
import { version4 } from './version-4.ts';

export const version3 = version4.extend({
  settings: version4.shape.settings.omit({ heldOut: true }),
});

/** @returns the same model as version 4 tells of it */
export const migrateVersion3 = (told: z.infer<typeof version3>): z.infer<typeof version4> => ({
  ...told,
  version: 4,
  settings: { ...told.settings, heldOut: NONE_HELD_OUT },
});
