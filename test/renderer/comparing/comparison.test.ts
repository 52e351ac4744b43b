/** A comparison as it leaves the page. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  comparisonText,
  remarksOn,
  roundLine,
  sampledPiece,
} from '../../../src-renderer/comparing/comparison.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { modelOf } from '../window.ts';

beforeEach(() => {
  messages.language = 'en';
});

const runs = [
  modelOf('a', { name: '河', perplexity: 1.25, epochs: 250, hiddenSize: 256 }),
  modelOf('b', { name: '船', perplexity: null }),
];
const facts = [
  '河: Perplexity 1.250, Epochs 250, Cell RNN, Hidden units 256, Corpus songs',
  '船: Perplexity –, Epochs 1, Cell RNN, Hidden units 8, Corpus songs',
];
const piece = { prefix: '分开', text: ' 风吹', leftOut: [], state: 'done', failure: null } as const;
const round = { prefixes: ['分开'], length: 3, temperature: 0.85, seed: 1234 };
const nothing = {
  ...{ runs, rows: ['分开'], round: null, scores: null, best: [] },
  pieceOf: () => undefined,
};

describe('a comparison as text', () => {
  it('has the models, how they wrote, and what each wrote, in lines', () => {
    const text = comparisonText({
      ...nothing,
      round,
      rows: round.prefixes,
      pieceOf: (id) => (id === 'a' ? piece : { ...piece, text: '', leftOut: ['风', '吹'] }),
    });
    expect(text.split('\n')).toEqual([
      ...facts,
      '',
      '3 characters each, temperature 0.85, seed 1234',
      '',
      '【分开】',
      '',
      '河:',
      '分开',
      '风吹',
      '',
      '船:',
      '分开',
      '(This model does not know: 风 吹)',
    ]);
  });

  it('tells what line breaks were learnt as where that differs, and sets each by its own', () => {
    const [spaced, lined] = [runs[0]!, { ...runs[1]!, lineBreaks: 'own' as const }];
    const text = comparisonText({
      ...{ ...nothing, runs: [spaced, lined], round, rows: round.prefixes },
      pieceOf: () => ({ ...piece, text: '\n风 吹\u001e雨' }),
    });
    expect(text.split('\n').slice(0, 2)).toEqual([
      `${facts[0]}, Line breaks The book’s way: a space for each`,
      `${facts[1]}, Line breaks Real lines`,
    ]);
    expect(text).toMatch(/船:\n分开\n风 吹\n\n\n雨$/);
  });

  it('has of a run without a model what that wrote last from the same prefix', () => {
    const samples = [1, 2].map((epoch) => ({ epoch, prefix: '分开', continuation: ` 第${epoch}` }));
    expect(sampledPiece(samples, '分开')).toMatchObject({
      ...{ text: ' 第2', written: { epoch: 2 }, state: 'done' },
    });
    expect(sampledPiece(samples, '不分开')).toBeUndefined();
    const text = comparisonText({
      ...{ ...nothing, runs: [{ ...runs[0]!, hasModel: false }], round, rows: round.prefixes },
      pieceOf: (_, row) => sampledPiece(samples, round.prefixes[row]!),
    });
    expect(text).toMatch(/^河: no model, Perplexity 1\.250/);
    expect(text).toMatch(/【分开】\n\n河:\n分开\n第2$/);
  });

  it('leaves out what was written by other models', () => {
    expect(comparisonText({ ...nothing, round, rows: ['船'] })).toBe(facts.join('\n'));
  });

  it('has the perplexities on a text, counted in characters, and says which is the lowest', () => {
    const text = comparisonText({
      ...nothing,
      scores: {
        text: '𠮷'.repeat(1200),
        of: {
          a: { perplexity: 3, characters: 1200, known: 1190 },
          b: { code: 'text.tooShort', params: { characters: 1200, known: 1 } },
        },
      },
      best: ['a'],
    });
    expect(text.split('\n').slice(3)).toEqual([
      'Perplexity on a text of 1,200 characters',
      '河: 3.000, Known characters 1,190 of 1,200, lowest',
      '船: The model knows 1 of 1,200 characters in this text; to score it, it must know at least two.',
    ]);
  });
});

it('has the punctuation of its language', () => {
  messages.language = 'zh';
  const text = comparisonText({
    ...nothing,
    round,
    rows: round.prefixes,
    pieceOf: () => ({ ...piece, leftOut: ['风', '吹'] }),
    scores: {
      text: '风',
      of: {
        a: { perplexity: 3, characters: 1200, known: 1190 },
        b: { code: 'text.tooShort', params: { characters: 1200, known: 1 } },
      },
    },
    best: ['a'],
  });
  expect(text.split('\n')[0]).toBe(
    '河：困惑度 1.250，轮数 250，循环单元 RNN，隐藏单元 256，语料 songs',
  );
  expect(text).toContain('\n河：\n分开\n风吹\n（这个模型不认识：风 吹）\n');
  expect(text).toContain('\n河：3.000，认识的字 1,190 / 1,200，最低\n船：');
  expect(text.replace(/\d[,.]\d/g, '')).not.toMatch(/[,:;()!?]/);
});

it('the greedy choice has neither temperature nor seed', () => {
  expect(roundLine({ ...round, temperature: 0 })).toBe(
    '3 characters each, always the most probable one',
  );
});

it('a piece that broke off says why, where that is known', () => {
  expect(remarksOn({ ...piece, state: 'broken' })).toEqual(['Writing was interrupted here.']);
  expect(
    remarksOn({
      ...piece,
      state: 'broken',
      failure: { code: 'model.notFound', params: {} },
    }),
  ).toEqual(['This model is no longer in the library; choose another one.']);
  expect(remarksOn({ ...piece, state: 'cancelled' })).toEqual(['Stopped.']);
});
