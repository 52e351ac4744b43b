/** The curve of the book: what the chapter printed for its settings, and what the same settings come to on the sample corpus. */
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import type { SettingsChange } from '../../../src-main/contract/training.ts';
import type { Reference } from '../../charts/plot/plot-of.ts';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';

/** The chapter's printout, of random sampling, every ten epochs: cross-entropies, which it calls perplexity. */
const PRINTED = [5.707499, 5.434195, 5.042463, 4.63807, 4.219021, 3.818927, 3.414183];
/** Perplexities every fifty epochs on the sample corpus, of so many seeds from 1 on, from the lowest to the highest: as the README has them. */
export const measuredBands = {
  random: {
    seeds: 3,
    bands: [
      [96.5, 101.4],
      [22.3, 24.7],
      [6.6, 7.2],
      [2.9, 3.2],
      [1.9, 2.0],
    ],
  },
  consecutive: {
    seeds: 2,
    bands: [
      [94.8, 97.9],
      [20.3, 21.1],
      [6.2, 6.3],
      [2.9, 2.9],
      [1.9, 2.0],
    ],
  },
} as const;
const EVERY = 50; // epochs

/**
 * Whether a run was begun with the settings of which the book tells the figures; it may have any text, seed and number of epochs. What is
 * changed on its way takes nothing away: one wants to see where it leaves the book's curve.
 */
export const isBegunAsBook = (
  settings: TrainingSettings,
  changes: readonly SettingsChange[],
): boolean => isOfBook({ ...settings, ...changes[0] });

const isOfBook = (settings: TrainingSettings): boolean =>
  settings.cell === 'rnn' &&
  settings.activation === 'tanh' &&
  settings.hiddenSize === 256 &&
  settings.layers === 1 &&
  settings.embeddingSize === 0 &&
  settings.dropout === 0 &&
  settings.timeSteps === 35 &&
  settings.batchSize === 32 &&
  settings.optimiser === 'sgd' &&
  settings.schedule === 'constant' &&
  settings.warmup === 0 &&
  settings.detach &&
  settings.clip === 'norm' &&
  settings.learningRate === 100 &&
  settings.clippingThreshold === 0.01 &&
  settings.maxCharacters === 10_000 &&
  settings.lineBreaks !== 'own' &&
  settings.heldOut.by === 'none';

export interface BookCurve extends Reference {
  /** What it is, in full. */
  readonly words: string;
}

export function bookCurves({ sampling }: Pick<TrainingSettings, 'sampling'>): BookCurve[] {
  const { seeds, bands } = measuredBands[sampling];
  const measured = {
    ...{ key: 'sample', label: t('charts.bookSample') },
    words: t('charts.bookMeasured', { count: seeds, seeds: count(seeds) }),
    points: bands.map(([low, high], at) => ({ epoch: EVERY * (at + 1), low, high })),
  };
  if (sampling !== 'random') return [measured];
  const printed = {
    ...{ key: 'printed', label: t('charts.bookChapter'), words: t('charts.bookPrinted') },
    points: PRINTED.map((entropy, at) => ({
      ...{ epoch: 10 * (at + 1), low: Math.exp(entropy), high: Math.exp(entropy) },
    })),
  };
  return [printed, measured];
}
