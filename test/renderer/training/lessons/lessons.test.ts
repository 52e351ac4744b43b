/** What the form says of a setting beside the chapter: how many parameters there are. */
import { expect, it } from 'vitest';
import { defaultSettings, type TrainingSettings } from '../../../../src-main/contract/settings.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { lessonOf } from '../../../../src-renderer/training/lessons/lessons.ts';

const reckoned = (settings: Partial<TrainingSettings>): readonly string[] =>
  lessonOf('firstWeights', {
    settings: { ...defaultSettings, hiddenSize: 8, ...settings },
    ...{ vocabularySize: 10, learnt: 100, steps: 2 },
  }).shapes;

it('says what the first weights are drawn from, and of a wide embedding how far it reaches', () => {
  const drawn = (
    firstWeights: TrainingSettings['firstWeights'],
    settings: Partial<TrainingSettings> = {},
  ): readonly string[] =>
    lessonOf('firstWeights', {
      settings: { ...defaultSettings, ...settings, firstWeights },
      ...{ vocabularySize: 10, learnt: 100, steps: 2 },
    }).formulas;
  expect(drawn('normal')).toEqual(['W ~ N(0, 0.01²), b = 0']);
  expect(drawn('uniform')).toEqual(['W ~ U(−1/√H, 1/√H), b = 0']);
  const uniform = 'W ~ U(−1/√H, 1/√H), b = 0';
  expect(drawn('wide')).toEqual([uniform]); // of one-hot vectors
  expect(drawn('wide', { embeddingSize: 8 })).toEqual([uniform, 'E ~ U(−1, 1)']);
  const tied = { embeddingSize: 256, tied: true };
  expect(drawn('wide', tied)).toEqual([uniform, 'E ~ U(−4/√H, 4/√H)']);
});

it('reckons the parameters that a network has, and none that it has not', () => {
  messages.language = 'en';
  expect(reckoned({})).toEqual(['2 V H + H² + H + V = 242']);
  expect(reckoned({ cell: 'gru' })).toEqual(['3 (V H + H² + H) + V H + V = 546']);
  expect(reckoned({ layers: 2 })).toEqual(['|W| + |b| = 378']);
  expect(reckoned({ embeddingSize: 4 })).toEqual(['|E| + |W| + |b| = 234']);
});
