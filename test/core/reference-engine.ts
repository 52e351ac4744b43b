/** The reference engine: every operation as a naive loop over doubles, a page long, so that it can be checked by eye. */
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import type { Ops } from '../../src-main/core/tensors/ops.ts';

/** Elements in row-major order; ids are whole numbers among them. */
export interface Tensor64 {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function tensor(shape: readonly number[], values: Iterable<number>): Tensor64 {
  const data = Float64Array.from(values);
  if (data.length !== size(shape))
    throw new RangeError(`${data.length} values for [${shape.join()}]`);
  return { shape, data };
}

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Makes a tensor of which each element is computed from its row and its column. */
function matrix(rows: number, columns: number, at: (r: number, c: number) => number): Tensor64 {
  const data = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) data[r * columns + c] = at(r, c);
  return { shape: [rows, columns], data };
}

function at({ shape, data }: Tensor64, r: number, c: number): number {
  const [rows, columns] = [shape[0]!, shape[1]!];
  if (!(r >= 0 && r < rows && c >= 0 && c < columns)) throw new RangeError(`no element ${r}, ${c}`);
  return data[r * columns + c]!;
}

const map = ({ shape, data }: Tensor64, f: (x: number) => number): Tensor64 => ({
  shape,
  data: data.map(f),
});

/** The shorter shape must end the longer one: `[C]` and `[]` are repeated over the rows of `[R, C]`. */
function zip(a: Tensor64, b: Tensor64, f: (x: number, y: number) => number): Tensor64 {
  const [long, short] = a.shape.length >= b.shape.length ? [a.shape, b.shape] : [b.shape, a.shape];
  if (long.slice(long.length - short.length).join() !== short.join())
    throw new RangeError(`[${a.shape.join()}] and [${b.shape.join()}] do not fit`);
  const [x, y] = [a.data, b.data];
  const data = new Float64Array(size(long));
  for (let i = 0; i < data.length; i++) data[i] = f(x[i % x.length]!, y[i % y.length]!);
  return { shape: long, data };
}

const sum = (values: ArrayLike<number>) => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
const range = (length: number) => Array.from({ length }, (_, i) => i);
const transposed = (a: Tensor64) => matrix(a.shape[1]!, a.shape[0]!, (r, c) => at(a, c, r));

export const referenceOps: Ops<Tensor64> = {
  scalar: (value) => tensor([], [value]),
  matmul: (left, right, transpose) => {
    const a = transpose?.a ? transposed(left) : left;
    const b = transpose?.b ? transposed(right) : right;
    if (a.shape[1] !== b.shape[0]) throw new RangeError('inner sizes differ');
    const inner = a.shape[1]!;
    return matrix(a.shape[0]!, b.shape[1]!, (r, c) => {
      let product = 0;
      for (let k = 0; k < inner; k++) product += at(a, r, k) * at(b, k, c);
      return product;
    });
  },
  add: (a, b) => zip(a, b, (x, y) => x + y),
  sub: (a, b) => zip(a, b, (x, y) => x - y),
  mul: (a, b) => zip(a, b, (x, y) => x * y),
  div: (a, b) => zip(a, b, (x, y) => x / y),
  minimum: (a, b) => zip(a, b, Math.min),
  tanh: (a) => map(a, Math.tanh),
  sigmoid: (a) => map(a, (x) => 1 / (1 + Math.exp(-x))),
  relu: (a) => map(a, (x) => Math.max(0, x)),
  sign: (a) => map(a, Math.sign),
  exp: (a) => map(a, Math.exp),
  sqrt: (a) => map(a, Math.sqrt),
  logSoftmax: (a) => {
    const normalisers = range(a.shape[0]!).map((r) => {
      const row = range(a.shape[1]!).map((c) => at(a, r, c));
      const highest = Math.max(...row);
      return highest + Math.log(sum(row.map((x) => Math.exp(x - highest))));
    });
    return matrix(a.shape[0]!, a.shape[1]!, (r, c) => at(a, r, c) - normalisers[r]!);
  },
  sum: (a) => tensor([], [sum(a.data)]),
  sumRows: (a) =>
    tensor(
      [a.shape[1]!],
      range(a.shape[1]!).map((c) => sum(range(a.shape[0]!).map((r) => at(a, r, c)))),
    ),
  gatherRows: (table, ids) =>
    matrix(ids.shape[0]!, table.shape[1]!, (r, c) => at(table, ids.data[r]!, c)),
  sumRowsById: (rows, ids, count) =>
    matrix(count, rows.shape[1]!, (r, c) =>
      sum(
        range(rows.shape[0]!)
          .filter((n) => ids.data[n] === r)
          .map((n) => at(rows, n, c)),
      ),
    ),
  pick: (a, ids) =>
    tensor(
      ids.shape,
      range(ids.shape[0]!).map((n) => at(a, n, ids.data[n]!)),
    ),
  put: (a, ids, values) =>
    matrix(a.shape[0]!, a.shape[1]!, (r, c) => (ids.data[r] === c ? values.data[r]! : at(a, r, c))),
  splitRows: (a, parts) => {
    const rows = a.shape[0]! / parts;
    return range(parts).map((p) => matrix(rows, a.shape[1]!, (r, c) => at(a, p * rows + r, c)));
  },
  concatRows: (parts) => {
    const rows = sum(parts.map((part) => part.shape[0]!));
    return tensor(
      [rows, parts[0]!.shape[1]!],
      parts.flatMap((part) => [...part.data]),
    );
  },
  splitColumns: (a, widths) => {
    if (sum(widths) !== a.shape[1]) throw new RangeError('the widths are not those of the columns');
    return widths.map((width, part) => {
      const before = sum(widths.slice(0, part));
      return matrix(a.shape[0]!, width, (r, c) => at(a, r, before + c));
    });
  },
  concatColumns: (parts) => transposed(referenceOps.concatRows(parts.map(transposed))),
};

export class ReferenceEngine implements Engine<Tensor64> {
  readonly name = 'reference';
  readonly version = '1';
  readonly threads = 1;
  readonly #alive = new Set<Tensor64>();

  /** Tensors that were handed out and not given back. */
  get tensors(): number {
    return this.#alive.size;
  }

  upload(values: Iterable<number>, { shape }: { shape: readonly number[] }): Tensor64 {
    return this.#own(tensor(shape, values));
  }

  read(from: Tensor64): Float32Array {
    return Float32Array.from(from.data);
  }

  view(from: Tensor64): Float32Array {
    return this.read(from);
  }

  release(gone: Tensor64): void {
    if (!this.#alive.delete(gone)) throw new Error('released twice, or never handed out');
  }

  compile: Engine<Tensor64>['compile'] = async (program, constants) => {
    const kept = Object.fromEntries(
      Object.entries<Iterable<number>>(constants ?? {}).map(([name, values]) => [
        name,
        tensor(
          (program.inputs as Record<string, { shape: readonly number[] }>)[name]!.shape,
          values,
        ),
      ]),
    );
    return {
      run: async (inputs) => {
        for (const input of Object.values<Tensor64>(inputs))
          if (!this.#alive.has(input)) throw new Error('an input was released before its use');
        const outputs = program.build(referenceOps, { ...kept, ...inputs } as never);
        for (const output of Object.values<Tensor64>(outputs)) this.#own(output);
        return outputs;
      },
      dispose: async () => {},
    };
  };

  #own(made: Tensor64): Tensor64 {
    this.#alive.add(made);
    return made;
  }
}
