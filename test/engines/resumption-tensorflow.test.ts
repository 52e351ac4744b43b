/**
 * Runs on TensorFlow go on where they were stopped, with the same bits.
 *
 * @module-tag long
 */
import { describe } from 'vitest';
import { isPresent, theEngine } from './on-each-engine.ts';
import { itGoesOn } from './resumption.ts';

describe.skipIf(!isPresent('tensorflow'))('tensorflow', () => {
  itGoesOn(() => theEngine('tensorflow'));
});
