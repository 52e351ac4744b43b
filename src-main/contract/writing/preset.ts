/** Settings of writing that are kept under a name, to be chosen again in another draft. */
import { z } from 'zod';
import { samplingSettings } from './sampling.ts';

/** The most that one person keeps. */
export const MAX_PRESETS = 100;

export const presetSettings = samplingSettings.required().extend({
  /** Whether copying from what the model has learnt is avoided. */
  avoids: z.boolean(),
});
export type PresetSettings = z.infer<typeof presetSettings>;

export const presetName = z.string().trim().min(1).max(100);

export const preset = z.object({
  id: z.string().min(1).max(64),
  name: presetName,
  settings: presetSettings,
});
export type Preset = z.infer<typeof preset>;
