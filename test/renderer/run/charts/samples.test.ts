/** The samples of a run along its curve, and what happened in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { momentsOf } from '../../../../src-renderer/run/charts/moments.ts';
import {
  bookCurves,
  isBegunAsBook,
  measuredBands,
} from '../../../../src-renderer/run/charts/book.ts';
import {
  changedPieces,
  nearestPeriod,
  periodsOf,
  periodsWith,
  placeOf,
  whenWritten,
} from '../../../../src-renderer/run/charts/periods.ts';
import { defaultSettings } from '../../../../src-main/contract/settings.ts';
import { RunCurves } from '../../../../src-renderer/charts/series/run-curves.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const samples = [10, 20, 35].flatMap((epoch) =>
  ['分开', '不分开'].map((prefix) => ({ epoch, prefix, continuation: `${prefix}${epoch}` })),
);
const periods = periodsOf(samples);

describe('samples', () => {
  it('stand by the epochs after which they were written, and are found from any', () => {
    expect(periods.map(({ epoch }) => epoch)).toEqual([10, 20, 35]);
    expect([1, 14, 16, 28, 900].map((epoch) => nearestPeriod(periods, epoch))).toEqual([
      0, 0, 1, 2, 2,
    ]);
    expect(nearestPeriod([], 5)).toBe(-1);
    expect(periodsWith(periods, '不分开')[2]).toEqual({ epoch: 35, samples: [samples[5]] });
    expect(periodsWith(periods, '我们')).toEqual([]);
  });

  it('of a stop stand behind the epoch that they came after, and are said to', () => {
    messages.language = 'en';
    const stopped = periodsOf([...samples, { ...samples[5]!, step: 3 }]);
    expect(stopped.map(placeOf)).toEqual([10, 20, 35, 35.5]);
    expect(stopped.slice(-2).map(whenWritten)).toEqual([
      'After epoch 35',
      'When it ended, after epoch 35',
    ]);
    expect([35, 36].map((at) => nearestPeriod(stopped, at))).toEqual([2, 3]);
    expect(periodsWith(stopped, '不分开').at(-1)).toMatchObject({ epoch: 35, step: 3 });
  });

  it('tell what is new in them, by characters', () => {
    const { pieces, count } = changedPieces('我想你🙂吗', '我很想他🙂吗');
    expect(pieces.map(({ text }) => text).join('')).toBe('我很想他🙂吗');
    expect(pieces.filter(({ isNew }) => isNew).map(({ text }) => text)).toEqual(['很', '他']);
    expect(count).toBe(2);
    expect(changedPieces('一样', '一样').count).toBe(0);
    expect(changedPieces('', '𠮷').count).toBe(1);
  });
});

it('a run tells where it was gone on with, where its settings changed, and where it wrote', () => {
  messages.language = 'en';
  const curves = new RunCurves(
    // As a schedule has it in each epoch.
    [100, 90, 8, 7].map((learningRate, index) => ({
      ...plainEpoch,
      ...{ epoch: index + 1, perplexity: 9, seconds: 1, gradientNorm: 1, clipped: 0, learningRate },
    })),
  );
  const from = { learningRate: 100, clippingThreshold: 0.01, epochs: 4 };
  const moments = momentsOf({
    ...{ curves, samples, checkpoints: [3], goneOnAt: 1 },
    changes: [
      { ...from, epoch: 1, predPeriod: 50 },
      { ...from, epoch: 3, predPeriod: 10, learningRate: 10 },
      { ...from, epoch: 5, learningRate: 1, predPeriod: 10 }, // wanted, and not begun
    ],
  });
  expect(moments.samples).toEqual([10, 20, 35]);
  expect(moments.checkpoints).toEqual([3]);
  expect(moments.changes).toEqual([
    { epoch: 1, label: 'continued at epoch 1' },
    { epoch: 2, label: 'η = 10, a sample every 10 epochs' },
  ]);
});

describe('the book’s curve', () => {
  it('is that of a run with its settings, whatever its seed and however long', () => {
    expect(isBegunAsBook({ ...defaultSettings, seed: 7, epochs: 3 }, [])).toBe(true);
    expect(isBegunAsBook({ ...defaultSettings, hiddenSize: 128 }, [])).toBe(false);
    expect(isBegunAsBook({ ...defaultSettings, heldOut: { by: 'last', percent: 10 } }, [])).toBe(
      false,
    );
  });

  it('stays where the learning rate is changed on the way, and does not come where it is changed to the book’s', () => {
    const { learningRate, clippingThreshold, predPeriod, epochs } = defaultSettings;
    const first = { epoch: 1, learningRate, clippingThreshold, predPeriod, epochs };
    const changed = { ...first, epoch: 30, learningRate: 10 };
    expect(isBegunAsBook({ ...defaultSettings, learningRate: 10 }, [first, changed])).toBe(true);
    expect(
      isBegunAsBook(defaultSettings, [
        { ...changed, epoch: 1 },
        { ...first, epoch: 9 },
      ]),
    ).toBe(false);
  });

  it('is the one of the README', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../../../README.md'), 'utf8');
    const row = (name: string) =>
      readme
        .split('\n')
        .find((line) => line.startsWith(`| ${name}`))!
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim());
    const shown = (figure: number) => figure.toFixed(1);
    for (const { seeds, bands } of Object.values(measuredBands))
      expect(row(`of seeds 1 to ${seeds}`)).toEqual(
        bands.map(([low, high]) => `${shown(low)} to ${shown(high)}`),
      );
  });

  it('tells the chapter’s printout as perplexity', () => {
    const [printed, measured] = bookCurves({ sampling: 'random' });
    expect(printed!.points[0]).toMatchObject({ epoch: 10, low: expect.closeTo(301, 0) });
    expect(measured!.points.at(-1)!.epoch).toBe(250);
    expect(bookCurves({ sampling: 'consecutive' }).map(({ key }) => key)).toEqual(['sample']);
  });
});
