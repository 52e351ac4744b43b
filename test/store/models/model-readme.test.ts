/** What the README of a model file says of its network, and of how that was trained, to people of both languages. */
import { expect, it } from 'vitest';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import { modelReadme } from '../../../src-main/store/models/model-readme.ts';

/** The lines of its first table, without what stands around the cells. */
function factsIn(settings: Record<string, unknown>): Record<string, string> {
  const [, table = ''] = modelReadme(trainingSettings.parse(settings), false).split('|---|---|\n');
  const rows = table.split('\n\n')[0]!.split('\n');
  return Object.fromEntries(rows.map((row) => row.slice(2, -2).split(' | ') as [string, string]));
}

it('names the book’s network and descent, and nothing that they do not have', () => {
  expect(factsIn({})).toEqual({
    'cell · 循环单元': '`rnn`, tanh',
    'hidden units · 隐藏单元数': 'H = 256',
    'layers · 层数': '1',
    'embedding · 嵌入': 'one-hot',
    'first weights · 初始权重': '`normal`',
    'dropout · 丢弃法': 'none · 无',
    'optimiser · 优化算法': '`sgd`, η = 100',
    'schedule · 学习率调度': '`constant`',
    'clipping · 裁剪': '`norm`, θ = 0.01',
    'sampling · 采样': '`random`',
  });
  expect(factsIn({ clippingThreshold: 0 })['clipping · 裁剪']).toBe('off · 不裁剪');
  expect(factsIn({ clip: 'off' })['clipping · 裁剪']).toBe('off · 不裁剪');
});

it('names cell, layers, embedding, dropout, optimiser, schedule and clipping of another', () => {
  const network = { cell: 'lstm', layers: 3, hiddenSize: 64, embeddingSize: 64, tied: true };
  const firstWeights = 'uniform';
  const descent = { dropout: 0.25, optimiser: 'adamw', learningRate: 0.002, clip: 'value' };
  const schedule = { schedule: 'step', stepPeriod: 20, stepFactor: 0.5, warmup: 5 };
  const sampling = { sampling: 'consecutive', detach: false };
  expect(factsIn({ ...network, firstWeights, ...descent, ...schedule, ...sampling })).toEqual({
    'cell · 循环单元': '`lstm`',
    'hidden units · 隐藏单元数': 'H = 64',
    'layers · 层数': '3',
    'embedding · 嵌入': 'E = 64, also the output weights · 兼作输出权重',
    'first weights · 初始权重': '`uniform`',
    'dropout · 丢弃法': 'p = 0.25',
    'optimiser · 优化算法': '`adamw`, η = 0.002, β = 0.9, λ = 0.01',
    'schedule · 学习率调度': '`step`, × 0.5 / 20 epochs · 轮, warm-up · 预热: 5 epochs · 轮',
    'clipping · 裁剪': '`value`, θ = 0.01',
    'sampling · 采样': '`consecutive`, state not detached · 不分离隐藏状态',
  });
});

it.each([
  [true, /\*\*The text that was learnt is in this file\*\*.*\n\*\*这个文件里有学过的原文\*\*/],
  [
    false,
    /\*\*The text that was learnt is not in this file\*\*.*\n\*\*这个文件里没有学过的原文\*\*/,
  ],
])('says to whoever is given it whether the text is in it: %s', (hasText, said) => {
  expect(modelReadme(trainingSettings.parse({}), hasText)).toMatch(said);
});
