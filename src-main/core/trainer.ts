/** The training loop. */
import type { TrainingState } from '../contract/compute-api.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import type { EndedBy, EpochReport, SettingsChange } from '../contract/training.ts';
import type { Gate } from './gate.ts';
import type { StepReport } from './learner.ts';
import { wasClipped } from './optimisers/clipping.ts';
import { learningRateOf, type RateSettings } from './optimisers/learning-rate.ts';
import { perplexityOf } from './loss.ts';
import type { Batch, Sampler } from './sampler.ts';
import type { SettingsByEpoch } from './settings-by-epoch.ts';

/** Where a run diverged: at a 1-based step, which was not made, or by the perplexity of a whole epoch, and then without a step. */
export interface Divergence {
  readonly epoch: number;
  readonly step: number | null;
}

export type Ending =
  | { outcome: 'finished'; endedBy: EndedBy }
  | { outcome: 'stopped' }
  | { outcome: 'diverged'; divergence: Divergence };

/** What the loop needs of a `Learner`. */
export interface Learning {
  /** Takes the η and θ of the steps to come. */
  change(rate: Pick<SettingsChange, 'learningRate' | 'clippingThreshold'>): Promise<void>;
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
  /** Hears of an epoch before it is reported. */
  readonly learnt: (report: EpochReport) => void;
  /** @returns what makes the run end with the last epoch; null where it goes on, and before the first */
  readonly end: () => EndedBy | null;
  /** @returns whether the time of the run is over, with so many seconds of the epoch under way */
  readonly isTimeOver: (seconds: number) => boolean;
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
 * Teaches until the run ends.
 * @param batches those of an epoch, which are drawn when it begins; the same ones when it is gone on with
 * @param settings those that no epoch changes; of the others, `byEpoch` says which each has
 * @param gate passed before every step
 * @param at where to begin; the loop keeps it up to date, so that between two steps it is where to go on from
 * @returns a report after every epoch, and at the end how it ended. A step whose loss or norm is not finite is not made and
 * ends the run, and so does an epoch that has exploded, once it is reported. What the very last step has come to is seen by a trial.
 * A run whose time is over ends before its next step, however long its epoch takes; unless that step would show that the weights have
 * exploded, which is for the epoch to tell.
 */
export async function* train(
  learner: Learning,
  batches: Pick<Sampler, 'count' | 'draw' | 'at'>,
  settings: Pick<TrainingSettings, 'sampling' | 'detach' | 'clip'> & RateSettings,
  byEpoch: Pick<SettingsByEpoch, 'begin'>,
  gate: Gate,
  at: Position,
  { most, validate, learnt, end, isTimeOver }: Watch,
): AsyncGenerator<EpochReport, Ending> {
  for (;;) {
    const endedBy = at.steps === 0 ? end() : null;
    if (endedBy) return { outcome: 'finished', endedBy };
    const epoch = at.epochs + 1;
    if (at.steps === 0) learner.resetState();
    if ((await batches.draw(gate)) === 'stop') return { outcome: 'stopped' };
    if ((await gate()) === 'stop') return { outcome: 'stopped' };
    // From here on, what is changed is for the epoch after it.
    const { clippingThreshold, ...now } = byEpoch.begin(epoch);
    const learningRate = learningRateOf({ ...settings, ...now }, epoch);
    await learner.change({ learningRate, clippingThreshold });
    for (let isFirst = true; at.steps < batches.count; isFirst = false) {
      if (!isFirst && (await gate()) === 'stop') return { outcome: 'stopped' };
      const batch = batches.at(at.steps);
      const started = performance.now();
      // Whoever reads the whole epoch in every step begins at its beginning.
      if (settings.sampling === 'random' || !settings.detach) learner.resetState();
      if (at.steps > 0 && isTimeOver(at.seconds)) {
        const { loss } = await learner.trial(batch);
        if (perplexityOf(loss) <= most) return { outcome: 'finished', endedBy: 'time' };
      }
      const report = await learner.learn(batch);
      if (!Number.isFinite(report.loss) || !Number.isFinite(report.norm))
        return { outcome: 'diverged', divergence: { epoch, step: at.steps + 1 } };
      at.steps += 1;
      at.loss += report.loss;
      at.norm += report.norm;
      if (wasClipped({ clip: settings.clip, clippingThreshold }, report)) at.clipped += 1;
      at.seconds += (performance.now() - started) / 1000;
    }
    const began = performance.now();
    const validationPerplexity = validate ? await validate() : null;
    if (validationPerplexity === 'stop') return { outcome: 'stopped' };
    at.seconds += (performance.now() - began) / 1000;
    const { steps, loss, norm, clipped, seconds } = at;
    // Every batch has as many predictions as the others, so the mean of their means is the mean over all.
    const perplexity = perplexityOf(loss / steps);
    const report = {
      ...{ epoch, perplexity, seconds, gradientNorm: norm / steps, clipped: clipped / steps },
      ...{ validationPerplexity, learningRate, clippingThreshold },
    };
    learnt(report);
    const isLast = end() !== null && most < Infinity;
    const trial = isLast ? await learner.trial(batches.at(0)) : null;
    Object.assign(at, START, { epochs: epoch });
    yield report;
    const after = trial ? perplexityOf(trial.loss) : 0;
    if (!(perplexity <= most && after <= most))
      return { outcome: 'diverged', divergence: { epoch, step: null } };
  }
}
