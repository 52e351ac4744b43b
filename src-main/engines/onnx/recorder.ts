/** An `Ops` that computes nothing: it writes down the operations it is asked for, as one ONNX graph. */
import onnxProto, { type onnx } from 'onnx-proto';
import type { Program, TensorSpec, Values } from '../../core/tensors/engine.ts';
import type { Ops } from '../../core/tensors/ops.ts';
import { float, initializer, integer, integers, valueInfo } from './protobuf.ts';
import { kindsById, rowsById, type RowsById } from './rows-by-id.ts';

/** A value in the graph. Shapes are known while it is written, but for those that depend on ids, which stay inside. */
interface Recorded {
  readonly name: string;
  readonly shape: readonly number[];
}

const { DataType } = onnxProto.onnx.TensorProto;
/** Opset 17 and IR 8 are read by every ONNX Runtime since 1.12. */
const OPSET = 17;
const IR_VERSION = 8;

/** Ids are kept as 64-bit integers, the only kind that all of ONNX's look-ups take. */
const elementType = (spec: TensorSpec): number =>
  spec.type === 'int32' ? DataType.INT64 : DataType.FLOAT;

/** Inputs that tell a graph what `rowsById` makes of the ids in another input. */
export interface ToldOfIds {
  readonly ids: string;
  readonly count: number;
  readonly names: readonly string[];
}

/** alpha · a · b, either of them transposed first where asked. */
interface Product {
  readonly a: Recorded;
  readonly b: Recorded;
  readonly transpose: { readonly a?: boolean; readonly b?: boolean };
  readonly alpha: number;
}

/** What executes a graph, where that cannot do everything. */
export interface Executor {
  /** Operators that it has not: they are written in others, and may come to other last bits. */
  readonly without?: readonly ('LogSoftmax' | 'Sign')[];
  /** Into so many parts it splits at once. */
  readonly mostParts?: number;
}

class Recorder implements Ops<Recorded> {
  readonly #executor: Executor;
  readonly nodes: onnx.INodeProto[] = [];
  readonly initializers: onnx.ITensorProto[] = [];
  readonly inputs: onnx.IValueInfoProto[] = [];
  readonly toldOfIds: ToldOfIds[] = [];
  /** The first of the names of each `toldOfIds`. */
  readonly #told = new Set<string>();
  /** Ids that are part of the graph, by their names. */
  readonly #constantIds = new Map<string, Int32Array>();
  #names = 0;
  // Of some values, by their names, how they were made: what is asked for next may be had in one operation with it.
  readonly #scalars = new Map<string, number>();
  readonly #products = new Map<string, Product>();
  readonly #squares = new Map<string, Recorded>();
  readonly #joined = new Map<string, { parts: readonly Recorded[]; axis: number }>();

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  scalar(value: number): Recorded {
    const made = this.constant(Float32Array.of(value), { shape: [], type: 'float32' });
    this.#scalars.set(made.name, value);
    return made;
  }

  matmul(a: Recorded, b: Recorded, transpose: { a?: boolean; b?: boolean } = {}): Recorded {
    const rows = a.shape[transpose.a ? 1 : 0]!;
    const columns = b.shape[transpose.b ? 0 : 1]!;
    if (!transpose.a && !transpose.b) return this.#node('MatMul', [a, b], [rows, columns]);
    return this.#product({ a, b, transpose, alpha: 1 }, [rows, columns]);
  }

