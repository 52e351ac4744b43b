/** What is wished of a line as it is set by hand: what the words say and what the fields say are the same. */
import { describe, expect, it } from 'vitest';
import { parseForm } from '../../../src-main/form/form-text.ts';
import { parseLine } from '../../../src-main/form/notation.ts';
import {
  byHand,
  wishByHand,
  withWish,
  type ByHand,
} from '../../../src-renderer/writing/lines/by-hand.ts';

const nothing = byHand({}, 'eighteen');

describe('the fields', () => {
  it.each([
    '*',
    '7',
    '5-7',
    'ang',
    '江阳',
    '7 @光',
    '@时光 双押 同字 /near',
    '7 @love /13',
    '@2 三押',
    '平',
    '3声',
    '平平仄中',
    '格平',
    '??光',
    '春*',
    '3:光 -1:天',
    '-1:天 +月亮 +风',
    '+"in vain" -the -"so long"',
    '-的 -了 不重5 无标点 拉丁',
    '标点 无拉丁',
    String.raw`+"“a b" -"a\"b" +"、"`,
  ])('hold %j and give it back', (words) => {
    const wish = parseLine(words);
    expect(wishByHand(byHand(wish, 'eighteen'))).toEqual({ wish });
  });

  it('take words with spaces in them between the quotation marks of any keyboard', () => {
    const must = '"in vain"，“月 光”、„als ob“ ＂风 雨＂';
    const wish = { must: ['in vain', '月 光', 'als ob', '风 雨'] };
    expect(wishByHand({ ...nothing, must })).toEqual({ wish });
    expect(wishByHand({ ...nothing, must: '"in vain' })).toMatchObject({
      wrong: { must: { code: 'form.notUnderstood' } },
    });
  });

  it('are empty, and of the usual book, where nothing is wished', () => {
    expect(wishByHand(nothing)).toEqual({ wish: {} });
    expect(byHand({}, 'near').system).toBe('near');
  });

  it.each<[set: Partial<ByHand>, field: keyof ByHand]>([
    [{ length: 'ang' }, 'length'],
    [{ length: '65' }, 'length'],
    [{ length: '7-5' }, 'length'],
    [{ pattern: '光' }, 'pattern'],
    [{ given: '7 平' }, 'given'],
    [{ noRepeatWithin: 'x' }, 'noRepeatWithin'],
    [{ noRepeatWithin: '1' }, 'noRepeatWithin'],
    [{ must: '一 二 三 四 五' }, 'must'],
    [{ rhyme: 'name', rhymeWith: '光光' }, 'rhymeWith'],
    [{ rhyme: 'name', rhymeWith: '' }, 'rhymeWith'],
    [{ rhyme: 'text', rhymeWith: ' ' }, 'rhymeWith'],
  ])('tell what is wrong with %j', (set, field) => {
    const read = wishByHand({ ...nothing, ...set });
    expect(Object.keys('wrong' in read ? read.wrong : {})).toEqual([field]);
  });
});

describe('a form', () => {
  it.each<[words: string, lines: number[], wish: string, set: string, count: number]>([
    ['7', [0], '5 ang', '5 ang', 1],
    ['7 x3', [0, 1, 2], '5', '5', 3], // all alike
    ['7 / 5 / 7', [1], '平', '7 / 平 / 7', 1],
    ['7 / 5 / 7', [2], '7 @1', '7 / 5 / 7 @1', 1],
    ['= 月亮在山上\n5', [1], '3', '= 月亮在山上\n3', 1],
    ['= 月亮在山上\n5', [0], '3', '= 月亮在山上 || 3\n5', 1],
    ['7 x5', [0, 1, 2, 3, 4], '5', '5 / 5 / 5 / 5 / 5', 1], // more than can be chosen as a number
  ])('%j, whose lines %j are wished to be %j, is %j', (words, lines, wish, set, count) => {
    const found = withWish(parseForm(words), lines, parseLine(wish), 'eighteen', 4);
    expect(found).toEqual({ words: set, count });
    expect(parseForm(found.words).lines[lines[0]!]).toMatchObject(parseLine(wish));
  });
});
