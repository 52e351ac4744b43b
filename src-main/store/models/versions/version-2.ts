/** Version 2 of a model file: as version 3, but for what line breaks were learnt as, which it did not say. */
import type { z } from 'zod';
import { version3 } from './version-3.ts';

export const version2 = version3.extend({
  settings: version3.shape.settings.omit({ lineBreaks: true }),
});

/** @returns the same model as version 3 tells of it: every line feed and every carriage return was a space of its own */
export const migrateVersion2 = (told: z.infer<typeof version2>): z.infer<typeof version3> => ({
  ...told,
  version: 3,
  settings: { ...told.settings, lineBreaks: 'space-each' },
});
