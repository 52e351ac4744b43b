/** The learning rate of every epoch: warm-up, the three schedules, and what becomes of them when a person changes η or the length of the run on its way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedules } from '../../../src-main/contract/optimisers/optimisers.ts';
import {
  learningRateOf,
  type RateSettings,
} from '../../../src-main/core/optimisers/learning-rate.ts';
import { SettingsByEpoch } from '../../../src-main/core/settings-by-epoch.ts';
import { defaultSettings, type TrainingSettings } from '../../../src-main/contract/settings.ts';

const plan = (settings: Partial<RateSettings>): RateSettings => ({
  ...defaultSettings,
  ...settings,
});
const ratesOf = (settings: Partial<RateSettings>): number[] => {
  const all = plan(settings);
  return Array.from({ length: all.epochs }, (_, i) => learningRateOf(all, i + 1));
};
const close = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  found.forEach((rate, i) => expect(rate).toBeCloseTo(expected[i]!, 10));
};

describe('the learning rate of an epoch', () => {
  it('is η itself, to the bit, where nothing else is said', () => {
    expect(ratesOf({ epochs: 4, learningRate: 0.1 })).toEqual([0.1, 0.1, 0.1, 0.1]);
  });

  it('grows in equal steps while it warms up, and then is η', () => {
    close(ratesOf({ epochs: 6, learningRate: 8, warmup: 3 }), [2, 4, 6, 8, 8, 8]);
  });

  it('falls as a cosine, which comes to nothing with the epoch after the last', () => {
    close(ratesOf({ epochs: 4, learningRate: 2, schedule: 'cosine' }), [
      ...[2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2],
    ]);
    close(ratesOf({ epochs: 6, learningRate: 2, schedule: 'cosine', warmup: 2 }), [
      ...[2 / 3, 4 / 3],
      ...[2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2],
    ]);
  });

  it('falls by a factor after every so many epochs, counted from the end of the warm-up', () => {
    const step = { schedule: 'step', stepPeriod: 2, stepFactor: 0.5 } as const;
    close(ratesOf({ epochs: 5, learningRate: 8, ...step }), [8, 8, 4, 4, 2]);
    close(ratesOf({ epochs: 5, learningRate: 8, ...step, warmup: 1 }), [4, 8, 8, 4, 4]);
  });

  it('is above zero and no higher than η in every epoch of any plan', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        fc.integer({ min: 1, max: 400 }),
        fc.nat(400),
        fc.integer({ min: 1, max: 50 }),
        (schedule, epochs, warm, stepPeriod) => {
          const warmup = warm % epochs;
          const rates = ratesOf({ schedule, epochs, warmup, stepPeriod, learningRate: 100 });
          expect(Math.max(...rates)).toBe(100);
          expect(rates.every((rate) => rate >= 0 && rate <= 100)).toBe(true);
          expect(rates[warmup]).toBe(100);
        },
      ),
      { seed: 15 },
    );
    // The longest run that there can be, in its last epoch.
    expect(learningRateOf(plan({ epochs: 100_000, schedule: 'cosine' }), 100_000)).toBeGreaterThan(
      0,
    );
  });
});

describe('a change on the way', () => {
  const settings: TrainingSettings = {
    ...{ ...defaultSettings, epochs: 4, learningRate: 2, schedule: 'cosine' },
  };
  const rateIn = (byEpoch: SettingsByEpoch, epoch: number) =>
    learningRateOf({ ...settings, ...byEpoch.at(epoch) }, epoch);

  it('of η moves the whole of the schedule that is left', () => {
    const byEpoch = new SettingsByEpoch(settings, []);
    byEpoch.begin(2);
    byEpoch.change({ learningRate: 20 });
    close(
      [1, 2, 3, 4].map((epoch) => rateIn(byEpoch, epoch)),
      [...[2, 1 + Math.SQRT1_2], ...[10, 10 * (1 - Math.SQRT1_2)]],
    );
  });

  it('of the length leads the cosine to the new end, and leaves the epochs that were made as they were', () => {
    const byEpoch = new SettingsByEpoch(settings, []);
    byEpoch.begin(4);
    byEpoch.change({ epochs: 8 });
    close(
      [4, 5, 6, 8].map((epoch) => rateIn(byEpoch, epoch)),
      [1 - Math.SQRT1_2, ...[4, 5, 7].map((done) => 1 + Math.cos((Math.PI * done) / 8))],
    );
  });
});
