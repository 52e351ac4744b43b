/** How a run's model is called: what sets it apart, in the person's language, and never as another one is. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
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
    const settings = fc.record({
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
