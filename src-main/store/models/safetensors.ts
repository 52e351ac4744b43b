/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header, and the numbers end to end.
 * Format: https://github.com/huggingface/safetensors#format. Every machine that Electron runs on is little-endian, as the format is.
 */
import { z } from 'zod';
import { Damage, shown } from '../files/damage.ts';

/** Those of the format's number types that are used here. */
const TYPES = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I64: BigInt64Array,
} as const;
const dtype = z.enum(['F32', 'F64', 'I32', 'I64']);
type Dtype = z.infer<typeof dtype>;
export type Numbers = Float32Array | Float64Array | Int32Array | BigInt64Array;

/** A scalar has the shape []. */
export type Tensor = { shape: readonly number[]; values: Numbers };

const LENGTH_BYTES = 8;
/** A few tensors take a few hundred bytes; a header that says more than this is not one of ours. */
const MAX_HEADER_BYTES = 65_536;

/** Bytes that a file of so many numbers takes at most, header included. */
export function largestSafetensors(count: number, bytesEach: number): number {
  return LENGTH_BYTES + MAX_HEADER_BYTES + count * bytesEach;
}

/**
 * @returns the bytes in pieces, which share the memory of the values
 * @throws RangeError when a shape does not fit its values
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    if (sizeOf(shape) !== values.length)
      throw new RangeError(`the shape of ${name} does not fit its values`);
    header[name] = { dtype: typeOf(values), shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces to 8 bytes, so that the numbers are aligned.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const front = new Uint8Array(LENGTH_BYTES + headerBytes).fill(0x20);
  new DataView(front.buffer).setBigUint64(0, BigInt(headerBytes), true);
  front.set(json, LENGTH_BYTES);
  const numbers = Array.from(
    tensors.values(),
    ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return [front, ...numbers];
}

/**
 * @param file that the bytes are, for the reason
 * @throws Damage for anything that is not exactly as the format says
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): Map<string, Tensor> {
  const { header, data } = split(bytes, file);
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [name, { dtype, shape, data_offsets: offsets }] of inOrder(header)) {
    const place = `${file}/${shown(name)}`;
    // In order, each from where the last one ended: neither a gap nor an overlap, nothing outside.
    if (offsets[0] !== end || offsets[1] < end || offsets[1] > data.length)
      throw new Damage(`the offsets of ${place} do not fit`);
    if (offsets[1] - offsets[0] !== TYPES[dtype].BYTES_PER_ELEMENT * sizeOf(shape))
      throw new Damage(`the shape of ${place} does not fit its data`);
    end = offsets[1];
    // A copy of its own, also of a Buffer, whose `slice` makes none: in the file the numbers lie at any address.
    const copy = new Uint8Array(data.subarray(offsets[0], end)).buffer;
    tensors.set(name, { shape, values: new TYPES[dtype](copy) });
  }
  if (end !== data.length) throw new Damage(`${file} holds more numbers than its header tells of`);
  return tensors;
}

const offset = z.int().min(0);
const entry = z.object({
  dtype,
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
  file: string,
): { header: Record<string, Entry>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) throw new Damage(`${file} is cut short`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) throw new Damage(`the header of ${file} is too long`);
  const dataAt = LENGTH_BYTES + Number(length);
  if (dataAt > bytes.length) throw new Damage(`${file} is cut short`);
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      bytes.subarray(LENGTH_BYTES, dataAt),
    );
    json = JSON.parse(text);
  } catch {
    throw new Damage(`the header of ${file} cannot be read`);
  }
  const header = headerOf.safeParse(json);
  if (!header.success) throw new Damage(`the header of ${file} is not as it should be`);
  return { header: header.data, data: bytes.subarray(dataAt) };
}

const inOrder = (header: Record<string, Entry>) =>
  Object.entries(header).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);

const sizeOf = (shape: readonly number[]) => shape.reduce((size, side) => size * side, 1);

const typeOf = (values: Numbers): Dtype =>
  dtype.options.find((name) => values instanceof TYPES[name])!;
