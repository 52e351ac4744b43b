/** Characters are found by what is typed of them. */
import { expect, it } from 'vitest';
import { meantBy, typedSyllable } from '../../../../src-renderer/writing/words/pinyin-filter.ts';

const all = [...'春吹出楚女旅路句去鱼雨长行了A a1é，的'];
const found = (text: string): string => all.filter(meantBy(text)).join('');

it.each<[typed: string, found: string]>([
  ['', all.join('')],
  ['  ', all.join('')],
  ['ch', '春吹出楚长'], // an initial
  ['chu', '春吹出楚'], // the beginning of a syllable, or all of it
  ['chun', '春'],
  ['CHUN', '春'],
  ['chu1', '出'], // with a tone, all of it
  ['chu3', '楚'],
  ['chū', '出'],
  ['chǔ', '楚'],
  ['chu4', ''],
  ['lü', '旅'],
  ['lv', '旅'],
  ['lv3', '旅'],
  ['lǚ', '旅'],
  ['lu', '路'],
  ['nü3', '女'],
  ['ju4', '句'],
  ['jv4', '句'],
  ['qu', '去'],
  ['yu2', '鱼'],
  ['yv2', '鱼'],
  ['zhang', '长'], // a polyphone by each of its readings
  ['chang2', '长'],
  ['hang2', '行'],
  ['xing2', '行'],
  ['le0', '了'],
  ['le5', '了'],
  ['liao3', '了'],
  ['de', '的'],
  ['春', '春'],
  ['a', 'Aa'], // a letter is itself, large or small
  ['A', 'Aa'],
  ['1', '1'],
  ['é', 'é'],
  ['，', '，'],
  ['春天', ''],
  ['xyz', ''],
  ['chun9', ''],
])('%j means %j', (typed, meant) => {
  expect(found(typed)).toBe(meant);
});

it('no text is taken for a syllable that is none', () => {
  for (const text of ['春', '1', 'ch-', 'chu12', ' '])
    expect(typedSyllable(text), text).toBeUndefined();
});
