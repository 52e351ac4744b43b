/** What makes a run end, and which settings an epoch has. */
import { describe, expect, it } from 'vitest';
import { Course, endOf, toldBy } from '../../src-main/core/course.ts';
import { SettingsByEpoch } from '../../src-main/core/settings-by-epoch.ts';

const none = { epochs: 100, untilPerplexity: 0, untilSeconds: 0, patience: 0 };
const told = (...perplexities: number[]) =>
  toldBy(perplexities.map((perplexity, i) => ({ epoch: i + 1, perplexity, seconds: 2 })))!;

describe('a run ends', () => {
  it.each([
    ['with the last of its epochs', { epochs: 3 }, [9, 8, 7], 'epochs'],
    ['not before', { epochs: 4 }, [9, 8, 7], null],
    ['at its perplexity', { untilPerplexity: 7 }, [9, 8, 7], 'perplexity'],
    [
      'at it, rather than by the number of its epochs',
      { untilPerplexity: 7, epochs: 3 },
      [9, 8, 7],
      'perplexity',
    ],
    ['above it not', { untilPerplexity: 6.9 }, [9, 8, 7], null],
    ['by what the last epoch has come to, not one before', { untilPerplexity: 7 }, [7, 8], null],
    ['after its time', { untilSeconds: 6 }, [9, 8, 7], 'time'],
    ['before its time not', { untilSeconds: 6.1 }, [9, 8, 7], null],
    ['when its patience is over', { patience: 2 }, [9, 5, 6, 5], 'patience'],
    ['while that lasts not', { patience: 3 }, [9, 5, 6, 5], null],
  ] as const)('%s', (_, ends, perplexities, by) => {
    expect(endOf({ ...none, ...ends }, told(...perplexities))).toBe(by);
  });
});

it('its time is over within an epoch, too, the first one among them', () => {
  const course = new Course();
  expect([5.9, 6].map((underWay) => course.isTimeOver({ untilSeconds: 6 }, underWay))).toEqual([
    ...[false, true],
  ]);
  course.add({ epoch: 1, perplexity: 9, seconds: 4 });
  expect([1.9, 2].map((underWay) => course.isTimeOver({ untilSeconds: 6 }, underWay))).toEqual([
    ...[false, true],
  ]);
  expect(course.isTimeOver({ untilSeconds: 0 }, 1e9)).toBe(false);
});

describe('the settings of a run, by epoch', () => {
  const settings = { learningRate: 100, clippingThreshold: 0.01, predPeriod: 50, epochs: 250 };
  const first = { epoch: 1, ...settings };

  it('has changes from the next epoch on that begins, and the number of epochs at once', () => {
    const byEpoch = new SettingsByEpoch(settings, []);
    expect(byEpoch.begin(1)).toEqual(first);
    byEpoch.change({ learningRate: 10, epochs: 300 });
    expect(byEpoch.at(1).learningRate).toBe(100);
    expect(byEpoch.epochs).toBe(300);
    expect(byEpoch.begin(2)).toMatchObject({ epoch: 2, learningRate: 10 });
    expect(byEpoch.changes).toEqual([first, { ...first, epoch: 2, learningRate: 10, epochs: 300 }]);
  });

  it('keeps of two changes before one epoch the last, and none that is taken back', () => {
    const byEpoch = new SettingsByEpoch(settings, [], 3);
    byEpoch.change({ learningRate: 10 });
    byEpoch.change({ learningRate: 20, predPeriod: 7 });
    expect(byEpoch.changes).toEqual([
      first,
      { ...first, epoch: 4, learningRate: 20, predPeriod: 7 },
    ]);
    byEpoch.change({ learningRate: 100, predPeriod: 50 });
    expect(byEpoch.changes).toEqual([]);
  });

  it('is the same when it is gone on with', () => {
    const byEpoch = new SettingsByEpoch(settings, []);
    byEpoch.begin(1);
    byEpoch.change({ learningRate: 10 });
    const again = new SettingsByEpoch({ ...settings, learningRate: 10 }, byEpoch.changes, 1);
    expect([again.at(1).learningRate, again.at(2).learningRate]).toEqual([100, 10]);
    again.change({ clippingThreshold: 1 });
    expect(again.changes.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('changes what it has not begun with yet', () => {
    const byEpoch = new SettingsByEpoch(settings, []);
    byEpoch.change({ learningRate: 10 });
    expect(byEpoch.begin(1).learningRate).toBe(10);
    expect(byEpoch.changes).toEqual([]);
  });
});
