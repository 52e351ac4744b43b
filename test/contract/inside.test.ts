/** The hidden state on its way to a picture of it. */
import { expect, it } from 'vitest';
import { stateOfByte, statesInBytes } from '../../src-main/contract/inside.ts';

it('a state comes through as it is, to the step of a picture; one beyond 1, which ReLU may make, as 1', () => {
  const states = Float32Array.of(-1, -0.5, 0, 0.25, 1, 1.01, 37.5, -2);
  const shown = Array.from(statesInBytes(states), stateOfByte);
  for (const [n, expected] of [-1, -0.5, 0, 0.25, 1, 1, 1, -1].entries())
    expect(Math.abs(shown[n]! - expected)).toBeLessThanOrEqual(0.5 / 127);
});
