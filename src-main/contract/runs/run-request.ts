/** What a new run is asked for with. */
import { z } from 'zod';
import { namedIn } from '../arguments.ts';
import { engineChoice } from '../engine.ts';
import { modelName } from '../model.ts';

export const runRequest = z.object({
  corpusId: z.string(),
  /** Checked by the service, so that an error names the field. */
  settings: z.record(z.string(), z.unknown()),
  engine: engineChoice,
  /** Whether the model file holds the text, or its hash alone. */
  withText: z.boolean().default(true),
  /** A model to go on from with these settings: a new run, which begins with its weights and its vocabulary. */
  parentId: z.string().optional(),
  language: namedIn,
  /** Whether it begins also where it seems to take more memory than there is. */
  insist: z.boolean().optional(),
  /** What its model is to be called; left out, it is called after its run. */
  name: modelName.optional(),
});
export type RunRequest = z.infer<typeof runRequest>;
