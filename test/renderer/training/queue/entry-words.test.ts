/** A queued run in a few words. */
import { beforeEach, expect, it } from 'vitest';
import type { TrainingSettings } from '../../../../src-main/contract/settings.ts';
import { entryFacts } from '../../../../src-renderer/training/queue/entry-words.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';

const factsOf = (settings: Partial<TrainingSettings>): string[] =>
  entryFacts({ request: { corpusId: 'c', settings, engine: 'auto', withText: true } });

beforeEach(() => {
  messages.language = 'en';
});

it('is told by what is not the book’s, each by its name and once', () => {
  expect(factsOf({ epochs: 12, firstWeights: 'uniform', clip: 'value', cell: 'gru' })).toEqual([
    ...['Epochs 12', 'Cell: GRU', 'Clipping: By value', 'First weights: Uniform'],
  ]);
  messages.language = 'zh';
  expect(factsOf({ firstWeights: 'uniform' })).toContain('初始权重：均匀分布');
});

it('is not told by what has no part in it', () => {
  expect(factsOf({ clip: 'off', clippingThreshold: 1, weightDecay: 0.5, stepPeriod: 9 })).toEqual([
    ...['Epochs 250', 'Clipping: Off'],
  ]);
  expect(factsOf({ tied: true, hiddenSize: 64, embeddingSize: 64 })).toEqual([
    ...['Epochs 250', 'H 64', 'Tie the weights'],
  ]);
});
