/** What a person sets otherwise than the preset of the form: the fields that there are, and what is remembered of them. */
import { z } from 'zod';
import { activations, cellNames } from '../../../src-main/contract/architecture.ts';
import {
  clippings,
  optimiserNames,
  schedules,
} from '../../../src-main/contract/optimisers/optimisers.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { trainingPreset } from '../../../src-main/contract/runs/training-preset.ts';
import {
  firstWeights,
  lineBreaks,
  ranges,
  sampling,
  type NumericField,
} from '../../../src-main/contract/settings.ts';
import { typedHeldOut } from './typed-held-out.ts';

/** A setting that a preset has. */
export type PresetField =
  | (NumericField | 'cell' | 'activation' | 'optimiser' | 'schedule' | 'clip')
  | ('tied' | 'firstWeights' | 'sampling' | 'detach' | 'lineBreaks' | 'heldOut')
  | ('letExplode' | 'keepBest');
export type FormField = PresetField | 'prefixes' | 'corpus' | 'engine';
export type NumberTexts = Record<NumericField, string>;

export const numericFields = Object.keys(ranges) as NumericField[];
export const presetFields: readonly PresetField[] = [
  ...numericFields,
  ...([
    'cell',
    'activation',
    'tied',
    'optimiser',
    'schedule',
    'clip',
    'firstWeights',
    'sampling',
    'detach',
    'lineBreaks',
    'heldOut',
    'letExplode',
    'keepBest',
  ] as const),
];
const formFields: readonly string[] = [...presetFields, 'prefixes', 'corpus', 'engine'];
export const isFormField = (name: string): name is FormField => formFields.includes(name);

/** What a run has from the model that it begins from. */
export const inherited: readonly string[] = [
  ...['cell', 'activation', 'hiddenSize', 'layers', 'embeddingSize', 'tied', 'lineBreaks'],
  'firstWeights',
];

/** What a person has set otherwise than the preset. */
export const chosenSettings = z.object({
  cell: z.enum(cellNames).nullable().default(null),
  activation: z.enum(activations).nullable().default(null),
  tied: z.boolean().nullable().default(null),
  optimiser: z.enum(optimiserNames).nullable().default(null),
  schedule: z.enum(schedules).nullable().default(null),
  clip: z.enum(clippings).nullable().default(null),
  firstWeights: z.enum(firstWeights).nullable().default(null),
  sampling: sampling.nullable().default(null),
  detach: z.boolean().nullable().default(null),
  lineBreaks: lineBreaks.nullable().default(null),
  heldOut: typedHeldOut.nullable().default(null),
  letExplode: z.boolean().nullable().default(null),
  keepBest: z.boolean().nullable().default(null),
});
export type Chosen = Readonly<z.infer<typeof chosenSettings>>;
export const NOTHING_CHOSEN: Chosen = chosenSettings.parse({});

export const keptForm = chosenSettings.extend({
  written: z.record(z.string(), z.string()),
  /** Null for the one that is usual for the corpus. */
  presetId: z.string().nullable().default(null),
  /** What that was when it was chosen, for one of a person's own that is removed meanwhile. */
  preset: trainingPreset.nullable().catch(null).default(null),
  prefixesText: z.string().nullable(),
  corpusId: z.string(),
  withText: z.boolean().default(true),
  parentId: z.string().nullable().default(null),
});

/** @returns the sizes that its weights have, and so a run that begins from it */
export function sizesOf({ hiddenSize, settings }: ModelInfo) {
  return {
    hiddenSize,
    ...(settings && { layers: settings.layers, embeddingSize: settings.embeddingSize }),
  };
}
