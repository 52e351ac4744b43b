/**
 * ONNX Runtime on all threads gives the same bits every time.
 *
 * @module-tag long
 */
import { describe } from 'vitest';
import { isPresent, theEngine } from './on-each-engine.ts';
import { itGivesTheSameBits } from './same-bits.ts';

describe.skipIf(!isPresent('onnx'))('onnx on all threads', () => {
  itGivesTheSameBits(() => theEngine('onnx'));
});
