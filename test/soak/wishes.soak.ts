/** A thousand lines under every wish and every two of them. */
import { describe } from 'vitest';
import { isPresent, theEngine } from '../engines/on-each-engine.ts';
import { itFindsAsWished } from '../engines/wishes.ts';

describe.skipIf(!isPresent('onnx'))('onnx', () => {
  itFindsAsWished(() => theEngine('onnx'), 1000);
});
