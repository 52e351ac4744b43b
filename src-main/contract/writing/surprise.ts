/** How much each character of a text surprises a model that reads it from its beginning. */
import { z } from 'zod';
import { bytes } from '../arrays.ts';
import { MAX_DRAFT_TEXT } from './draft.ts';
import { writingRequest } from './piece.ts';

const { id, modelId } = writingRequest.shape;

export const surpriseRequest = z.object({
  /** Names it in `writing.cancel`. */
  id,
  modelId,
  /** Its lines with U+000A between them. */
  text: z.string().max(MAX_DRAFT_TEXT),
});
export type SurpriseRequest = z.infer<typeof surpriseRequest>;

export const surpriseResult = z.object({
  /** −ln p of each Unicode character, float32, little-endian; not a number for the first that the model knows, which is given, and for those that it does not know. */
  surprises: bytes,
  /** Called off: there are none. */
  cancelled: z.boolean(),
});
export type SurpriseResult = z.infer<typeof surpriseResult>;

const FLOAT = 4; // bytes

export function inBytes(surprises: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(surprises.length * FLOAT));
  for (const [at, surprise] of surprises.entries()) view.setFloat32(at * FLOAT, surprise, true);
  return new Uint8Array(view.buffer);
}

export function inNumbers({ buffer, byteOffset, length }: Uint8Array): Float32Array {
  const view = new DataView(buffer, byteOffset, length);
  const numbers = new Float32Array(length / FLOAT);
  for (let at = 0; at < numbers.length; at++) numbers[at] = view.getFloat32(at * FLOAT, true);
  return numbers;
}
