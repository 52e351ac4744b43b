/** Why a run diverged, in the figures of that run, and what would probably have kept it from it. */
import type { Failure } from '../../contract/errors.ts';
import { momentsOf, usualRate } from '../../contract/optimisers/optimisers.ts';
import { ranges, type TrainingSettings } from '../../contract/settings.ts';
import { EXPLODED, type Divergence, type EpochReport } from '../../contract/training.ts';

/** θ of the book. */
const USUAL_THRESHOLD = 0.01;
const SMALLER = 10;

type Descent = Pick<TrainingSettings, 'optimiser' | 'clip' | 'clippingThreshold' | 'learningRate'>;

/**
 * Without clipping it is that; with it, a step is at most η·θ long, and was too long. Those of Adam are about as long as η, however long
 * the gradients are: clipping does not make them shorter.
 */
function remedyOf({ optimiser, clip, clippingThreshold, learningRate }: Descent) {
  const isByRate = momentsOf(optimiser).includes('s');
  if (!isByRate && clip === 'off' && clippingThreshold > 0)
    return { field: 'clip', suggested: 'norm' };
  if (!isByRate && clip !== 'off' && clippingThreshold === 0)
    return { field: 'clippingThreshold', suggested: USUAL_THRESHOLD };
  const usual = usualRate(optimiser);
  const lower = isByRate && learningRate > usual ? usual : learningRate / SMALLER;
  return { field: 'learningRate', suggested: Math.max(ranges.learningRate.min, lower) };
}

/** @param epochs of the run, the senseless one with them */
export function explainDivergence(
  { epoch, step, kept }: Divergence,
  settings: Descent,
  epochs: readonly EpochReport[],
  vocabularySize: number,
): Failure {
  const facts = {
    ...{ epoch, kept, ...remedyOf(settings) },
    ...{ eta: settings.learningRate, theta: settings.clippingThreshold },
  };
  if (step !== null)
    return {
      code: kept > 0 ? 'training.diverged' : 'training.divergedAtOnce',
      params: { ...facts, step },
    };
  const norm = epochs[epoch - 1]?.gradientNorm ?? NaN;
  const params = { ...facts, limit: EXPLODED * vocabularySize, norm: Number(norm.toPrecision(2)) };
  return { code: kept > 0 ? 'training.exploded' : 'training.explodedAtOnce', params };
}
