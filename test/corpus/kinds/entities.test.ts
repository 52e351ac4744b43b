import { expect, test } from 'vitest';
import { clean, noRecipe, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';

const text =
  'Rock &amp; roll isn&#39;t &quot;dead&quot;\n雨&nbsp;&#20320;\n&amp;nbsp;caf&eacute;\nAT&T; R&B; &c; &no such;';

test('what was copied out of a page is written as it is read', () => {
  const { lines, changes } = clean(text, 'text', { ...noRecipe, markup: true });
  expect(lines.map((line) => line.text)).toEqual([
    ...['Rock & roll isn\'t "dead"', '雨\u00a0你', '\u00a0café', 'AT&T; R&B; &c; &no such;'],
  ]);
  expect(changes.map(({ step, at, count }) => [step, at, count])).toEqual([
    ['markup', 1, 4],
    ['markup', 2, 2],
    ['markup', 3, 2],
  ]);
  expect(clean(text, 'text', usualRecipe).lines[1]!.text).toBe('雨 你');
});

test('without this step it stays', () => {
  expect(
    clean(text, 'text', noRecipe)
      .lines.map((line) => line.text)
      .join('\n'),
  ).toBe(text);
});
