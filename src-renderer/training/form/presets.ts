/** Presets: settings of a run by what it is for, those of the application and those that a person keeps by a name. */
import type { CorpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import {
  presetSettings,
  type PresetSettings,
  type TrainingPreset,
} from '../../../src-main/contract/runs/training-preset.ts';

/** In the order in which they are listed. */
export const builtInPresets = ['taste', 'book', 'adam', 'whole', 'careful'] as const;
export type BuiltInPreset = (typeof builtInPresets)[number];

export const isBuiltIn = (id: string): id is BuiltInPreset =>
  (builtInPresets as readonly string[]).includes(id);

type Text = Pick<CorpusInfo, 'builtIn' | 'songs' | 'characters' | 'distinct'>;

/** The chapter's, from its cell `num_epochs, num_steps, batch_size, lr, clipping_theta = 250, 35, 32, 1e2, 1e-2`. */
const book: PresetSettings = presetSettings.parse({ lineBreaks: 'space' });

/**
 * Of the rates (0.001 to 0.01), thresholds (0.01 and 1) and schedules (constant, cosine) that were tried on the first 10,000 characters of the
 * sample with 50 epochs, this came to the lowest perplexity: 10, where the book's numbers come to 100. A threshold of 0.01 makes the gradients
 * so small that ε counts, and a cosine has fallen before the slow beginning is over.
 */
const adam: PresetSettings = {
  ...book,
  ...{ optimiser: 'adam', learningRate: 0.005, clippingThreshold: 1 },
  ...{ epochs: 75, predPeriod: 15 },
};

/** The book's way is for one text that has no songs, such as the sample: a corpus of songs is learnt with its lines. */
const isLikeBook = (text: Text | undefined): boolean =>
  text === undefined || (text.builtIn && text.songs === 1);

/** What a corpus is learnt with until somebody chooses: the sample as the book does it, songs with all that they have. */
export const usualPreset = (text: Text | undefined): BuiltInPreset =>
  isLikeBook(text) ? 'book' : 'whole';

/** Seconds that a taste trains for at most: what it takes besides, such as its engine's start and its saves, comes on top. */
const TASTE_SECONDS = 15;
const TASTE_EPOCHS = { most: 120, least: 10 };

/**
 * @param secondsPerEpoch of a taste on this machine, once that is known
 * @returns how many epochs it makes
 */
function tasteEpochs(secondsPerEpoch: number | null): number {
  const { most, least } = TASTE_EPOCHS;
  if (secondsPerEpoch === null || secondsPerEpoch === 0) return most;
  const tens = Math.floor(TASTE_SECONDS / secondsPerEpoch / 10) * 10;
  return Math.min(most, Math.max(least, tens));
}

/** A text that is shorter has nothing to spare. */
const SPARES = 10_000; // characters

/**
 * The book's numbers, on everything but what is held out: measured on both songbooks, random sampling comes to a lower perplexity on
 * what is held out than consecutive sampling, and within some forty epochs, after which it only learns by heart.
 */
function careful(text: Text | undefined): PresetSettings {
  const fits = (text?.characters ?? 0) >= SPARES;
  return {
    ...book,
    ...{ maxCharacters: 0, lineBreaks: 'own', epochs: 200, predPeriod: 5 },
    ...(fits && { heldOut: { by: 'last' as const, percent: 10 }, patience: 5 }),
    keepBest: true,
  };
}

/** @param tasteSeconds that an epoch of a taste takes here, once that is known */
export function builtInSettings(
  id: BuiltInPreset,
  text: Text | undefined,
  tasteSeconds: number | null,
): PresetSettings {
  switch (id) {
    case 'taste':
      return {
        ...{ ...book, hiddenSize: 128, epochs: tasteEpochs(tasteSeconds), predPeriod: 10 },
        lineBreaks: isLikeBook(text) ? 'space' : 'own',
      };
    case 'book':
      return book;
    case 'adam':
      return adam;
    case 'whole':
      return { ...book, maxCharacters: 0, lineBreaks: 'own' };
    case 'careful':
      return careful(text);
  }
}

const OF_RUN = 'run:';

/** @returns the settings of a run that was made as what the form goes by, so that what is changed of them is marked */
export function presetOfRun(
  runId: string,
  name: string,
  { prefixes: _, lineBreaks, ...settings }: TrainingSettings,
): TrainingPreset {
  return {
    ...{ id: `${OF_RUN}${runId}`.slice(0, 64), name: name.trim().slice(0, 100) || runId },
    settings: { ...settings, lineBreaks: lineBreaks === 'own' ? 'own' : 'space' },
  };
}

export const isOfRun = ({ id }: TrainingPreset): boolean => id.startsWith(OF_RUN);

/** @returns the one of a person's by its id */
export const presetById = (
  own: readonly TrainingPreset[],
  id: string | null,
): TrainingPreset | undefined => own.find((one) => one.id === id);
