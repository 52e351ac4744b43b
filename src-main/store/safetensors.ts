/**
 * The safetensors format, float32 only: 8 bytes of header length (little-endian), a JSON header, and the numbers end to end.
 * Format: https://github.com/huggingface/safetensors#format. Every machine that Electron runs on is little-endian, as the format is.
 */
import { z } from 'zod';
import { VerseloomError } from '../contract/errors.ts';

export type Tensor = { shape: readonly number[]; values: Float32Array };

const LENGTH_BYTES = 8;
/** Five tensors take a few hundred bytes; a header that says more than this is not one of ours. */
const MAX_HEADER_BYTES = 65_536;

/** Bytes that a file of these shapes takes at most, header included. */
export function largestSafetensors(shapes: Iterable<readonly number[]>): number {
  let bytes = LENGTH_BYTES + MAX_HEADER_BYTES;
  for (const shape of shapes) bytes += 4 * sizeOf(shape);
  return bytes;
}

/** @throws RangeError when a shape does not fit its values */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    if (sizeOf(shape) !== values.length)
      throw new RangeError(`the shape of ${name} does not fit its values`);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces to 8 bytes, so that the numbers are aligned.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * @param name of the file, for the error
 * @throws VerseloomError `model.damaged` {name, reason} for anything that is not exactly as the format says
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Map<string, Tensor> {
  const { header, data } = split(bytes, name);
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [tensorName, { shape, data_offsets: offsets }] of inOrder(header)) {
    // In order, each from where the last one ended: neither a gap nor an overlap, nothing outside.
    if (offsets[0] !== end || offsets[1] < end || offsets[1] > data.length)
      throw damaged(name, `the offsets of ${tensorName} do not fit`);
    if (offsets[1] - offsets[0] !== 4 * sizeOf(shape))
      throw damaged(name, `the shape of ${tensorName} does not fit its data`);
    end = offsets[1];
    // A copy of its own: in the file the numbers lie at any address.
    tensors.set(tensorName, {
      shape,
      values: new Float32Array(data.slice(offsets[0], end).buffer),
    });
  }
  if (end !== data.length) throw damaged(name, 'there are more weights than the header tells of');
  return tensors;
}

const offset = z.int().min(0);
const entry = z.object({
  dtype: z.literal('F32'),
  shape: z.array(offset).max(8),
  data_offsets: z.tuple([offset, offset]),
});
type Entry = z.infer<typeof entry>;
const headerOf = z
  .looseObject({ __metadata__: z.record(z.string(), z.string()).optional() })
  .transform(({ __metadata__: _, ...tensors }) => tensors)
  .pipe(z.record(z.string(), entry));

function split(
  bytes: Uint8Array,
  name: string,
): { header: Record<string, Entry>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) throw damaged(name, 'the weights are cut short');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) throw damaged(name, 'the header of the weights is too long');
  const dataAt = LENGTH_BYTES + Number(length);
  if (dataAt > bytes.length) throw damaged(name, 'the weights are cut short');
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      bytes.subarray(LENGTH_BYTES, dataAt),
    );
    json = JSON.parse(text);
  } catch {
    throw damaged(name, 'the header of the weights cannot be read');
  }
  const header = headerOf.safeParse(json);
  if (!header.success) throw damaged(name, 'the header of the weights is not as it should be');
  return { header: header.data, data: bytes.subarray(dataAt) };
}

const inOrder = (header: Record<string, Entry>) =>
  Object.entries(header).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);

const sizeOf = (shape: readonly number[]) => shape.reduce((size, side) => size * side, 1);

const damaged = (name: string, reason: string) =>
  new VerseloomError('model.damaged', { name, reason });
