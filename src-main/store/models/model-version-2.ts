/** Version 2 of a model file: as today's, but for what line breaks were learnt as, which it did not say. */
import type { z } from 'zod';
import { manifest as version3, type Manifest } from '../../contract/model.ts';
import { trainingSettings } from '../../contract/settings.ts';

export const version2 = version3.extend({ settings: trainingSettings.omit({ lineBreaks: true }) });

/** @returns the same model as version 3 tells of it: every line feed and every carriage return was a space of its own */
export const migrateVersion2 = (told: z.infer<typeof version2>): Manifest => ({
  ...told,
  version: 3,
  settings: { ...told.settings, lineBreaks: 'space-each' },
});