  /** A product with one matrix transposed or both, which can be multiplied by a number and added to; ONNX Runtime fuses the others by itself. */
  #product(product: Product, shape: readonly number[], added: readonly Recorded[] = []): Recorded {
    const { a, b, transpose, alpha } = product;
    const made = this.#node('Gemm', [a, b, ...added], shape, [
      integer('transA', transpose.a ? 1 : 0),
      integer('transB', transpose.b ? 1 : 0),
      float('alpha', alpha),
    ]);
    if (added.length === 0) this.#products.set(made.name, product);
    return made;
  }

  add(a: Recorded, b: Recorded): Recorded {
    const product = this.#products.get(a.name);
    return product ? this.#product(product, a.shape, [b]) : this.#elementwise('Add', a, b);
  }

  mul(a: Recorded, b: Recorded): Recorded {
    const product = this.#products.get(a.name);
    const factor = this.#scalars.get(b.name);
    if (product && factor !== undefined)
      return this.#product({ ...product, alpha: product.alpha * factor }, a.shape);
    const made = this.#elementwise('Mul', a, b);
    if (a.name === b.name) this.#squares.set(made.name, a);
    return made;
  }

  sub = (a: Recorded, b: Recorded): Recorded => this.#elementwise('Sub', a, b);
  div = (a: Recorded, b: Recorded): Recorded => this.#elementwise('Div', a, b);
  minimum = (a: Recorded, b: Recorded): Recorded => this.#elementwise('Min', a, b);
  tanh = (a: Recorded): Recorded => this.#node('Tanh', [a], a.shape);
  sigmoid = (a: Recorded): Recorded => this.#node('Sigmoid', [a], a.shape);
  relu = (a: Recorded): Recorded => this.#node('Relu', [a], a.shape);
  exp = (a: Recorded): Recorded => this.#node('Exp', [a], a.shape);
  sqrt = (a: Recorded): Recorded => this.#node('Sqrt', [a], a.shape);

  sign(a: Recorded): Recorded {
    if (!this.#executor.without?.includes('Sign')) return this.#node('Sign', [a], a.shape);
    const is = (comparison: 'Greater' | 'Less'): Recorded =>
      this.#node('Cast', [this.#node(comparison, [a, this.scalar(0)], a.shape)], a.shape, [
        integer('to', DataType.FLOAT),
      ]);
    return this.sub(is('Greater'), is('Less'));
  }

  logSoftmax(a: Recorded): Recorded {
    if (!this.#executor.without?.includes('LogSoftmax'))
      return this.#node('LogSoftmax', [a], a.shape, [integer('axis', -1)]);
    const column = a.shape.with(-1, 1);
    const greatest = this.#node('ReduceMax', [a], column, [integers('axes', [-1])]);
    const below = this.sub(a, greatest);
    const sums = this.#node('ReduceSum', [this.exp(below), this.#integers([-1])], column);
    return this.sub(below, this.#node('Log', [sums], column));
  }

  sum(a: Recorded): Recorded {
    const squared = this.#squares.get(a.name);
    const [opType, of] = squared ? ['ReduceSumSquare', squared] : ['ReduceSum', a];
    return this.#node(opType, [of], [], [integer('keepdims', 0)]);
  }

  /** A product with ones, which ONNX Runtime makes in half the time of its sum. */
  sumRows(a: Recorded): Recorded {
    const [rows, columns] = a.shape as [number, number];
    const ones = this.constant(new Float32Array(rows).fill(1), {
      shape: [1, rows],
      type: 'float32',
    });
    const sums = this.#node('MatMul', [ones, a], [1, columns]);
    return this.#node('Squeeze', [sums, this.#integers([0])], [columns]);
  }

  gatherRows(table: Recorded, ids: Recorded): Recorded {
    return this.#node(
      'Gather',
      [table, ids],
      [ids.shape[0]!, table.shape[1]!],
      [integer('axis', 0)],
    );
  }

  sumRowsById(rows: Recorded, ids: Recorded, count: number): Recorded {
    const columns = rows.shape[1]!;
    const some = [-1, columns]; // rows
    const [eights, parts, isOf, places] = this.#rowsById(ids, count);
    const none = new Float32Array(columns);
    const zeros = this.constant(none, { shape: [1, columns], type: 'float32' });
    const withZeros = this.#concat([rows, zeros], 0);
    const inEights = this.#node('Gather', [withZeros, eights], [-1, -1, columns]);
    const alongEights = [inEights, this.#integers([1])];
    const sums = this.#node('ReduceSum', alongEights, some, [integer('keepdims', 0)]);
    const ofParts = this.#node('Gather', [sums, parts], some);
    const sumsOfParts = this.#node('MatMul', [isOf, ofParts], some);
    const all = this.#concat([withZeros, sums, sumsOfParts], 0);
    return this.#node('Gather', [all, places], [count, columns]);
  }

  /** What the graph is told of the ids: in inputs beside them, or within the graph where they are a part of it. */
  #rowsById(ids: Recorded, count: number): RowsById<Recorded> {
    const name = `${ids.name}.${count}`;
    const kinds = kindsById(count, name);
    const names = kinds.map((_, place) => `${name}.${place}`);
    const constant = this.#constantIds.get(ids.name);
    if (!this.#told.has(names[0]!)) {
      this.#told.add(names[0]!);
      if (constant)
        rowsById(constant, count).forEach(({ values, shape }, place) =>
          this.initializers.push(initializer(names[place]!, values, shape)),
        );
      else {
        this.toldOfIds.push({ ids: ids.name, count, names });
        kinds.forEach(({ type, shape }, place) =>
          this.inputs.push(
            valueInfo(names[place]!, type === 'int32' ? DataType.INT32 : DataType.FLOAT, shape),
          ),
        );
      }
    }
    const [eights, parts, isOf, places] = names.map((name) => ({ name, shape: [-1] }));
    return [eights!, parts!, isOf!, places!];
  }

  pick(a: Recorded, ids: Recorded): Recorded {
    const picked = this.#node(
      'GatherElements',
      [a, this.#asColumn(ids)],
      [ids.shape[0]!, 1],
      [integer('axis', 1)],
    );
    return this.#node('Squeeze', [picked, this.#integers([1])], ids.shape);
  }

  put(a: Recorded, ids: Recorded, values: Recorded): Recorded {
    const inputs = [a, this.#asColumn(ids), this.#asColumn(values)];
    return this.#node('ScatterElements', inputs, a.shape, [integer('axis', 1)]);
  }

  splitRows(a: Recorded, parts: number): Recorded[] {
    const rows = a.shape[0]! / parts;
    return this.#split(a, 0, new Array<number>(parts).fill(rows));
  }

  concatRows(parts: readonly Recorded[]): Recorded {
    return this.#concat(parts, 0);
  }

  splitColumns(a: Recorded, widths: readonly number[]): Recorded[] {
    return this.#split(a, 1, widths);
  }

  concatColumns(parts: readonly Recorded[]): Recorded {
    return this.#concat(parts, 1);
  }

  #split(a: Recorded, axis: number, sizes: readonly number[]): Recorded[] {
    if (sizes.length === 1) return [a];
    const joined = this.#joined.get(a.name);
    if (joined?.axis === axis && areOf(joined.parts, axis, sizes)) return [...joined.parts];
    const { mostParts = Infinity } = this.#executor;
    if (sizes.length > mostParts) return this.#splitTwice(a, axis, sizes, mostParts);
    const outputs = sizes.map((size) => ({
      name: this.#name(),
      shape: a.shape.with(axis, size),
    }));
    this.nodes.push({
      opType: 'Split',
      input: [a.name, this.#integers(sizes).name],
      output: outputs.map(({ name }) => name),
      attribute: [integer('axis', axis)],
    });
    return outputs;
  }

  /** Into groups of parts first, and of groups where there are many. */
  #splitTwice(a: Recorded, axis: number, sizes: readonly number[], most: number): Recorded[] {
    const groups = Array.from({ length: Math.ceil(sizes.length / most) }, (_, group) =>
      sizes.slice(group * most, (group + 1) * most),
    );
    const sums = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
    return this.#split(a, axis, sums).flatMap((part, group) =>
      this.#split(part, axis, groups[group]!),
    );
  }

  #concat(parts: readonly Recorded[], axis: number): Recorded {
    if (parts.length === 1) return parts[0]!;
    const size = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    const shape = parts[0]!.shape.with(axis, size);
    const made = this.#node('Concat', parts, shape, [integer('axis', axis)]);
    this.#joined.set(made.name, { parts, axis });
    return made;
  }

  input(name: string, spec: TensorSpec): Recorded {
    this.inputs.push(valueInfo(name, elementType(spec), spec.shape));
    return { name, shape: spec.shape };
  }

  constant(values: Values, { shape }: TensorSpec, name = this.#name()): Recorded {
    if (values instanceof Int32Array) this.#constantIds.set(name, values);
    const typed = values instanceof Int32Array ? BigInt64Array.from(values, BigInt) : values;
    this.initializers.push(initializer(name, typed, shape));
    return { name, shape };
  }

  #integers(values: readonly number[]): Recorded {
    return this.constant(Int32Array.from(values), { shape: [values.length], type: 'int32' });
  }

  #asColumn(a: Recorded): Recorded {
    return this.#node('Unsqueeze', [a, this.#integers([1])], [a.shape[0]!, 1]);
  }

  #elementwise(opType: string, a: Recorded, b: Recorded): Recorded {
    return this.#node(opType, [a, b], a.shape.length >= b.shape.length ? a.shape : b.shape);
  }

  #node(
    opType: string,
    inputs: readonly Recorded[],
    shape: readonly number[],
    attribute: onnx.IAttributeProto[] = [],
  ): Recorded {
    const name = this.#name();
    this.nodes.push({
      opType,
      input: inputs.map((input) => input.name),
      output: [name],
      attribute,
    });
    return { name, shape };
  }

  #name(): string {
    return `t${this.#names++}`;
  }
}

