/** Which rows of a long list are drawn, and where it is scrolled to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heightBelow,
  rowsInView,
  scrollFor,
  type View,
} from '../../../../src-renderer/controls/lists/rows-in-view.ts';

const view = fc.record({
  top: fc.integer({ min: 0, max: 60_000 }),
  height: fc.integer({ min: 0, max: 2000 }),
  row: fc.integer({ min: 20, max: 200 }),
});
const indexes = (of: View, count: number, cursor: number): number[] =>
  rowsInView(of, count, cursor).map(({ index }) => index);

describe('the rows that are drawn', () => {
  it('are those that are seen and the cursor, each once and in order', () => {
    fc.assert(
      fc.property(view, fc.nat(1000), fc.nat(1000), (of, count, cursor) => {
        const drawn = indexes(of, count, cursor);
        expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
        for (let index = 0; index < count; index++) {
          const seen = index * of.row < of.top + of.height && (index + 1) * of.row > of.top;
          if (seen || index === cursor) expect(drawn).toContain(index);
        }
      }),
    );
  });

  it('and the gaps between them are as high as all rows', () => {
    fc.assert(
      fc.property(view, fc.nat(1000), fc.nat(1000), (of, count, cursor) => {
        const drawn = rowsInView(of, count, cursor);
        const height = drawn.reduce((sum, { gap }) => sum + gap + of.row, 0);
        expect(height + heightBelow(drawn, count, of.row)).toBe(count * of.row);
      }),
    );
  });

  it('are few, however many there are', () => {
    expect(indexes({ top: 30_000, height: 600, row: 50 }, 100_000, 7).length).toBeLessThan(30);
  });

  it('are none of an empty list', () => {
    expect(rowsInView({ top: 0, height: 600, row: 50 }, 0, 0)).toEqual([]);
    expect(heightBelow([], 0, 50)).toBe(0);
  });
});

describe('scrolling to a row', () => {
  const of = { top: 100, height: 300, row: 50 };
  it.each([
    [2, 100], // the first that is seen whole
    [7, 100], // the last
    [1, 50],
    [0, 0],
    [8, 150],
    [20, 750],
  ])('%i goes to %i', (index, top) => expect(scrollFor(of, index)).toBe(top));
});
