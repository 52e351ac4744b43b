/** The curve of the book: what the chapter printed for its settings, and what the same settings come to on the sample corpus. */
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import type { Reference } from '../../charts/plot/plot-of.ts';

/** The chapter's printout, of random sampling, every ten epochs: cross-entropies, which it calls perplexity. */
const PRINTED = [5.707499, 5.434195, 5.042463, 4.63807, 4.219021, 3.818927, 3.414183];
/** Perplexities every fifty epochs on the sample corpus, as the README has them, which `npm run bench` measures. */
const MEASURED = {
  random: [101.4, 24.7, 7.2, 3.2, 2.0],
  consecutive: [97.9, 21.1, 6.3, 2.9, 1.9],
} as const;

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
    ...{ key: 'sample', dash: [2, 3] },
    points: MEASURED[sampling].map((perplexity, at) => ({ epoch: 50 * (at + 1), perplexity })),
  };
  if (sampling !== 'random') return [measured];
  const printed = {
    ...{ key: 'printed', dash: [] },
    points: PRINTED.map((entropy, at) => ({
      ...{ epoch: 10 * (at + 1), perplexity: Math.exp(entropy) },
    })),
  };
  return [printed, measured];
}
