/** The hash that a text is known by, in its file and in a model's manifest. */
import { createHash } from 'node:crypto';
import { inSlices } from './slices.ts';

/** About a millisecond of hashing. */
const BYTES_AT_ONCE = 1024 * 1024;

/** @returns the SHA-256 of a text in UTF-8, in hexadecimal */
export async function hashOf(text: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  await inSlices(
    text.length,
    (start, end) => hash.update(text.subarray(start, end)),
    BYTES_AT_ONCE,
  );
  return hash.digest('hex');
}
