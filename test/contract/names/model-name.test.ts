/** How a run's model is called: what sets it apart, in the person's language, and never as another one is. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  behindCorpus,
  languageOfName,
  modelNameOf,
  uniqueName,
  type NamedRun,
} from '../../../src-main/contract/names/model-name.ts';
import {
  defaultSettings,
  ranges,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { builtInSettings } from '../../../src-renderer/training/form/presets.ts';

const words = nameWordsOf();
const run = (settings: Partial<TrainingSettings> = {}, more: Partial<NamedRun> = {}): NamedRun => ({
  corpus: { name: '样例歌词', characters: 60_000 },
  settings: { ...defaultSettings, ...settings },
  ...{ hasParent: false, epochs: 30 },
  ...more,
});

describe('the name of a model', () => {
  test.each([
    [{}, '样例歌词 · 30 轮', '样例歌词 · 30 epochs'],
    [{ clippingThreshold: 0 }, '样例歌词 · θ=0 · 30 轮', '样例歌词 · θ=0 · 30 epochs'],
    [
      { hiddenSize: 512, timeSteps: 70, batchSize: 16, learningRate: 0.5 },
      '样例歌词 · H=512 · T=70 · B=16 · η=0.5 · 30 轮',
      '样例歌词 · H=512 · T=70 · B=16 · η=0.5 · 30 epochs',
    ],
    [
      { sampling: 'consecutive', maxCharacters: 0, seed: 7 } as const,
      '样例歌词 · 相邻采样 · 全文 · 种子 7 · 30 轮',
      '样例歌词 · consecutive · whole text · seed 7 · 30 epochs',
    ],
    [
      { maxCharacters: 5000 },
      '样例歌词 · 前 5000 字 · 30 轮',
      '样例歌词 · 5000 characters · 30 epochs',
    ],
    [{ lineBreaks: 'own' } as const, '样例歌词 · 分行 · 30 轮', '样例歌词 · lines · 30 epochs'],
    [
      { heldOut: { by: 'last', percent: 10 }, seed: 2 } as const,
      '样例歌词 · 留出 10% · 种子 2 · 30 轮',
      '样例歌词 · 10% held out · seed 2 · 30 epochs',
    ],
    [
      { heldOut: { by: 'songs', every: 5 } } as const,
      '样例歌词 · 每 5 首留 1 首 · 30 轮',
      '样例歌词 · 1 song in 5 held out · 30 epochs',
    ],
    // Nor is a model of before there was a choice called otherwise than it was.
    [{ lineBreaks: 'space-each' } as const, '样例歌词 · 30 轮', '样例歌词 · 30 epochs'],
    // The weights that are tied are as many as the hidden units.
    [
      { tied: true, embeddingSize: 256 },
      '样例歌词 · 共用权重 · 30 轮',
      '样例歌词 · tied · 30 epochs',
    ],
    // Few changes of the book's are told as such.
    [
      { optimiser: 'adam', learningRate: 0.001, firstWeights: 'uniform' } as const,
      '样例歌词 · Adam · 初始权重：均匀分布 · 30 轮',
      '样例歌词 · Adam · first weights: uniform · 30 epochs',
    ],
    [
      { embeddingSize: 256, tied: true, firstWeights: 'wide' } as const,
      '样例歌词 · 共用权重 · 宽嵌入 · 30 轮',
      '样例歌词 · tied · wide embedding · 30 epochs',
    ],
    // What it writes on the way sets no model apart.
    [
      { predPeriod: 1, predLength: 9, prefixes: ['春'] },
      '样例歌词 · 30 轮',
      '样例歌词 · 30 epochs',
    ],
  ])('of %j', (settings, chinese, english) => {
    expect(modelNameOf(run(settings), words.zh)).toBe(chinese);
    expect(modelNameOf(run(settings), words.en)).toBe(english);
  });

  it.each([
    [
      'adam',
      {},
      'RNN with Adam · E=256 · wide embedding · 15 epochs',
      'RNN 加 Adam · E=256 · 宽嵌入 · 15 轮',
    ],
    [
      'taste',
      {},
      'RNN with Adam · H=128 · E=128 · η=0.01 · wide embedding · lines · 30 epochs',
      'RNN 加 Adam · H=128 · E=128 · η=0.01 · 宽嵌入 · 分行 · 30 轮',
    ],
    [
      'songs',
      {},
      'GRU for songs · H=160 · tied · wide embedding · 10% held out · 40 epochs',
      '歌词 GRU · H=160 · 共用权重 · 宽嵌入 · 留出 10% · 40 轮',
    ],
    [
      'small',
      { batchSize: 32, sampling: 'random', maxCharacters: 9000, dropout: 0 } as const,
      'GRU for songs · H=128 · tied · dropout 0 · B=32 · wide embedding · random · 9000 characters · 10% held out · 40 epochs',
      '歌词 GRU · H=128 · 共用权重 · 丢弃 0 · B=32 · 宽嵌入 · 随机采样 · 前 9000 字 · 留出 10% · 40 轮',
    ],
    ['book', {}, '250 epochs', '250 轮'],
    [
      'careful',
      {},
      'whole text · lines · 10% held out · 200 epochs',
      '全文 · 分行 · 留出 10% · 200 轮',
    ],
  ] as const)(
    'of a run by the preset %s, changed by %j, says what it is made on',
    (id, changes, english, chinese) => {
      const songs = { builtIn: false, songs: 306, characters: 60_000, distinct: 2500 };
      const { epochs, ...preset } = builtInSettings(id, songs, null);
      const its = run({ ...preset, ...changes }, { epochs });
      expect(modelNameOf(its, words.en)).toBe(`样例歌词 · ${english}`);
      expect(modelNameOf(its, words.zh)).toBe(`样例歌词 · ${chinese}`);
      expect(languageOfName(`样例歌词 · ${english}`, its, words)).toBe('en');
    },
  );

  it('says that it began from a model, and one epoch as one', () => {
    expect(modelNameOf(run({}, { hasParent: true }), words.zh)).toBe(
      '样例歌词 · 有起点模型 · 30 轮',
    );
    const one = run({}, { hasParent: true, epochs: 1 });
    expect(modelNameOf(one, words.en)).toBe('样例歌词 · from a model · 1 epoch');
  });

  it('does not tell how much of a text is learnt that is learnt as a whole anyway', () => {
    const corpus = { name: 'song', characters: 400 };
    for (const maxCharacters of [0, 400, 9000])
      expect(modelNameOf(run({ maxCharacters }, { corpus }), words.en)).toBe('song · 30 epochs');
    expect(modelNameOf(run({ maxCharacters: 399 }, { corpus }), words.en)).toBe(
      'song · 399 characters · 30 epochs',
    );
  });

  it('of a file with a long name stays short, and cuts no character in two', () => {
    const corpus = { name: '𠮷'.repeat(300), characters: 99_999 };
    const name = modelNameOf(run({ clippingThreshold: 0 }, { corpus }), words.zh);
    expect(name).toBe(`${'𠮷'.repeat(39)}… · θ=0 · 30 轮`);
    const english = { name: 'The collected songs of three long winters', characters: 99_999 };
    expect(modelNameOf(run({ clippingThreshold: 0 }, { corpus: english }), words.en)).toBe(
      'The collected songs of three long… · θ=0 · 30 epochs',
    );
  });

  it('is another one wherever something is learnt otherwise', () => {
    const of = (field: keyof typeof ranges) =>
      ranges[field].whole
        ? fc.integer({ min: ranges[field].min, max: ranges[field].max })
        : fc.double({ min: ranges[field].min, max: ranges[field].max, noNaN: true });
    const base = {
      ...{
        cell: fc.constantFrom('rnn', 'gru'),
        optimiser: fc.constantFrom('sgd', 'adam', 'adamw'),
      },
      ...{
        firstWeights: fc.constantFrom('normal', 'uniform', 'wide'),
        dropout: fc.constantFrom(0, 0.5),
      },
      ...{ clippingThreshold: fc.constantFrom(0.01, 1), batchSize: fc.constantFrom(16, 32) },
      ...{ learningRate: fc.constantFrom(0.001, 0.004, 0.005, 100) },
      sampling: fc.constantFrom('random', 'consecutive'),
      maxCharacters: fc.constantFrom(0, 10_000),
      lineBreaks: fc.constantFrom('space', 'own'),
    } as const;
    const anything = fc.record({
      ...{ hiddenSize: of('hiddenSize'), timeSteps: of('timeSteps'), batchSize: of('batchSize') },
      ...{ learningRate: of('learningRate'), seed: of('seed') },
      ...{ clippingThreshold: of('clippingThreshold').map(Math.abs) },
      sampling: fc.constantFrom('random' as const, 'consecutive' as const),
      maxCharacters: fc.integer({ min: 1, max: 60_000 }),
      lineBreaks: fc.constantFrom('space' as const, 'own' as const),
      heldOut: fc.oneof(
        fc.constant({ by: 'none' as const }),
        fc.record({ by: fc.constant('last' as const), percent: fc.integer({ min: 1, max: 50 }) }),
        fc.record({ by: fc.constant('songs' as const), every: fc.integer({ min: 2, max: 1000 }) }),
      ),
    });
    const settings = fc.oneof(anything, fc.record(base));
    fc.assert(
      fc.property(settings, settings, fc.constantFrom('zh', 'en'), (one, other, language) => {
        const names = [one, other].map((its) => modelNameOf(run(its), words[language]));
        const areSame = JSON.stringify(one) === JSON.stringify(other);
        return areSame === (names[0] === names[1]);
      }),
    );
  });
});

describe('a name that others have', () => {
  it('gets the lowest number that is free', () => {
    expect(uniqueName('a', [])).toBe('a');
    expect(uniqueName('a', ['b'])).toBe('a');
    expect(uniqueName('a', ['a'])).toBe('a (2)');
    expect(uniqueName('a', ['a (3)', 'a', 'a (2)'])).toBe('a (4)');
  });
});

describe('whether a person has named a model', () => {
  it('is seen by its name, in either language and with any number', () => {
    const its = run({ clippingThreshold: 0 });
    expect(languageOfName('样例歌词 · θ=0 · 30 轮', its, words)).toBe('zh');
    expect(languageOfName('样例歌词 · θ=0 · 30 epochs', its, words)).toBe('en');
    expect(languageOfName('样例歌词 · θ=0 · 30 轮 (12)', its, words)).toBe('zh');
    for (const name of ['样例歌词', '样例歌词 · θ=0 · 31 轮', 'mine', ''])
      expect(languageOfName(name, its, words)).toBeUndefined();
  });

  it('is not taken from a number that is part of the name of the text', () => {
    const its = run({}, { corpus: { name: 'songs (2)', characters: 9 } });
    expect(languageOfName('songs (2) · 30 epochs', its, words)).toBe('en');
  });
});

it.each([
  ['夜雨 · LSTM · H=32 · 6 epochs', '夜雨', 'LSTM · H=32 · 6 epochs'],
  ['夜雨 · 二 · 30 轮', '夜雨 · 二', '30 轮'],
  // A long one is cut in a name.
  [`${'雨'.repeat(39)}… · 30 轮`, '雨'.repeat(60), '30 轮'],
  ['夜雨 · 30 轮', '河', undefined],
  ['夜雨', '夜雨', undefined],
  ['夜雨二', '夜雨', undefined],
])('of “%s” on “%s” is what sets it apart', (name, corpusName, rest) => {
  expect(behindCorpus({ name, corpusName })).toBe(rest);
});
