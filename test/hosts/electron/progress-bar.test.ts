import { expect, it } from 'vitest';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import type { RunState, TrainingStatus } from '../../../src-main/contract/training.ts';
import { progressBar } from '../../../src-main/hosts/electron/progress-bar.ts';

const at = (state: RunState, epochs = 50, underWay: TrainingStatus['underWay'] = null) =>
  progressBar({ state, epochs, underWay, settings: { ...defaultSettings, epochs: 200 } });

it('moves with the epochs, stands still while paused, and is gone when the run rests', () => {
  expect(at('preparing')).toEqual([2]);
  expect(at('training')).toEqual([0.25, { mode: 'normal' }]);
  const half = { epoch: 51, steps: 10, of: 20, seconds: 30, perplexity: 400 };
  expect(at('training', 50, half)).toEqual([0.2525, { mode: 'normal' }]);
  expect(at('paused')).toEqual([0.25, { mode: 'paused' }]);
  expect(at('saving', 200)).toEqual([1, { mode: 'normal' }]);
  for (const state of ['idle', 'stopped', 'finished', 'diverged', 'failed'] as const)
    expect(at(state)).toEqual([-1]);
});
