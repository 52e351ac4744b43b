/** Schemas of typed arrays, whatever kind of buffer is behind them. */
import { z } from 'zod';

export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
export const int32s = z.custom<Int32Array>(
  (value) => value instanceof Int32Array,
  'expected an Int32Array',
);
export const float32s = z.custom<Float32Array>(
  (value) => value instanceof Float32Array,
  'expected a Float32Array',
);
