/** The weights by the book's names and shapes; the one place where `W_hq` turns from the book's [H, V] to rows [V, H] and back. */
import type { LanguageModel } from '../../contract/compute-api.ts';
import { Damage } from '../files/damage.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from './safetensors.ts';
import { inSlices } from '../files/slices.ts';

const NAMES = ['W_xh', 'W_hh', 'b_h', 'W_hq', 'b_q'] as const;
type Name = (typeof NAMES)[number];
export type Dimensions = LanguageModel['dimensions'];

/** Numbers that are transposed without a break, in less than a millisecond. */
const AT_ONCE = 1 << 15;

/** The shapes in a file; V characters, H hidden units. */
export function shapesOf(V: number, H: number): Record<Name, readonly number[]> {
  return { W_xh: [V, H], W_hh: [H, H], b_h: [H], W_hq: [H, V], b_q: [V] };
}

/** Bytes that the weights take in a file, at most. */
export function largestWeights({ vocabularySize: V, hiddenSize: H }: Dimensions): number {
  return largestSafetensors(2 * V * H + H * H + H + V, 4);
}

/**
 * @param metadata of the safetensors file; the sizes come on top
 * @returns the bytes in pieces, some of which are the model's own
 * @throws Damage for weights of other shapes than their dimensions say, or that are not finite
 */
export async function encodeWeights(
  { dimensions, parameters }: LanguageModel,
  metadata: Record<string, string> = {},
): Promise<Uint8Array[]> {
  const { vocabularySize: V, hiddenSize: H } = dimensions;
  const shapes = shapesOf(V, H);
  const tensors = new Map<Name, Tensor>();
  for (const name of NAMES) {
    const values = parameters[name];
    if (values.length !== shapes[name].reduce((size, side) => size * side))
      throw new Damage(`${name} has another shape than the model`);
    await checkFinite(values, name);
    const inFile = name === 'W_hq' ? await transpose(values, V, H) : values;
    tensors.set(name, { shape: shapes[name], values: inFile });
  }
  return encodeSafetensors(tensors, {
    ...metadata,
    vocabulary_size: String(V),
    hidden_size: String(H),
  });
}

/**
 * @param file that the bytes are, for the reason
 * @throws Damage for missing, additional, misshapen or not finite weights
 */
export async function decodeWeights(
  bytes: Uint8Array,
  dimensions: Dimensions,
  file: string,
): Promise<LanguageModel> {
  const tensors = decodeSafetensors(bytes, file);
  const { vocabularySize: V, hiddenSize: H } = dimensions;
  const shapes = shapesOf(V, H);
  const take = async (name: Name): Promise<Float32Array> => {
    const tensor = tensors.get(name);
    const place = `${file}/${name}`;
    if (!tensor) throw new Damage(`${place} is missing`);
    const { shape, values } = tensor;
    if (!(values instanceof Float32Array))
      throw new Damage(`${place} is of another type of number`);
    if (shape.join() !== shapes[name].join())
      throw new Damage(`${place} has another shape than the model`);
    await checkFinite(values, place);
    return values;
  };
  const parameters = {
    W_xh: await take('W_xh'), // [V, H]
    W_hh: await take('W_hh'), // [H, H]
    b_h: await take('b_h'), // [H]
    W_hq: await transpose(await take('W_hq'), H, V), // [V, H]
    b_q: await take('b_q'), // [V]
  };
  if (tensors.size > NAMES.length)
    throw new Damage(`${file} holds weights that the model does not have`);
  return { dimensions, parameters };
}

async function checkFinite(values: Float32Array, place: string): Promise<void> {
  await inSlices(values.length, (start, end) => {
    for (let i = start; i < end; i++)
      if (!Number.isFinite(values[i])) throw new Damage(`${place} is not finite`);
  });
}

/** @param values [rows, columns]; @returns [columns, rows] */
async function transpose(
  values: Float32Array,
  rows: number,
  columns: number,
): Promise<Float32Array> {
  const result = new Float32Array(values.length);
  // Written in order, and read a few columns at a time: the other way round, nearly every write would wait for the memory.
  await inSlices(
    columns,
    (start, end) => {
      for (let column = start, to = start * rows; column < end; column++)
        for (let at = column; at < values.length; at += columns) result[to++] = values[at]!;
    },
    Math.max(1, Math.floor(AT_ONCE / rows)),
  );
  return result;
}
