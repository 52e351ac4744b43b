import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  firstCharacters,
  neededCharacters,
  preprocess,
} from '../../../src-main/core/text/corpus.ts';

const anyText = fc.string({ unit: 'binary' });

/** One of each, as all systems and programs have them. */
const BREAKS = ['\r\n', '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'] as const;
const ANY_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;

/** Pieces without a break, and what stands between each two of them; never a return before a feed, which would be one break. */
const brokenText = fc
  .array(
    fc.tuple(
      fc.string({ unit: fc.constantFrom('想', ' ', 'a', '😀', '\t', '\u3000'), maxLength: 3 }),
      fc.constantFrom(...BREAKS),
    ),
    { maxLength: 12 },
  )
  .filter((pieces) =>
    pieces.every(
      ([piece, before], i) =>
        i === 0 || piece !== '' || before !== '\n' || pieces[i - 1]![1] !== '\r',
    ),
  );

const all = (lineBreaks: 'space' | 'own' | 'space-each') => ({ maxCharacters: 0, lineBreaks });

describe('preprocess', () => {
  it('makes one space of each line break of any system, and of the end of a song', () => {
    expect(preprocess('想要\n有\r\n直升机\r', all('space'))).toBe('想要 有 直升机 ');
    expect(preprocess('a\n\r\n\rb\u001ec\n\u001e\nd', all('space'))).toBe('a   b c   d');
    fc.assert(
      fc.property(brokenText, (pieces) => {
        const set = preprocess(pieces.flat().join(''), all('space'));
        expect(set).toBe(pieces.map(([piece]) => `${piece} `).join(''));
        expect(set).not.toMatch(ANY_BREAK);
      }),
    );
  });

  it('keeps lines and songs where they are real, and makes a line feed of every other break', () => {
    expect(preprocess('想要\n有\r\n直升机\r\r\n\u001e风', all('own'))).toBe(
      '想要\n有\n直升机\n\n\u001e风',
    );
    fc.assert(
      fc.property(brokenText, (pieces) => {
        const set = preprocess(pieces.flat().join(''), all('own'));
        expect(set).toBe(pieces.map(([piece]) => `${piece}\n`).join(''));
        expect(preprocess(set, all('own'))).toBe(set);
      }),
    );
  });

  it('makes a space of every line feed and every carriage return for models of before, and of nothing else', () => {
    expect(preprocess('想要\n有\r\n直升机\r', all('space-each'))).toBe('想要 有  直升机 ');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(preprocess(text, all('space-each'))).toBe(
          text.toWellFormed().replaceAll('\n', ' ').replaceAll('\r', ' '),
        );
      }),
    );
    expect(preprocess('a\tb\u2028c\u001e\f', all('space-each'))).toBe('a\tb\u2028c\u001e\f');
  });

  it('learns the same of a text without other breaks as it always has', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('想', '\n', ' ', 'a', '😀') }),
        fc.nat(9),
        (text, maxCharacters) => {
          expect(preprocess(text, { maxCharacters, lineBreaks: 'space' })).toBe(
            preprocess(text, { maxCharacters, lineBreaks: 'space-each' }),
          );
        },
      ),
    );
  });

  it.each([
    ['𠮷野\n家😀', 2, '𠮷野'],
    ['𠮷野\n家😀', 4, '𠮷野 家'],
    ['𠮷野\n家😀', 5, '𠮷野 家😀'],
    ['𠮷野\n家😀', 100, '𠮷野 家😀'],
    ['𠮷野\n家😀', 0, '𠮷野 家😀'],
    // A pair counts once, as it is learnt.
    ['𠮷野\r\n家😀', 4, '𠮷野 家'],
  ])('keeps of %j the first %i characters as it counts them', (text, maxCharacters, kept) => {
    expect(preprocess(text, { maxCharacters, lineBreaks: 'space' })).toBe(kept);
  });

  it('replaces halves of characters', () => {
    expect(preprocess('a\ud842b', all('space'))).toBe('a\ufffdb');
  });

  it('leaves all other white space alone', () => {
    for (const lineBreaks of ['space', 'own'] as const)
      expect(preprocess('a\tb\u00a0c\u3000', all(lineBreaks))).toBe('a\tb\u00a0c\u3000');
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
