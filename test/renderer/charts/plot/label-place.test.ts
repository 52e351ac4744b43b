/** Where a label stands among lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLEAR,
  crosses,
  fewestFirst,
  freePlace,
  segmentsOf,
  type Box,
} from '../../../../src-renderer/charts/plot/label-place.ts';

const box = (left: number, top: number, width = 10, height = 10): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const at = (x: number, y: number): { x: number; y: number } => ({ x, y });

describe('a line and a box', () => {
  it('cross where the line has a point within', () => {
    expect(crosses([at(-5, 5), at(15, 5)], box(0, 0))).toBe(true); // right through
    expect(crosses([at(2, 2), at(3, 3)], box(0, 0))).toBe(true); // all of it inside
    expect(crosses([at(-1, 8), at(3, 12)], box(0, 0))).toBe(true); // over a corner
    expect(crosses([at(-5, 5), at(-1, 5)], box(0, 0))).toBe(false); // ends before it
    expect(crosses([at(-3, 8), at(3, 14)], box(0, 0))).toBe(false); // beside the corner
    expect(crosses([at(-5, 12), at(15, 12)], box(0, 0))).toBe(false);
  });

  it('do not where the line has no place', () => {
    expect(crosses([at(Number.NaN, 5), at(15, 5)], box(0, 0))).toBe(false);
  });

  it('cross exactly where a point on the way lies within', () => {
    const number = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(number, number, number, number, (fromX, fromY, toX, toY) => {
        const steps = Array.from({ length: 4001 }, (_, index) => index / 4000);
        const within = (edge: number): boolean =>
          steps.some((step) => {
            const [x, y] = [fromX + (toX - fromX) * step, fromY + (toY - fromY) * step];
            return x >= -edge && x <= 10 + edge && y >= -edge && y <= 10 + edge;
          });
        const crossed = crosses([at(fromX, fromY), at(toX, toY)], box(0, 0));
        if (within(0)) expect(crossed).toBe(true);
        if (!within(0.1)) expect(crossed).toBe(false);
      }),
    );
  });
});

describe('the place of a label', () => {
  const [right, left, below] = [box(80, 0), box(0, 0), box(80, 20)];

  it('is the first where nothing passes', () => {
    expect(freePlace([right, left, below], [])).toBe(right);
    const curve = segmentsOf([at(75, 5), at(85, 5), at(95, 15)]);
    expect(freePlace([right, left, below], curve)).toBe(left);
  });

  it('is not where it would cut into the stroke of a line beside it', () => {
    const along = [[at(75, 10 + CLEAR / 2), at(95, 10 + CLEAR / 2)]] as const;
    expect(freePlace([right, left], along)).toBe(left);
  });

  it('is the one that is crossed the least where something passes everywhere', () => {
    const curve = segmentsOf([
      at(-5, 5),
      at(3, 5),
      at(5, 5),
      at(15, 5),
      at(95, 5),
      at(75, 25),
      at(95, 25),
    ]);
    expect(freePlace([left, right, below], curve)).toBe(right);
  });

  it('is never on another label while there is a place beside it', () => {
    const through = segmentsOf([at(0, 25), at(75, 25), at(85, 25), at(95, 25)]);
    expect(freePlace([right, below], through, [box(85, 5)])).toBe(below);
  });

  it('is crossed by nothing wherever one of the places is', () => {
    const number = fc.integer({ min: 0, max: 100 });
    const places = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 });
    const points = fc.array(fc.tuple(number, number), { maxLength: 20 });
    fc.assert(
      fc.property(places, points, (corners, ends) => {
        const boxes = corners.map(([x, y]) => box(x, y));
        const lines = segmentsOf(ends.map(([x, y]) => at(x, y)));
        const free = ({ left, top }: Box): boolean => {
          const around = box(left - CLEAR, top - CLEAR, 10 + 2 * CLEAR, 10 + 2 * CLEAR);
          return !lines.some((line) => crosses(line, around));
        };
        expect(free(freePlace(boxes, lines))).toBe(boxes.some(free));
      }),
    );
  });
});

describe('several labels', () => {
  it('all find a place where the one with the fewest chooses first', () => {
    const above = { name: 'above', places: [box(0, 0), box(0, 20)] };
    const below = { name: 'below', places: [box(0, 0)] };
    const drawn: Box[] = [];
    const inOrder = fewestFirst([above, below]);
    for (const { places } of inOrder) drawn.push(freePlace(places, [], drawn));
    expect(inOrder.map(({ name }) => name)).toEqual(['below', 'above']);
    expect(drawn).toEqual([box(0, 0), box(0, 20)]);
    // Of the same number, as they come.
    expect(fewestFirst([above, { ...above, name: 'also' }])[0]).toBe(above);
  });
});
