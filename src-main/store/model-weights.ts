/** The weights by the book's names and shapes; the one place where `W_hq` turns from the book's [H, V] to rows [V, H] and back. */
import type { LanguageModel } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Tensor } from './safetensors.ts';

const NAMES = ['W_xh', 'W_hh', 'b_h', 'W_hq', 'b_q'] as const;
type Name = (typeof NAMES)[number];

/** The shapes in a file; V characters, H hidden units. */
export function shapesOf(V: number, H: number): Record<Name, readonly number[]> {
  return { W_xh: [V, H], W_hh: [H, H], b_h: [H], W_hq: [H, V], b_q: [V] };
}

/** @throws RangeError for weights of other shapes, or that are not finite */
export function tensorsOf(
  { dimensions, parameters }: LanguageModel,
  V: number,
  H: number,
): Map<Name, Tensor> {
  if (dimensions.vocabularySize !== V || dimensions.hiddenSize !== H)
    throw new RangeError('the weights belong to another manifest');
  const shapes = shapesOf(V, H);
  const tensors = new Map<Name, Tensor>();
  for (const name of NAMES) {
    const values = parameters[name];
    if (!values.every(Number.isFinite)) throw new RangeError(`${name} is not finite`);
    tensors.set(name, {
      shape: shapes[name],
      values: name === 'W_hq' ? transpose(values, V, H) : values,
    });
  }
  return tensors;
}

/** @throws VerseloomError `model.damaged` {name, reason} for missing, additional, misshapen or not finite weights */
export function weightsOf(
  tensors: ReadonlyMap<string, Tensor>,
  V: number,
  H: number,
  file: string,
): LanguageModel {
  const shapes = shapesOf(V, H);
  const take = (name: Name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw damaged(file, `${name} is missing`);
    if (tensor.shape.join() !== shapes[name].join())
      throw damaged(file, `${name} has another shape than the model`);
    if (!tensor.values.every(Number.isFinite)) throw damaged(file, `${name} is not finite`);
    return tensor.values;
  };
  const parameters = {
    W_xh: take('W_xh'), // [V, H]
    W_hh: take('W_hh'), // [H, H]
    b_h: take('b_h'), // [H]
    W_hq: transpose(take('W_hq'), H, V), // [V, H]
    b_q: take('b_q'), // [V]
  };
  if (tensors.size > NAMES.length)
    throw damaged(file, 'there are weights that the model does not have');
  return { dimensions: { vocabularySize: V, hiddenSize: H }, parameters };
}

/** @param values [rows, columns]; @returns [columns, rows] */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column]!;
  return result;
}

const damaged = (name: string, reason: string) =>
  new VerseloomError('model.damaged', { name, reason });
