/** The training loop. */
import type { TrainingSettings } from '../contract/settings.ts';
import type { EpochReport } from '../contract/training.ts';
import type { StepReport } from './learner.ts';
import { perplexityOf } from './loss.ts';
import type { Batch } from './sampler.ts';

/** Passed before every step: it holds the loop while training is paused, and tells whether to go on. */
export type Gate = () => Promise<'go' | 'stop'>;

export type Ending =
  { outcome: 'finished' | 'stopped' } | { outcome: 'diverged'; epoch: number; step: number };

/** What the loop needs of a `Learner`. */
export interface Learning {
  resetState(): void;
  learn(batch: Batch): Promise<StepReport>;
}

/**
 * Teaches for `settings.epochs` epochs.
 * @param batches the batches of an epoch, which is counted from 1
 * @returns a report after every epoch, and at the end how it ended. A step whose loss or norm is not finite is not made and
 * ends the run: the learner then has the weights before it.
 */
export async function* train(
  learner: Learning,
  batches: (epoch: number) => Iterable<Batch>,
  settings: Pick<TrainingSettings, 'epochs' | 'sampling' | 'clippingThreshold'>,
  gate: Gate,
): AsyncGenerator<EpochReport, Ending> {
  const { epochs, sampling, clippingThreshold: theta } = settings;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let [steps, loss, norm, clipped, seconds] = [0, 0, 0, 0, 0];
    learner.resetState();
    for (const batch of batches(epoch)) {
      if ((await gate()) === 'stop') return { outcome: 'stopped' };
      const started = performance.now();
      if (sampling === 'random') learner.resetState();
      const report = await learner.learn(batch);
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.norm))
        return { outcome: 'diverged', epoch, step: steps + 1 };
      steps += 1;
      loss += report.loss;
      norm += report.norm;
      if (theta > 0 && report.norm > theta) clipped += 1;
      seconds += (performance.now() - started) / 1000;
    }
    // Every batch has as many predictions as the others, so the mean of their means is the mean over all.
    const perplexity = perplexityOf(loss / steps);
    yield { epoch, perplexity, seconds, gradientNorm: norm / steps, clipped: clipped / steps };
  }
  return { outcome: 'finished' };
}
