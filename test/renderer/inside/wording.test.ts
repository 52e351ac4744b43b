/** How the numbers of *Look inside* are said. */
import { expect, it } from 'vitest';
import { signed } from '../../../src-renderer/inside/wording.ts';

it('a state has a sign, the minus of all other figures, and none where it is nothing', () => {
  expect([-0.094, 0, 0.5].map(signed)).toEqual(['−0.09', '0.00', '+0.50']);
});
