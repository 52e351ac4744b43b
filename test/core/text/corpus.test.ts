import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  firstCharacters,
  neededCharacters,
  preprocess,
} from '../../../src-main/core/text/corpus.ts';

const anyText = fc.string({ unit: 'binary' });

describe('preprocess', () => {
  it('turns every line feed and every carriage return into a space', () => {
    expect(preprocess('想要\n有\r\n直升机\r', 0)).toBe('想要 有  直升机 ');
  });

  it('keeps the first characters, counted as Unicode counts them', () => {
    expect(preprocess('𠮷野\n家😀', 2)).toBe('𠮷野');
    expect(preprocess('𠮷野\n家😀', 4)).toBe('𠮷野 家');
    expect(preprocess('𠮷野\n家😀', 5)).toBe('𠮷野 家😀');
    expect(preprocess('𠮷野\n家😀', 100)).toBe('𠮷野 家😀');
    expect(preprocess('𠮷野\n家😀', 0)).toBe('𠮷野 家😀');
  });

  it('replaces halves of characters', () => {
    expect(preprocess('a\ud842b', 0)).toBe('a\ufffdb');
  });

  it('leaves all other white space alone', () => {
    expect(preprocess('a\tb\u2028c\u3000', 0)).toBe('a\tb\u2028c\u3000');
  });
});

describe('firstCharacters', () => {
  it('are those of an iteration over any text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(30), (text, count) => {
        expect(firstCharacters(text, count)).toBe(Array.from(text).slice(0, count).join(''));
      }),
    );
  });
});

describe('neededCharacters', () => {
  it('is the length from which on there is a batch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (T, B) => {
        const div = (a: number, b: number) => Math.floor(a / b);
        const random = (L: number) => div(div(L - 1, T), B);
        const consecutive = (L: number) => div(div(L, B) - 1, T);
        const settings = { timeSteps: T, batchSize: B };
        const forRandom = neededCharacters({ ...settings, sampling: 'random' });
        expect([random(forRandom - 1), random(forRandom)]).toEqual([0, 1]);
        const forConsecutive = neededCharacters({ ...settings, sampling: 'consecutive' });
        expect(consecutive(forConsecutive - 1)).toBeLessThan(1);
        expect(consecutive(forConsecutive)).toBe(1);
      }),
    );
  });

  it("is little more than a batch with the book's settings", () => {
    const settings = { timeSteps: 35, batchSize: 32 };
    expect(neededCharacters({ ...settings, sampling: 'random' })).toBe(1121);
    expect(neededCharacters({ ...settings, sampling: 'consecutive' })).toBe(1152);
  });
});
