/** How long a run is left alone between two looks. */
import { expect, it } from 'vitest';
import { LookPace } from '../../../src-renderer/inside/pace.ts';

it('leaves looks a 26th of the time, by the quickest of them', () => {
  const pace = new LookPace();
  expect(pace.pauseAfter(900)).toBe(2000); // it compiled
  expect(pace.pauseAfter(200)).toBe(25 * 200);
  expect(pace.pauseAfter(3000)).toBe(25 * 200); // it waited for something
  expect(pace.pauseAfter(160, 400)).toBe(25 * 560);
  expect(pace.pauseAfter(10)).toBe(2000);
});
