/** Texts in slices against the same texts as strings, which are short enough to be looked at whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoints, preprocessed } from '../../../src-main/core/text/code-points.ts';
import { preprocess } from '../../../src-main/core/text/corpus.ts';
import {
  DistinctCharacters,
  TextEncoding,
  Vocabulary,
} from '../../../src-main/core/text/vocabulary.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const anyText = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());

function textOf(slices: Iterable<Uint32Array>): string {
  let text = '';
  for (const points of slices) for (const point of points) text += String.fromCodePoint(point);
  return text;
}

describe('the slices of a text', () => {
  it('have all of its characters, of one byte to four', () => {
    expect(textOf(codePoints(bytesOf('aé想😀\u0000\u{10ffff}')))).toBe('aé想😀\u0000\u{10ffff}');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textOf(codePoints(bytesOf(text)))).toBe(text);
      }),
    );
  });

  it('cut no character in two, wherever one ends', () => {
    for (const character of ['é', '想', '😀'])
      for (let shift = 0; shift < 4; shift++) {
        const text = 'a'.repeat(shift) + character.repeat(200_000);
        const slices = Array.from(codePoints(bytesOf(text)), (points) => points.slice());
        expect(slices.length).toBeGreaterThan(1);
        expect(slices.every((points) => points.length <= 2 ** 18)).toBe(true);
        expect(textOf(slices) === text).toBe(true);
      }
  });

  it.each(['space', 'own', 'space-each'] as const)(
    'are preprocessed as the whole text is, with line breaks as %s',
    (lineBreaks) => {
      const units = ['想', '\n', '\r', '\u2028', '\u0085', '\f', '\u001e', '😀', 'a', ' '];
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...units)), fc.nat(12), (all, maxCharacters) => {
          const text = all.join('');
          const how = { maxCharacters, lineBreaks };
          expect(textOf(preprocessed(bytesOf(text), how))).toBe(preprocess(text, how));
        }),
      );
      const long = '想\r\n😀'.repeat(60_000);
      for (const maxCharacters of [1, 150_000, 179_999, 239_999, 240_000, 1_000_000]) {
        const how = { maxCharacters, lineBreaks };
        expect(textOf(preprocessed(bytesOf(long), how)) === preprocess(long, how)).toBe(true);
      }
    },
  );

  it('know a pair of which each half is in another slice, and are never empty', () => {
    for (let shift = 0; shift < 3; shift++) {
      const text = `${'a'.repeat(shift)}${'\r\n'.repeat(200_000)}`;
      for (const [lineBreaks, each] of [
        ['own', '\n'],
        ['space', ' '],
      ] as const) {
        const how = { maxCharacters: 0, lineBreaks };
        const slices = Array.from(preprocessed(bytesOf(text), how), (points) => points.slice());
        expect(slices.length).toBeGreaterThan(1);
        expect(slices.every(({ length }) => length > 0)).toBe(true);
        expect(textOf(slices) === 'a'.repeat(shift) + each.repeat(200_000)).toBe(true);
      }
    }
    const lone = `${'a'.repeat(2 ** 18 - 1)}\r\n`; // its last slice has nothing but the second half
    const slices = [...preprocessed(bytesOf(lone), { maxCharacters: 0, lineBreaks: 'space' })];
    expect(slices).toHaveLength(1);
  });
});

describe('a vocabulary that is found in slices', () => {
  it('is the one of the whole text, and encodes to the same ids', () => {
    fc.assert(
      fc.property(anyText, anyText, (learnt, text) => {
        const distinct = new DistinctCharacters();
        for (const points of codePoints(bytesOf(learnt))) distinct.add(points);
        const vocabulary = Vocabulary.of(learnt);
        expect(distinct.count).toBe(vocabulary.size);
        expect(distinct.vocabulary().characters).toEqual(vocabulary.characters);
        const encoding = new TextEncoding(vocabulary);
        const ids = Array.from(codePoints(bytesOf(text)), (points) => [...encoding.encode(points)]);
        const whole = vocabulary.encode(text);
        expect(ids.flat()).toEqual([...whole.ids]);
        expect(encoding.leftOut).toEqual(whole.leftOut);
      }),
      { numRuns: 50 }, // each makes two tables of a million code points
    );
  });
});
