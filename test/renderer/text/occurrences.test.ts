/** Where a text stands in a line. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { occurrencesOf, piecesOf } from '../../../src-renderer/text/occurrences.ts';

it('finds upper and lower case alike, and one after the other', () => {
  expect(occurrencesOf('la', 'LA la 啦 La')).toEqual([
    { start: 0, length: 2 },
    { start: 3, length: 2 },
    { start: 8, length: 2 },
  ]);
  expect(occurrencesOf('aa', 'aaaa')).toHaveLength(2);
  expect(occurrencesOf('', 'aaaa')).toEqual([]);
});

it('takes every sign for itself', () => {
  for (const sign of '\\^$.*+?()[]{}|/-')
    expect(occurrencesOf(sign, `a${sign}b`)).toEqual([{ start: 1, length: 1 }]);
});

it('finds everywhere what is there, and leaves nothing of a line out', () => {
  const text = fc.string({ unit: fc.constantFrom('一', 'a', 'B', '𠮷', '.', '(') });
  fc.assert(
    fc.property(text, text, text, (before, query, after) => {
      fc.pre(query !== '');
      const line = before + query + after;
      const found = occurrencesOf(query, line);
      expect(found.length).toBeGreaterThan(0);
      const pieces = piecesOf(line, found);
      expect(pieces.map((piece) => piece.text).join('')).toBe(line);
      for (const { text: piece, isFound } of pieces)
        if (isFound) expect(piece.toLowerCase()).toBe(query.toLowerCase());
      for (const { start, text: piece } of pieces)
        expect(line.slice(start, start + piece.length)).toBe(piece);
    }),
  );
});
