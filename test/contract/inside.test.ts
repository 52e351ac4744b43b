/** The hidden state on its way to a picture of it. */
import { expect, it } from 'vitest';
import { rangeOf, stateOfByte, statesInBytes } from '../../src-main/contract/inside.ts';

/** @returns the states as they are shown, and what they lie between */
function shown(activation: 'tanh' | 'relu', ...states: number[]) {
  const given = Float32Array.from(states);
  const range = rangeOf(given, activation);
  return {
    range,
    states: Array.from(statesInBytes(given, range), (byte) => stateOfByte(byte, range)),
  };
}

it('a state of tanh comes through as it is, to the step of a picture', () => {
  const given = [-1, -0.5, 0, 0.25, 1];
  const { range, states } = shown('tanh', ...given);
  expect(range).toEqual({ isSigned: true, greatest: 1 });
  for (const [n, state] of given.entries())
    expect(Math.abs(states[n]! - state)).toBeLessThanOrEqual(0.5 / 127);
});

it('states of ReLU have the largest of them as their scale, however large or small, and none above 0 is shown as 0', () => {
  for (const greatest of [0.002, 1, 37.5, 3e38]) {
    const given = [0, 1e-6 * greatest, 0.25 * greatest, greatest];
    const { range, states } = shown('relu', ...given);
    expect(range.isSigned).toBe(false);
    expect(range.greatest / greatest).toBeCloseTo(1, 5);
    expect(states[0]).toBe(0);
    expect(states[1]).toBeGreaterThan(0);
    for (const [n, state] of given.entries())
      expect(Math.abs(states[n]! - state)).toBeLessThanOrEqual(1.01 * (greatest / 255));
  }
});

it('states that are all 0, beyond all numbers or none are shown, too', () => {
  expect(shown('relu', 0, 0)).toEqual({ range: { isSigned: false, greatest: 0 }, states: [0, 0] });
  const { range, states } = shown('relu', 2, Infinity, NaN);
  expect(range.greatest).toBeLessThan(Infinity);
  expect(states).toEqual([range.greatest / 255, range.greatest, 0]);
  expect(shown('tanh', NaN).states).toEqual([0]);
});
