/** The training loop. */
import type { TrainingState } from '../contract/compute-api.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import type { EpochReport } from '../contract/training.ts';
import type { Gate } from './gate.ts';
import type { StepReport } from './learner.ts';
import { perplexityOf } from './loss.ts';
import type { Batch, Sampler } from './sampler.ts';

/** Where a run diverged: at a 1-based step, which was not made, or by the perplexity of a whole epoch, and then without a step. */
export interface Divergence {
  readonly epoch: number;
  readonly step: number | null;
}

export type Ending =
  { outcome: 'finished' | 'stopped' } | { outcome: 'diverged'; divergence: Divergence };

/** What the loop needs of a `Learner`. */
export interface Learning {
  resetState(): void;
  learn(batch: Batch): Promise<StepReport>;
  /** @returns what a step would report, which is not made */
  trial(batch: Batch): Promise<StepReport>;
}

/** What else the loop looks after. */
export interface Watch {
  /** The perplexity above which an epoch has exploded. */
  readonly most: number;
  /** Reads what is held out, at the end of an epoch; `stop` where that was called off. */
  readonly validate?: (() => Promise<number | 'stop'>) | undefined;
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
 * ends the run, and so does an epoch that has exploded, once it is reported. What the very last step has come to is seen by a trial.
 */
export async function* train(
  learner: Learning,
  batches: Pick<Sampler, 'count' | 'draw' | 'at'>,
  settings: Pick<TrainingSettings, 'epochs' | 'sampling' | 'learningRate' | 'clippingThreshold'>,
  gate: Gate,
  at: Position = { ...START },
  { most, validate }: Watch = { most: Infinity },
): AsyncGenerator<EpochReport, Ending> {
  const { sampling, learningRate, clippingThreshold } = settings;
  const theta = clippingThreshold;
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
        return { outcome: 'diverged', divergence: { epoch, step: at.steps + 1 } };
      at.steps += 1;
      at.loss += report.loss;
      at.norm += report.norm;
      if (theta > 0 && report.norm > theta) at.clipped += 1;
      at.seconds += (performance.now() - started) / 1000;
    }
    const began = performance.now();
    const validationPerplexity = validate ? await validate() : null;
    if (validationPerplexity === 'stop') return { outcome: 'stopped' };
    at.seconds += (performance.now() - began) / 1000;
    const isLast = epoch === settings.epochs && most < Infinity;
    const trial = isLast ? await learner.trial(batches.at(0)) : null;
    const { steps, loss, norm, clipped, seconds } = at;
    Object.assign(at, START, { epochs: epoch });
    // Every batch has as many predictions as the others, so the mean of their means is the mean over all.
    const perplexity = perplexityOf(loss / steps);
    yield {
      ...{ epoch, perplexity, seconds, gradientNorm: norm / steps, clipped: clipped / steps },
      ...{ validationPerplexity, learningRate, clippingThreshold },
    };
    const after = trial ? perplexityOf(trial.loss) : 0;
    if (!(perplexity <= most && after <= most))
      return { outcome: 'diverged', divergence: { epoch, step: null } };
  }
  return { outcome: 'finished' };
}
