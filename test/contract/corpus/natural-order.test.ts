import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inNaturalOrder, inOrderOfNames } from '../../../src-main/contract/corpus/natural-order.ts';

describe('the order of names', () => {
  it.each([
    ['numbers', ['1.txt', '2.txt', '10.txt', '100.txt']],
    ['numbers within', ['歌2.txt', '歌10.txt', '歌10b.txt', '歌11.txt']],
    ['numbers with zeros', ['01.txt', '2.txt', '003.txt', '10.txt']],
    [
      'Chinese numbers',
      [
        '一',
        '二',
        '三',
        '九',
        '十',
        '十一',
        '十九',
        '二十',
        '二十一',
        '三十',
        '一百',
        '一百零一',
        '一百一十',
        '一千',
        '一万',
      ].map((n) => `第${n}首.txt`),
    ],
    ['Chinese numbers without units', ['第一〇一回', '第一〇二回', '第一一〇回', '第二〇〇回']],
    ['both', ['第1首', '第二首', '第3首', '第十首', '第11首', '第十二首']],
    [
      'how else they are written',
      ['第二首', '第两百首', '第廿首']
        .toSorted(() => 0)
        .slice(0, 1)
        .concat(['第廿首', '第廿一首', '第卅首', '第兩百首']),
    ],
    ['digits of full width and in circles', ['①.txt', '２.txt', '③.txt', '１０.txt', '⑪.txt']],
    [
      'folders before what comes after them',
      ['a/2.txt', 'a/10.txt', 'a b/1.txt', 'a2/1.txt', 'a10/1.txt'],
    ],
    ['folders that differ in their case alone', ['a/1', 'a/2', 'A/1', 'A/2']],
    ['a name before one that goes on', ['song.txt', 'song 2.txt', 'song 10.txt']],
    ['numbers with a title', ['1. 雨', '2. 船', '10. 灯']],
  ])('is that of people: %s', (_, names) => {
    expect(names.toReversed().toSorted(inNaturalOrder)).toEqual(names);
  });

  it('is one order of any names, whatever order they came in', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'0129一二十百千万〇两a A/.-'), maxLength: 10 }),
    );
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        const order = (x: string, y: string): number => Math.sign(inNaturalOrder(x, y));
        expect(order(a, b) + order(b, a)).toBe(0);
        expect(order(a, b) === 0).toBe(a === b);
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('orders 5,000 names of 250 characters without long', () => {
    const names = Array.from(
      { length: 5000 },
      (_, i) => `${'一'.repeat(240)}${String((i * 7919) % 5000)}.txt`,
    );
    expect(inOrderOfNames(names, (name) => name)[10]).toContain('10.txt');
  });
});
