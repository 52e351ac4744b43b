/** Which models have learnt a corpus. */
import { expect, it } from 'vitest';
import { learntBy } from '../../../src-renderer/library/learnt-by.ts';
import { corpusOf, modelOf } from '../window.ts';

it('counts those of the text as it is, and those of what it was before, each once', () => {
  const corpus = corpusOf('c', { hash: 'now', earlierHashes: ['then', 'long ago', 'now'] });
  const models = ['now', 'then', 'other', 'long ago', 'now', ''].map((corpusHash, index) =>
    modelOf(String(index), { corpusHash }),
  );
  const { now, before } = learntBy(corpus, models);
  expect(now.map(({ id }) => id)).toEqual(['0', '4']);
  expect(before.map(({ id }) => id)).toEqual(['1', '3']);
});
