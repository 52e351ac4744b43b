/** Exponentials of many numbers, beside `Math.exp` of each. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exponentials } from '../../../src-main/core/sampling/exponentials.ts';

const SMALLEST_NORMAL = 2 ** -1022;

/** @returns those of some values, which stay as they are */
function ofSome(values: readonly number[], temperature: number): Float64Array {
  const some = Float64Array.from(values);
  exponentials(some, temperature);
  return some;
}

it('are those of Math.exp, to 1 in 10¹²', () => {
  const logit = fc.float({ min: -400, max: 400, noNaN: true });
  const values = fc.array(logit, { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 10, noNaN: true }), (values, temperature) => {
      const highest = Math.max(...values);
      for (const [i, made] of ofSome(values, temperature).entries()) {
        const exact = Math.exp((values[i]! - highest) / temperature);
        expect(Math.abs(made - exact)).toBeLessThanOrEqual(1e-12 * exact + SMALLEST_NORMAL);
      }
    }),
  );
});

it('are 1 for the highest, and 0 for what is banned or too small for any number', () => {
  expect([...ofSome([3, -Infinity, 3, -1000], 1)]).toEqual([1, 0, 1, 0]);
});

it('fall as the values do, from one step of the table to the next', () => {
  const values = Array.from({ length: 20_000 }, (_, i) => -i / 4096);
  const made = ofSome(values, 1);
  for (let i = 1; i < made.length; i++) expect(made[i]).toBeLessThan(made[i - 1]!);
});

it.each([1e-3, 1e-300, 1e-310, Number.MIN_VALUE])(
  'leave nothing but the highest at a temperature of %d',
  (temperature) => {
    expect([...ofSome([0, -1, -2], temperature)]).toEqual([1, 0, 0]);
  },
);

it('tell of what is no number', () => {
  expect(ofSome([0, NaN], 1)[1]).toBeNaN();
});
