/** Rows of a choice: no two look the same. */
import { beforeEach, expect, it } from 'vitest';
import { corpusOptions, modelOptions } from '../../../src-renderer/library/options.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { corpusOf, modelOf } from '../window.ts';

beforeEach(() => {
  messages.language = 'en';
});

it('corpora of one name are told apart by their length, others by their name alone', () => {
  const corpora = [
    corpusOf('a', { name: 'song', characters: 1200 }),
    corpusOf('b', { name: 'rain' }),
    corpusOf('c', { name: 'song', characters: 8 }),
  ];
  expect(corpusOptions(corpora)).toEqual([
    { id: 'a', label: 'song · 1,200 characters' },
    { id: 'b', label: 'rain' },
    { id: 'c', label: 'song · 8 characters' },
  ]);
});

it('models that were called alike are told apart by their perplexity, or by when they were saved', () => {
  const models = [
    modelOf('a', { name: 'song', perplexity: 2 }),
    modelOf('b', { name: 'song', perplexity: 3, savedAt: '2026-01-01T12:00:00.000Z' }),
    modelOf('c', { name: 'song', perplexity: 3, savedAt: '2026-02-01T12:00:00.000Z' }),
  ];
  const labels = modelOptions(models).map(({ label }) => label);
  expect(labels[0]).toBe('song (perplexity 2.000)');
  expect(labels[1]).toMatch(/^song \(perplexity 3\.000\) · Jan 1, 2026/);
  expect(labels[2]).toMatch(/^song \(perplexity 3\.000\) · Feb 1, 2026/);
});
