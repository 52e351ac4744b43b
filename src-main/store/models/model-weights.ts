/** The weights by the book's names and shapes; the one place where `W_hq` turns from the book's [H, V] to rows [V, H] and back, and where gates are put side by side. */
import {
  bookParameters,
  cellNames,
  parameterCount,
  parameterNames,
  parameterShapes,
  sizeOf,
  type Architecture,
  type BookParameter,
  type ParameterName,
} from '../../contract/architecture.ts';
import type { LanguageModel } from '../../contract/compute-api.ts';
import type { ArchiveEntry } from '../archives/archive-reader.ts';
import { packEntry, STORED, type PackedEntry } from '../archives/archive-writer.ts';
import { Damage } from '../files/damage.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from './safetensors.ts';
import { inSlices } from '../files/slices.ts';

/** Numbers that are transposed without a break, in less than a millisecond. */
const AT_ONCE = 1 << 15;

/** Weights look like noise, so that no tool that packs them gets far: what expands more was made to fill the memory. */
const MAX_EXPANSION = 4;
const SMALL_BYTES = 1024 * 1024;

/** Bytes that the weights take in a file, at most. */
export const largestWeights = (architecture: Architecture): number =>
  largestSafetensors(parameterCount(architecture), 4);

/**
 * @param metadata of the safetensors file; the sizes come on top
 * @returns the bytes in pieces, some of which are the model's own
 * @throws Damage for weights of other shapes than their architecture says, or that are not finite
 */
export async function encodeWeights(
  { architecture, parameters }: LanguageModel,
  metadata: Record<string, string> = {},
): Promise<Uint8Array[]> {
  const { vocabularySize, hiddenSize, layers, embeddingSize } = architecture;
  const shapes = parameterShapes(architecture);
  for (const name of parameterNames(architecture))
    if (parameters[name].length !== sizeOf(shapes[name]))
      throw new Damage(`${name} has another shape than the model`);
  const tensors = new Map<string, Tensor>();
  for (const parameter of bookParameters(architecture)) {
    const { name, shape } = parameter;
    const values = await toBook(parameters[parameter.in], parameter);
    await checkFinite(values, name);
    tensors.set(name, { shape, values });
  }
  return encodeSafetensors(tensors, {
    ...metadata,
    vocabulary_size: String(vocabularySize),
    hidden_size: String(hiddenSize),
    // The bytes of a network without these are those of every version: by them a model is known again.
    ...(layers > 1 && { layers: String(layers) }),
    ...(embeddingSize > 0 && { embedding_size: String(embeddingSize) }),
  });
}

/**
 * @param file that the bytes are, for the reason
 * @throws Damage for missing, additional, misshapen or not finite weights
 */
export async function decodeWeights(
  bytes: Uint8Array,
  architecture: Architecture,
  file: string,
): Promise<LanguageModel> {
  const tensors = decodeSafetensors(bytes, file);
  const expected = bookParameters(architecture);
  const other = cellNames.find(
    (cell) => cell !== architecture.cell && isOf(tensors, { ...architecture, cell }),
  );
  if (other && !isOf(tensors, architecture))
    throw new Damage(`${file} has the weights of ${other} and not of ${architecture.cell}`);
  const shapes = parameterShapes(architecture);
  const found = new Map<ParameterName, Float32Array>();
  for (const parameter of expected) {
    const { name, shape } = parameter;
    const tensor = tensors.get(name);
    const place = `${file}/${name}`;
    if (!tensor) throw new Damage(`${place} is missing`);
    const { values } = tensor;
    if (!(values instanceof Float32Array))
      throw new Damage(`${place} is of another type of number`);
    if (tensor.shape.join() !== shape.join())
      throw new Damage(`${place} has another shape than the model`);
    await checkFinite(values, place);
    const size = sizeOf(shapes[parameter.in]);
    const whole =
      found.get(parameter.in) ?? (values.length === size ? values : new Float32Array(size));
    found.set(parameter.in, await fromBook(values, parameter, whole));
  }
  if (tensors.size > expected.length)
    throw new Damage(`${file} holds weights that the model does not have`);
  return { architecture, parameters: Object.fromEntries(found) as LanguageModel['parameters'] };
}

/** Whether there are the tensors of such a network, whatever their shapes. */
const isOf = (tensors: ReadonlyMap<string, Tensor>, architecture: Architecture): boolean => {
  const names = bookParameters(architecture).map(({ name }) => name);
  return tensors.size === names.length && names.every((name) => tensors.has(name));
};

/** @param values as they are in memory. @returns the parameter of the book, which may be these themselves */
async function toBook(
  values: Float32Array,
  { shape, in: name, column }: BookParameter,
): Promise<Float32Array> {
  const [rows, columns] = shape as [number, number];
  if (name === 'W_hq') return transpose(values, columns, rows);
  if (values.length === sizeOf(shape)) return values;
  const gate = new Float32Array(sizeOf(shape));
  const H = shape.at(-1)!;
  const width = (values.length * H) / gate.length;
  await inSlices(
    gate.length / H,
    (start, end) => {
      for (let row = start; row < end; row++) {
        const at = row * width + column;
        gate.set(values.subarray(at, at + H), row * H);
      }
    },
    Math.max(1, Math.floor(AT_ONCE / H)),
  );
  return gate;
}

/** @param whole the parameter as it is in memory, which may be the values themselves. @returns it, with those of the book in their place */
async function fromBook(
  values: Float32Array,
  { shape, in: name, column }: BookParameter,
  whole: Float32Array,
): Promise<Float32Array> {
  const [rows, columns] = shape as [number, number];
  if (name === 'W_hq') return transpose(values, rows, columns);
  if (whole === values) return values;
  const H = shape.at(-1)!;
  const [count, width] = [values.length / H, (whole.length * H) / values.length];
  await inSlices(
    count,
    (start, end) => {
      for (let row = start; row < end; row++)
        whole.set(values.subarray(row * H, (row + 1) * H), row * width + column);
    },
    Math.max(1, Math.floor(AT_ONCE / H)),
  );
  return whole;
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

/** A run's best model is packed once, not at every save until there is a better one; and so are its snapshots. */
const keptPacked = new WeakMap<LanguageModel, PackedEntry>();

export async function packKept(name: string, model: LanguageModel): Promise<PackedEntry> {
  const known = keptPacked.get(model);
  const entry = known?.name === name ? known : await packModel(name, model);
  keptPacked.set(model, entry);
  return entry;
}

export const packModel = async (name: string, model: LanguageModel): Promise<PackedEntry> =>
  packEntry(name, await encodeWeights(model, { format: 'verseloom-weights' }), STORED);

/** @throws Damage as `decodeWeights`, and for what unpacks to more than weights do */
export async function readModel(
  entry: ArchiveEntry,
  architecture: Architecture,
): Promise<LanguageModel> {
  const { name, size, packedSize } = entry;
  if (size > MAX_EXPANSION * packedSize + SMALL_BYTES) throw new Damage(`${name} expands too much`);
  return decodeWeights(await entry.read(largestWeights(architecture)), architecture, name);
}
