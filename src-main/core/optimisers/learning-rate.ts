/** The learning rate of an epoch: warm-up first, and then as the schedule says. */
import type { ScheduleName } from '../../contract/optimisers/optimisers.ts';
import type { TrainingSettings } from '../../contract/settings.ts';

export type RateSettings = Pick<
  TrainingSettings,
  'learningRate' | 'schedule' | 'warmup' | 'stepPeriod' | 'stepFactor' | 'epochs'
>;

/** Of η, in the epoch that so many come before and `of` together make. */
const FACTORS: Readonly<
  Record<ScheduleName, (done: number, of: number, settings: RateSettings) => number>
> = {
  constant: () => 1,
  cosine: (done, of) => (1 + Math.cos((Math.PI * done) / of)) / 2,
  step: (done, _, { stepPeriod, stepFactor }) => stepFactor ** Math.floor(done / stepPeriod),
};

/**
 * In the k-th of N epochs of warm-up it is η · k/(N + 1); the first epoch after them has η, and with it the schedule begins: constant; a
 * cosine that would come to 0 with the epoch after the last; or a factor after every so many epochs. It is the same in all steps of an
 * epoch, so that an epoch's figures belong to one learning rate.
 * @param settings as they are in this epoch: η is what a person last asked for, and the cosine leads to the last epoch as it is wanted then
 * @param epoch 1-based
 */
export function learningRateOf(settings: RateSettings, epoch: number): number {
  const { learningRate, schedule, warmup, epochs } = settings;
  if (epoch <= warmup) return (learningRate * epoch) / (warmup + 1);
  return learningRate * FACTORS[schedule](epoch - 1 - warmup, epochs - warmup, settings);
}
