import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../../src-main/contract/settings.ts';
import type { TrainingStatus } from '../../../../src-main/contract/training.ts';
import { displayWidth } from '../../../../src-main/hosts/cli/terminal/display-width.ts';
import { clock, progressLine } from '../../../../src-main/hosts/cli/terminal/progress-line.ts';
import { epochLine } from '../../../../src-main/hosts/cli/reports/run-report.ts';
import { createTranslator } from '../../../../src-main/messages/translator.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const lastEpoch = {
  epoch: 125,
  perplexity: 70.039647,
  seconds: 0.154,
  gradientNorm: 1,
  clipped: 1,
  ...plainEpoch,
};
const status = {
  settings: defaultSettings,
  epochs: 125,
  lastEpoch,
  underWay: null,
  secondsPerEpoch: 0.154,
  secondsLeft: 75.2,
} as TrainingStatus;

describe('the line of progress', () => {
  test.each(['zh', 'en'] as const)('fits into the terminal (%s)', (language) => {
    const translator = createTranslator(language);
    const wide = progressLine(status, 100, translator);
    expect(wide).toMatch(/^\[#{20}-{20}\] .*125\/250.*70\.04.*1:16/);
    const narrower = progressLine(status, 72, translator);
    expect(narrower).toMatch(/^\[#+-+\]/);
    expect(displayWidth(narrower)).toBeLessThanOrEqual(72);
    expect(progressLine(status, 30, translator)).toMatch(/^[^[]/); // no room for a bar
  });

  test.each([
    ['en', 'epoch 0/250  step 90/180, 512.0 so far'],
    ['zh', '本轮 90/180 步，目前 512.0'],
  ] as const)('shows how far a long epoch has come (%s)', (language, shown) => {
    const underWay = { epoch: 1, steps: 90, of: 180, seconds: 30, perplexity: 512 };
    const long = { ...status, epochs: 0, lastEpoch: null, underWay } as TrainingStatus;
    const one = { ...long, settings: { ...long.settings, epochs: 1 } };
    const translator = createTranslator(language);
    expect(progressLine(long, 100, translator)).toContain(shown);
    expect(progressLine(one, 100, translator)).toMatch(/^\[(#+)-+\]/);
    const [, bar] = /^\[([#-]+)\]/.exec(progressLine(one, 120, translator))!;
    expect(bar!.split('#').length - 1).toBe(bar!.length / 2);
  });

  test.each([
    [6.2, '0:07'],
    [750, '12:30'],
    [3723, '1:02:03'],
  ])('%d s left', (seconds, shown) => {
    expect(clock(seconds)).toBe(shown);
  });
});

test('the book’s line', () => {
  expect(epochLine({ ...lastEpoch, epoch: 50 })).toBe(
    'epoch 50, perplexity 70.039647, time 0.15 sec',
  );
  expect(epochLine({ ...lastEpoch, perplexity: 2 ** 80 })).toMatch(
    / 1208925819614629174706176\.000000,/,
  );
  expect(epochLine({ ...lastEpoch, perplexity: Number.MAX_VALUE })).toMatch(/perplexity inf,/);
});
