import { describe } from 'vitest';
import { isPresent, theEngine } from './on-each-engine.ts';
import { itGoesOn } from './resumption.ts';

describe.skipIf(!isPresent('onnx'))('onnx', () => {
  itGoesOn(() => theEngine('onnx'));
});
