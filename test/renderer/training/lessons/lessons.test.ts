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

it('reckons the parameters that a network has, and none that it has not', () => {
  messages.language = 'en';
  expect(reckoned({})).toEqual(['2 V H + H² + H + V = 242']);
  expect(reckoned({ cell: 'gru' })).toEqual(['3 (V H + H² + H) + V H + V = 546']);
  expect(reckoned({ layers: 2 })).toEqual(['|W| + |b| = 378']);
  expect(reckoned({ embeddingSize: 4 })).toEqual(['|E| + |W| + |b| = 234']);
});
