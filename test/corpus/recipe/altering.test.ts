/** The steps that change words: none of them does anything unasked. */
import { describe, expect, test } from 'vitest';
import { clean, cleanerOf, noRecipe, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { after, textsOf } from './cleaned.ts';

test('nothing that changes a word is on', () => {
  const text = '　我說ＡＢＣ，don’t go！\n\n夜\n灯\n\n夜\n灯';
  expect(textsOf(clean(text, 'text', usualRecipe))).toEqual([
    '我說ＡＢＣ，don’t go！',
    '',
    '夜',
    '灯',
    '',
    '夜',
    '灯',
  ]);
});

describe('refrains', () => {
  const left = (text: string): string => after({ refrains: 'folded' }, text).join('\n');
  test.each([
    ['a\nb\n\nc\nd\n\na\nb', 'a\nb\n\nc\nd'],
    ['a\nb\n\na\nb\n\nc', 'a\nb\n\nc'],
    ['a\n\nb\n\na', 'a\n\nb\n\na'],
    ['a\nb\n\na\nc', 'a\nb\n\na\nc'],
    ['a\nb\nc\nd\ne\na\nb\nc\nd\nf', 'a\nb\nc\nd\ne\nf'],
    ['a\na\na\na\na', 'a\na\na\na\na'],
    ['a\nb\n\nc\n\u001e\na\nb\n\nd', 'a\nb\n\nc\n\u001e\na\nb\n\nd'],
  ])('%j becomes %j', (text, folded) => {
    expect(left(text)).toBe(folded);
  });
});

test.each([
  ['half', 'ＡＢｃ１２，ｶﾞｷﾞ', 'ABc12，ガギ'],
  ['full', 'Ab 12，ｶﾅ', 'Ａｂ １２，カナ'],
] as const)('width %s', (width, text, changed) => {
  expect(after({ width }, text)).toEqual([changed]);
});

test.each([
  ['dropped', '你好，世界！', '你好世界'],
  ['spaces', '你好，世界！', '你好 世界'],
  ['dropped', 'Don’t go—not now, half-moon', 'Don’t go not now half-moon'],
  ['dropped', '3.14 和 10:30……', '3.14 和 10:30'],
  ['spaces', '“夜”～来', '夜 来'],
] as const)('punctuation %s: %s', (punctuation, text, changed) => {
  expect(after({ punctuation }, text)).toEqual([changed]);
});

test.each([
  ['我说 hello 再见', ['我说 再见']],
  ['Don’t go, my love!', []],
  ['听mp3的夜', ['听 的夜']],
  ['只有夜', ['只有夜']],
])('Latin words dropped: %s', (text, changed) => {
  expect(after({ latin: 'dropped' }, text)).toEqual(changed);
});

describe('script', () => {
  test.each([
    ['simplified', '皇后後來說頭髮乾了', '皇后后来说头发干了'],
    ['traditional', '皇后后来说头发干燥', '皇后後來說頭髮乾燥'],
    ['taiwan', '这里为什么', '這裡為什麼'],
    ['hongkong', '这里为什么', '這裏為什麼'],
    ['simplified', '夜の桜は綺麗', '夜の桜は綺麗'],
  ] as const)('%s: %s', async (script, text, changed) => {
    const cleaner = await cleanerOf({ ...noRecipe, script });
    expect(textsOf(cleaner(text, 'text'))).toEqual([changed]);
  });

  test('takes its dictionaries, and does nothing without them', () => {
    expect(() => clean('夜', 'text', { ...noRecipe, script: 'simplified' })).toThrow(
      'dictionaries',
    );
  });
});
