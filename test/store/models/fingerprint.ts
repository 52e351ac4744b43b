/** All that a model file holds in one text, so that two are the same only when every bit is. */
import type { ModelFile } from '../../../src-main/store/models/model-file.ts';

export function fingerprint(file: Partial<ModelFile>): string {
  return JSON.stringify(sorted(file));
}

function sorted(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
