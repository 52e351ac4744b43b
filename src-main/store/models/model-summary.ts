/** What a manifest tells of a run's epochs, so that a library need not read them all. */
import { CURVE_POINTS, type Manifest } from '../../contract/model.ts';
import type { EpochReport } from '../../contract/training.ts';

/** What says which epoch's weights a file has, where these are not the last one's. */
type Weights = Partial<Pick<Manifest, 'divergence' | 'kept'>>;

/**
 * @param epochs of the run, from the first on
 * @param weights of the file
 * @param begun seconds of an epoch that has not ended
 */
export function summaryOf(
  epochs: readonly EpochReport[],
  { divergence, kept }: Weights = {},
  begun = 0,
): Pick<Manifest, 'epochs' | 'perplexity' | 'validationPerplexity' | 'trainingSeconds' | 'curve'> {
  const good = epochs.slice(0, divergence?.kept ?? kept ?? epochs.length);
  const points = Math.min(good.length, CURVE_POINTS);
  // The first and the last are always among them.
  const step = points > 1 ? (good.length - 1) / (points - 1) : 0;
  return {
    epochs: epochs.length,
    perplexity: good.at(-1)?.perplexity ?? null,
    validationPerplexity: good.at(-1)?.validationPerplexity ?? null,
    trainingSeconds: secondsOf(epochs, begun),
    curve: Array.from({ length: points }, (_, i) => good[Math.round(i * step)]!.perplexity),
  };
}

/** @returns the manifest with what its epochs tell; what an epoch took that has not ended it alone knows */
export function withEpochs(manifest: Manifest, epochs: readonly EpochReport[]): Manifest {
  const told = { ...manifest, ...summaryOf(epochs, manifest) };
  const { trainingSeconds = 0 } = manifest;
  return { ...told, trainingSeconds: Math.max(trainingSeconds, told.trainingSeconds!) };
}

/** A file may say anything of an epoch. */
function secondsOf(epochs: readonly EpochReport[], begun: number): number {
  const sum = epochs.reduce((before, { seconds }) => before + seconds, 0) + begun;
  return Math.max(0, Math.min(sum, Number.MAX_VALUE));
}

/** @returns the manifest of a run with what its epochs took, which earlier programs left to the history */
export const withTime = ({
  manifest,
  epochs,
}: {
  readonly manifest: Manifest;
  readonly epochs: readonly EpochReport[];
}): Manifest => ({ ...summaryOf(epochs, manifest), ...manifest });

/**
 * The weights of the best epoch are kept for the run's sake, also where the run has only just left them behind.
 * @returns the best epoch, where its weights are better than those that the model has; else null
 */
export function betterEpoch({ best, epochs, perplexity, settings }: Manifest): Manifest['best'] {
  if (best === null || best.epoch >= epochs) return null;
  // On what is held out, what is better may have a higher perplexity on what is learnt.
  const isBetter =
    settings.heldOut.by !== 'none' || perplexity === null || best.perplexity < perplexity;
  return isBetter ? best : null;
}
