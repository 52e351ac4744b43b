/** Words that are to come somewhere in a text, on lines that have room for them. */
import { expect, test } from 'vitest';
import type { Written } from '../../../../src-main/hosts/cli/arguments/flags.ts';
import { formOf } from '../../../../src-main/hosts/cli/arguments/form.ts';
import { spread } from '../../../../src-main/hosts/cli/arguments/spreading.ts';

const wordsOf = (written: Written, seed = 0) =>
  formOf(written, seed, ['光']).lines.map(({ must = [] }) => must);

test('all of them come in a single line', () => {
  expect(wordsOf({ must: ['光', '月亮'] })).toEqual([['光', '月亮']]);
});

test('they come on lines of their own where there are enough, on others with another seed', () => {
  const written = { lines: '3', must: ['光', '雨'] };
  expect(wordsOf(written)).toEqual([['光'], ['雨'], []]);
  expect(wordsOf(written, 1)).toEqual([[], ['光'], ['雨']]);
  expect(wordsOf(written, 5)).toEqual([['雨'], [], ['光']]);
});

test('no line has more to hold than it must', () => {
  const must = ['春暖花开', '光', '海阔天空', '雨'];
  for (let seed = 0; seed < 4; seed++)
    for (const words of wordsOf({ lines: '2', line: '5', must }, seed))
      expect(words.join('')).toHaveLength(5);
});

test('a word stands where a line begins as it does', () => {
  for (let seed = 0; seed < 3; seed++)
    expect(wordsOf({ acrostic: '春夏秋', must: ['秋天', '春天'] }, seed)).toEqual([
      ['春天'],
      [],
      ['秋天'],
    ]);
  // Only one of them can.
  expect(spread(['春天', '春光'], ['春', '夏'], 0, 0)).toEqual([['春天'], ['春光']]);
});

test('words of every line stay, one that is given twice comes once, and too many are refused', () => {
  expect(wordsOf({ lines: '2', line: '+月', must: ['光', '光'] })).toEqual([['月', '光'], ['月']]);
  const words = (count: number) => [...'一二三四五六七八九'].slice(0, count);
  expect(wordsOf({ lines: '2', must: words(8) }).map(({ length }) => length)).toEqual([4, 4]);
  expect(wordsOf({ lines: '2', line: '+月', must: words(6) })).toHaveLength(2);
  for (const written of [
    { lines: '2', must: words(9) },
    { lines: '2', line: '+月', must: words(7) },
    { must: words(5) },
  ])
    expect(() => wordsOf(written)).toThrow('form.outOfRange');
});
