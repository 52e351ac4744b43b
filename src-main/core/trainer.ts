/** The training loop. */
import type { TrainingState } from '../contract/compute-api.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import type { EpochReport } from '../contract/training.ts';
import type { Gate } from './gate.ts';
import type { StepReport } from './learner.ts';
import { perplexityOf } from './loss.ts';
import type { Batch, Sampler } from './sampler.ts';

export type Ending =
  { outcome: 'finished' | 'stopped' } | { outcome: 'diverged'; epoch: number; step: number };

/** What the loop needs of a `Learner`. */
export interface Learning {
  resetState(): void;
  learn(batch: Batch): Promise<StepReport>;
}

/** Where the loop stands between two steps. */
export type Position = Pick<
  TrainingState,
  'epochs' | 'steps' | 'loss' | 'norm' | 'clipped' | 'seconds'
>;

export const START: Readonly<Position> = {
  ...{ epochs: 0, steps: 0 },
  ...{ loss: 0, norm: 0, clipped: 0, seconds: 0 },
};

/**
 * Teaches until there are `settings.epochs` epochs.
 * @param batches those of an epoch, which are drawn when it begins; the same ones when it is gone on with
 * @param gate passed before every step
 * @param at where to begin; the loop keeps it up to date, so that between two steps it is where to go on from
 * @returns a report after every epoch, and at the end how it ended. A step whose loss or norm is not finite is not made and
 * ends the run: the learner then has the weights before it.
 */
export async function* train(
  learner: Learning,
  batches: Pick<Sampler, 'count' | 'draw' | 'at'>,
  settings: Pick<TrainingSettings, 'epochs' | 'sampling' | 'clippingThreshold'>,
  gate: Gate,
  at: Position = { ...START },
): AsyncGenerator<EpochReport, Ending> {
  const { sampling, clippingThreshold: theta } = settings;
  while (at.epochs < settings.epochs) {
    const epoch = at.epochs + 1;
    if (at.steps === 0) learner.resetState();
    if ((await batches.draw(gate)) === 'stop') return { outcome: 'stopped' };
    while (at.steps < batches.count) {
      if ((await gate()) === 'stop') return { outcome: 'stopped' };
      const batch = batches.at(at.steps);
      const started = performance.now();
      if (sampling === 'random') learner.resetState();
      const report = await learner.learn(batch);
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.norm))
        return { outcome: 'diverged', epoch, step: at.steps + 1 };
      at.steps += 1;
      at.loss += report.loss;
      at.norm += report.norm;
      if (theta > 0 && report.norm > theta) at.clipped += 1;
      at.seconds += (performance.now() - started) / 1000;
    }
    const { steps, loss, norm, clipped, seconds } = at;
    Object.assign(at, START, { epochs: epoch });
    // Every batch has as many predictions as the others, so the mean of their means is the mean over all.
    const perplexity = perplexityOf(loss / steps);
    yield { epoch, perplexity, seconds, gradientNorm: norm / steps, clipped: clipped / steps };
  }
  return { outcome: 'finished' };
}
