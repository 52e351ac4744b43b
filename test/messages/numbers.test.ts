import { expect, test } from 'vitest';
import { countingSentences } from '../../src-main/messages/counting.ts';
import { endSentences } from '../../src-main/messages/ends.ts';
import { exact, perplexityFigure } from '../../src-main/messages/numbers.ts';
import { createTranslator } from '../../src-main/messages/translator.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';

test('what was asked for is told in all its digits, however small it is', () => {
  expect([1e-6, 0.9999, 0.1, 1e-12, 42.9995, 10_000, 0].map((one) => exact(one, 'en'))).toEqual([
    ...['0.000001', '0.9999', '0.1', '0.000000000001', '42.9995', '10,000', '0'],
  ]);
  const ended = {
    ...({ kept: null, epochs: 3, epochsBefore: 0, state: 'finished', failure: null } as const),
    settings: { ...defaultSettings, untilPerplexity: 1.0004, untilSeconds: 0.0002 },
  };
  const english = createTranslator('en');
  expect(endSentences({ ...ended, endedBy: 'perplexity' }, english)[0]).toContain('to 1.0004.');
  expect(endSentences({ ...ended, endedBy: 'time' }, english)[0]).toContain('(0.0002 s)');
});

test('a perplexity has few digits in a sentence, whatever a run that diverged came to', () => {
  expect(
    [Number.MAX_VALUE, 1.5648e130, 1234567.891, 42.25].map((one) => perplexityFigure(one, 'en', 1)),
  ).toEqual(['∞', '1.6e130', '1,234,567.9', '42.3']);
  const found = { characters: 585, discount: 0.9, perplexities: [40.36, 39.59] };
  const [, , best] = countingSentences(found, Number.MAX_VALUE, createTranslator('en'));
  expect(best).toMatch(/^The best epoch of this run has ∞ there: /);
});
