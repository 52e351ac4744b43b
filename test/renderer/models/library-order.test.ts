/** The order of a library, and what a search finds. */
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import {
  finder,
  newestFirst,
  nextSort,
  sortKey,
  sortRuns,
  type SortKey,
} from '../../../src-renderer/models/list/library-order.ts';
import { modelOf } from '../window.ts';

const damage = { code: 'model.damaged', params: {} } as const;
const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`;

const idsOf = (
  models: readonly ModelInfo[],
  key: SortKey,
  ascending: boolean,
  language: 'zh' | 'en' = 'zh',
): string =>
  sortRuns(models, { key, ascending }, language)
    .map(({ id }) => id)
    .join('');

describe('the order', () => {
  const models = [
    modelOf('a', { savedAt: at(1), perplexity: 30, hiddenSize: 64 }),
    modelOf('b', { savedAt: at(2), perplexity: null, hiddenSize: 256 }),
    modelOf('c', { savedAt: at(3), perplexity: 4, hiddenSize: 8, favourite: true }),
    modelOf('d', { savedAt: at(4), perplexity: 4, hiddenSize: 512, damage }),
    modelOf('e', { savedAt: at(5), perplexity: 4, hiddenSize: 8 }),
  ];

  it('is by value, and what is not known comes last either way', () => {
    expect(idsOf(models, 'perplexity', true)).toBe('ecadb');
    expect(idsOf(models, 'perplexity', false)).toBe('aecdb');
    expect(idsOf(models, 'hiddenSize', true)).toBe('ecabd');
    expect(idsOf(models, 'hiddenSize', false)).toBe('baecd');
  });

  it('puts favourites first, and equals by their age', () => {
    expect(idsOf(models, 'favourite', false)).toBe('cebad');
    expect(idsOf(models, 'savedAt', false)).toBe('edcba');
    expect(idsOf(models, 'savedAt', true)).toBe('abcde');
  });

  it('of names counts, and is the one of the language', () => {
    const names = { a: 'song 10', b: 'Song 9', c: '河', d: '春', e: 'song 11' };
    const named = Object.entries(names).map(([id, name]) => modelOf(id, { name }));
    const order = idsOf(named, 'name', true);
    expect(order).toMatch(/b.*a.*e/);
    expect(order).toMatch(/d.*c/); // chūn, hé
  });

  it.each(sortKey.options)('by %s does not change what it is given', (key) => {
    const before = [...models];
    expect(idsOf(models, key, true)).toHaveLength(models.length);
    expect(models).toEqual(before);
  });

  it('begins with what one looks for first, and turns round at the second press', () => {
    expect(nextSort(newestFirst, 'perplexity')).toEqual({ key: 'perplexity', ascending: true });
    expect(nextSort(newestFirst, 'hiddenSize')).toEqual({ key: 'hiddenSize', ascending: false });
    expect(nextSort(newestFirst, 'savedAt')).toEqual({ key: 'savedAt', ascending: true });
  });
});

describe('the search', () => {
  const model = modelOf('a', {
    name: '春江花月夜 No. 2',
    corpusName: 'River',
    tags: ['试验', 'GRU'],
  });
  it.each(['', '  ', '花月', 'river', 'RIVER 春', '试验', 'ｇｒｕ', 'no. 2 gru'])(
    'finds %j',
    (query) => expect(finder(query)(model)).toBe(true),
  );
  it.each(['秋', 'river 秋', 'rnn'])('does not find %j', (query) =>
    expect(finder(query)(model)).toBe(false),
  );
});
