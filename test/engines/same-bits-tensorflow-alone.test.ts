/**
 * TensorFlow on one thread, as the product runs it, gives the same bits every time; a process of its own, since threads are set once.
 *
 * @module-tag long
 */
import { describe } from 'vitest';
import { isPresent, theEngine } from './on-each-engine.ts';
import { itGivesTheSameBits } from './same-bits.ts';

describe.skipIf(!isPresent('tensorflow'))('tensorflow on one thread', () => {
  itGivesTheSameBits(() => theEngine('tensorflow', 1));
});
