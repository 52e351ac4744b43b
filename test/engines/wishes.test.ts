/** Lines that are found under every wish and every two of them are as they were wished; a thousand of each in the soak. */
import { describe } from 'vitest';
import { isPresent, theEngine } from './on-each-engine.ts';
import { itFindsAsWished } from './wishes.ts';

describe.skipIf(!isPresent('onnx'))('onnx', () => {
  itFindsAsWished(() => theEngine('onnx', 1), 100);
});
