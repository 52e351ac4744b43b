/** Presets: settings of a run by what it is for, those of the application and those that a person keeps by a name. */
import type { CorpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import {
  presetSettings,
  type PresetSettings,
  type TrainingPreset,
} from '../../../src-main/contract/runs/training-preset.ts';

/** In the order in which they are listed. */
export const builtInPresets = ['taste', 'book', 'adam', 'small', 'songs', 'careful'] as const;
export type BuiltInPreset = (typeof builtInPresets)[number];

export const isBuiltIn = (id: string): id is BuiltInPreset =>
  (builtInPresets as readonly string[]).includes(id);

type Text = Pick<CorpusInfo, 'builtIn' | 'songs' | 'characters' | 'distinct'>;

/**
 * An embedding is no larger than the vocabulary. What is held out, or not learnt, may have some of the characters to itself.
 * @returns whether one of so many numbers surely is not; of a text that is not known, as of the sample
 */
const hasRoomFor = (text: Text | undefined, embeddingSize: number): boolean =>
  (text?.distinct ?? Infinity) >= 1.5 * embeddingSize;

/** A wide one, or one-hot vectors where there is no room for it. */
const embedding = (
  text: Text | undefined,
  size: number,
): Pick<PresetSettings, 'embeddingSize' | 'firstWeights'> =>
  hasRoomFor(text, size)
    ? { embeddingSize: size, firstWeights: 'wide' }
    : { embeddingSize: 0, firstWeights: 'uniform' };

/** The chapter's, from its cell `num_epochs, num_steps, batch_size, lr, clipping_theta = 250, 35, 32, 1e2, 1e-2`. */
const book: PresetSettings = presetSettings.parse({ lineBreaks: 'space' });

/**
 * The book's network on its 10,000 characters in fewer than a tenth of the epochs. Of the rates (0.002 to 0.01), batch sizes (16, 32), schedules
 * (constant, cosine), first weights and embeddings that were tried on the sample, this came down the fastest: to 1.15 after 15 epochs,
 * where an embedding that begins no wider than the other weights takes 25, and the book's numbers come to 2.0 in 250.
 */
const adam = (text: Text | undefined): PresetSettings => ({
  ...book,
  ...{ optimiser: 'adam', learningRate: 0.005, clippingThreshold: 1 },
  ...{ batchSize: 16, epochs: 15, predPeriod: 5 },
  ...embedding(text, 256),
});

/** The book's way is for one text that has no songs, such as the sample: a corpus of songs is learnt with its lines. */
const isLikeBook = (text: Text | undefined): boolean =>
  text === undefined || (text.builtIn && text.songs === 1);

/** From so many characters on, a text is a body of songs: what is shorter is learnt by heart before so large a network has learnt to write. */
const BODY = 60_000;

/** What a corpus is learnt with until somebody chooses: the sample as the book does it, songs with what predicts such songs best. */
export const usualPreset = (text: Text | undefined): BuiltInPreset =>
  isLikeBook(text) ? 'book' : (text?.characters ?? 0) < BODY ? 'small' : 'songs';

/** Seconds that a taste trains for at most: what it takes besides, such as its engine's start and its saves, comes on top. */
const TASTE_SECONDS = 15;
const TASTE_EPOCHS = { most: 30, least: 10 };

/**
 * A small network that has words after 5 epochs and lines after 10: on the sample its perplexity is 12 to 19 after 5, 2 to 3 after 10 and 1.1 after
 * 25, where the book's descent, with as many units, has not begun to learn.
 */
const taste = (text: Text | undefined, secondsPerEpoch: number | null): PresetSettings => ({
  ...adam(text),
  ...{ hiddenSize: 128, learningRate: 0.01, ...embedding(text, 128) },
  epochs: tasteEpochs(secondsPerEpoch),
  lineBreaks: isLikeBook(text) ? 'space' : 'own',
});

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

/** On everything but what is held out, until that gets no better for so many epochs; a text that has nothing to spare is learnt whole. */
const heldOutOf = (text: Text | undefined, patience: number): Partial<PresetSettings> => ({
  ...((text?.characters ?? 0) >= SPARES && {
    ...{ heldOut: { by: 'last' as const, percent: 10 }, patience },
  }),
  keepBest: true,
});

/**
 * The book's numbers: measured on both songbooks, random sampling comes to a lower perplexity on what is held out than consecutive
 * sampling, and within some forty epochs, after which it only learns by heart.
 */
const careful = (text: Text | undefined): PresetSettings => ({
  ...book,
  ...{ maxCharacters: 0, lineBreaks: 'own', epochs: 200, predPeriod: 5 },
  ...heldOutOf(text, 5),
});

/**
 * Chosen by the perplexity on what is held out, the figures are in README. A GRU whose embedding is its output weights, with half of
 * what both hand on left out, comes lower than an LSTM or an RNN, than without tying, than with random sampling, than with an embedding that
 * begins no wider than the other weights, and on songs than counting alone. Where there are fewer characters than units, as in English, an embedding would be larger than they are many: then they are one-hot vectors.
 * @param size of the hidden layer and the embedding
 */
function gru(text: Text | undefined, size: number): PresetSettings {
  const input = embedding(text, size);
  return {
    ...book,
    ...{ maxCharacters: 0, lineBreaks: 'own', epochs: 40, predPeriod: 2 },
    ...{ cell: 'gru', hiddenSize: size, dropout: 0.5 },
    ...{ ...input, tied: input.embeddingSize > 0 },
    ...{ optimiser: 'adamw', learningRate: 0.004, clippingThreshold: 1 },
    // In batches of half the book's size, so that a short text has enough of them.
    ...{ sampling: 'consecutive', batchSize: 16 },
    ...heldOutOf(text, 4),
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
      return taste(text, tasteSeconds);
    case 'book':
      return book;
    case 'adam':
      return adam(text);
    case 'small':
      return gru(text, 128);
    case 'songs':
      return gru(text, 160);
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