/** @returns whether they are the parts of these sizes */
const areOf = (parts: readonly Recorded[], axis: number, sizes: readonly number[]): boolean =>
  parts.length === sizes.length && parts.every(({ shape }, part) => shape[axis] === sizes[part]);

export interface RecordedGraph {
  readonly graph: onnx.IGraphProto;
  /** Of each output, its name in the graph and its shape. */
  readonly outputs: Readonly<Record<string, Recorded>>;
  readonly toldOfIds: readonly ToldOfIds[];
}

/**
 * Runs a program once to write its graph down. `constants` become part of the graph, the other inputs its inputs.
 * @param executor left out where it can do everything
 */
export function record(
  program: Program,
  constants: Readonly<Record<string, Values>>,
  executor: Executor = {},
): RecordedGraph {
  const recorder = new Recorder(executor);
  const inputs: Record<string, Recorded> = {};
  for (const [name, spec] of Object.entries(program.inputs)) {
    const constant = constants[name];
    inputs[name] = constant ? recorder.constant(constant, spec, name) : recorder.input(name, spec);
  }
  const outputs = program.build<Recorded>(recorder, inputs);
  const graph: onnx.IGraphProto = {
    name: 'verseloom',
    node: needed(recorder.nodes, Object.values(outputs)),
    initializer: recorder.initializers,
    input: recorder.inputs,
    output: Object.values(outputs).map(({ name, shape }) => valueInfo(name, DataType.FLOAT, shape)),
  };
  return { graph, outputs, toldOfIds: recorder.toldOfIds };
}

/** @param about what a file tells of the graph besides; @returns a serialised ONNX ModelProto */
export function encodeModel(graph: onnx.IGraphProto, about: onnx.IModelProto = {}): Uint8Array {
  return onnxProto.onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: 'Verseloom',
    opsetImport: [{ domain: '', version: OPSET }],
    graph,
    ...about,
  }).finish();
}

/** @returns the nodes, in order, that the outputs come from */
function needed(
  nodes: readonly onnx.INodeProto[],
  outputs: readonly Recorded[],
): onnx.INodeProto[] {
  const used = new Set(outputs.map(({ name }) => name));
  const kept = nodes.toReversed().filter((node) => {
    const isUsed = node.output!.some((name) => used.has(name));
    if (isUsed) node.input!.forEach((name) => used.add(name));
    return isUsed;
  });
  return kept.reverse();
}
