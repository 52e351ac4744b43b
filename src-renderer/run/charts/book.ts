/** The curve of the book: what the chapter printed for its settings, and what the same settings come to on the sample corpus. */
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import type { Reference } from '../../charts/plot/plot-of.ts';
import { t } from '../../text/messages.svelte.ts';

/** The chapter's printout, of random sampling, every ten epochs: cross-entropies, which it calls perplexity. */
const PRINTED = [5.707499, 5.434195, 5.042463, 4.63807, 4.219021, 3.818927, 3.414183];
/** The lowest and the highest perplexity every fifty epochs on the sample corpus with the seeds 1 to 5, as the README has them. */
const MEASURED = {
  random: [
    [101.4, 101.4],
    [24.7, 24.7],
    [7.2, 7.2],
    [3.2, 3.2],
    [2.0, 2.0],
  ],
  consecutive: [
    [97.9, 97.9],
    [21.1, 21.1],
    [6.3, 6.3],
    [2.9, 2.9],
    [1.9, 1.9],
  ],
} as const;
export const SEEDS = 5;

/** Whether a run has the settings of which the book tells the figures; it may have any text, seed and number of epochs. */
export const isOfBook = (settings: TrainingSettings): boolean =>
  settings.hiddenSize === 256 &&
  settings.timeSteps === 35 &&
  settings.batchSize === 32 &&
  settings.learningRate === 100 &&
  settings.clippingThreshold === 0.01 &&
  settings.maxCharacters === 10_000 &&
  settings.lineBreaks !== 'own' &&
  settings.heldOut.by === 'none';

export function bookCurves({ sampling }: Pick<TrainingSettings, 'sampling'>): Reference[] {
  const measured = {
    ...{ key: 'sample', label: t('charts.bookSample') },
    points: MEASURED[sampling].map(([low, high], at) => ({ epoch: 50 * (at + 1), low, high })),
  };
  if (sampling !== 'random') return [measured];
  const printed = {
    ...{ key: 'printed', label: t('charts.bookChapter') },
    points: PRINTED.map((entropy, at) => ({
      ...{ epoch: 10 * (at + 1), low: Math.exp(entropy), high: Math.exp(entropy) },
    })),
  };
  return [printed, measured];
}
