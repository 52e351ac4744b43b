/** The language that words of lyrics are read aloud in. */
import { expect, it } from 'vitest';
import { languageOf } from '../../../src-renderer/text/language-of.ts';

it.each([
  ['月光', 'zh'],
  ['yeah 月光 baby', 'zh'],
  ['In vain', 'en'],
  ['naïve', 'en'],
  ['1/2 …', undefined],
  ['', undefined],
])('%j: %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
