/** Settings of runs that a person keeps under a name, to train with them again, also on another text. */
import { z } from 'zod';
import { byId, nothing } from '../arguments.ts';
import { lineBreaks, trainingSettings } from '../settings.ts';

/** The most that one person keeps. */
export const MAX_TRAINING_PRESETS = 100;

/** All of a run but its prefixes, which belong to a text. */
export const presetSettings = trainingSettings.omit({ prefixes: true }).extend({ lineBreaks });
export type PresetSettings = Readonly<z.infer<typeof presetSettings>>;

export const trainingPreset = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(100),
  settings: presetSettings,
});
export type TrainingPreset = Readonly<z.infer<typeof trainingPreset>>;

/** In the order in which they were made. */
export const trainingPresets = z.array(trainingPreset).max(MAX_TRAINING_PRESETS);

/** Each answers with all of them, once they are on disk. */
export const presetCalls = {
  'presets.list': { input: nothing, output: trainingPresets },
  /** In the place of the one with its id; a new one at `at`, or behind the others. */
  'presets.put': {
    input: z.object({ preset: trainingPreset, at: z.int().min(0).optional() }),
    output: trainingPresets,
  },
  /** One that is gone by now is no mistake. */
  'presets.remove': { input: byId, output: trainingPresets },
} as const;
