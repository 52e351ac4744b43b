/** Version 3 of a model file: as today's, but that nothing could be held out of what a run learns. */
import type { z } from 'zod';
import { NONE_HELD_OUT } from '../../contract/held-out.ts';
import { manifest as version4, type Manifest } from '../../contract/model.ts';
import { trainingSettings } from '../../contract/settings.ts';

export const version3 = version4.extend({ settings: trainingSettings.omit({ heldOut: true }) });

/** @returns the same model as version 4 tells of it */
export const migrateVersion3 = (told: z.infer<typeof version3>): Manifest => ({
  ...told,
  version: 4,
  settings: { ...told.settings, heldOut: NONE_HELD_OUT },
});
