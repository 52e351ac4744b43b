/** What units follow in a text, on states that were made to follow something. */
import { expect, it } from 'vitest';
import { histogramOf } from '../../../src-main/core/inside/histogram.ts';
import { unitsOf } from '../../../src-main/core/inside/units.ts';
import { Random } from '../../../src-main/core/random.ts';

const BREAK = 0;
/** Lines of five, of three characters. */
const ids = Int32Array.from({ length: 60 }, (_, n) => (n % 6 === 5 ? BREAK : 1 + ((n * n) % 3)));
const random = new Random(3);
const surprises = Float32Array.from({ length: 59 }, () => 3 + random.normal());

const states = (rows: readonly ((n: number) => number)[]): Float32Array =>
  Float32Array.from({ length: 60 * rows.length }, (_, i) =>
    Math.tanh(rows[i % rows.length]!(Math.floor(i / rows.length))),
  );

it('finds for each unit what it was made to follow, those together that follow the same', () => {
  const made = states([
    (n) => 0.1 * random.normal() + (ids[n] === 2 ? 1 : -1),
    () => 0.5,
    (n) => 0.3 * (n % 6 === 5 ? 0 : (n % 6) + 1) - 1,
    (n) => (n > 0 && ids[n - 1] === BREAK ? -1 : 1),
    (n) => (n > 0 ? surprises[n - 1]! - 3 : 0),
    (n) => 0.2 * random.normal() + (ids[n] === 2 ? -1 : 1),
  ]);
  const units = unitsOf(made, ids, surprises, BREAK);
  expect(units.map(({ unit, follows }) => [unit, follows])).toEqual([
    [0, { what: 'character', id: 2 }],
    [5, { what: 'character', id: 2 }],
    [3, { what: 'before', id: BREAK }],
    [2, { what: 'place' }],
    [4, { what: 'surprise' }],
    [1, { what: 'nothing' }],
  ]);
  const r = units.map((one) => one.r);
  expect(r[0]).toBeGreaterThan(0.9);
  expect(r[1]).toBeLessThan(-0.9);
  expect(r[5]).toBe(0);
});

it('finds nothing in units that follow nothing, and in texts too short to tell', () => {
  const noise = states([() => random.normal(), () => random.normal()]);
  for (const { r } of unitsOf(noise, ids, surprises, BREAK)) expect(Math.abs(r)).toBeLessThan(0.5);
  const one = unitsOf(Float32Array.of(0.5, -0.5), Int32Array.of(1), new Float32Array(), BREAK);
  expect(one.map(({ follows }) => follows.what)).toEqual(['nothing', 'nothing']);
});

it('counts every weight in the bin that it lies in, the largest among them', () => {
  const values = Float32Array.of(-1, -0.5, 0, 0.03125, 0.0312, 1, 0.999);
  const { width, counts, mean, deviation } = histogramOf(values);
  expect(width).toBe(0.0625);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
  expect(counts[32]).toBe(3);
  expect(counts[32 + 16]).toBe(1);
  expect(counts[32 - 16]).toBe(1);
  expect(mean).toBeCloseTo(0.5621 / 7, 3);
  expect(deviation).toBeGreaterThan(0.6);
});

it('leaves what is no number out, and takes zeros', () => {
  const { counts } = histogramOf(Float32Array.of(NaN, Infinity, 2, -2));
  expect(counts.reduce((a, b) => a + b, 0)).toBe(2);
  expect(histogramOf(new Float32Array(3)).counts[32]).toBe(3);
});
