/** The operations of one character of writing, on plain arrays: numbers are kept as floats, sums are made in doubles. */
import type { Ops } from '../../src-main/core/tensors/ops.ts';

/** Elements in row-major order. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** What `decodingStep` asks for; the rest of the algebra is for learning. */
type Operation =
  | ('matmul' | 'add' | 'sub' | 'mul' | 'tanh' | 'sigmoid' | 'relu')
  | ('gatherRows' | 'splitRows' | 'concatRows' | 'splitColumns' | 'concatColumns');

export const plainOperations: Pick<Ops<PlainTensor>, Operation> = {
  matmul: (a, b, transpose) => (transpose?.b ? timesTransposed(a, b) : times(a, b)),

  add: (a, b) => zip(a, b, (x, y) => x + y),
  sub: (a, b) => zip(a, b, (x, y) => x - y),
  mul: (a, b) => zip(a, b, (x, y) => x * y),

  tanh: ({ shape, data }) => ({ shape, data: data.map(Math.tanh) }),
  sigmoid: ({ shape, data }) => ({ shape, data: data.map((x) => 1 / (1 + Math.exp(-x))) }),
  relu: ({ shape, data }) => ({ shape, data: data.map((x) => Math.max(0, x)) }),

  gatherRows: (table, ids) => {
    const columns = table.shape[1]!;
    const data = new Float32Array(ids.data.length * columns);
    ids.data.forEach((id, row) => data.set(rowOf(table, id), row * columns));
    return { shape: [ids.data.length, columns], data };
  },

  splitRows: ({ shape: [rows, columns], data }, parts) => {
    const size = data.length / parts;
    return Array.from({ length: parts }, (_, part) => ({
      shape: [rows! / parts, columns!],
      data: data.subarray(part * size, (part + 1) * size),
    }));
  },

  /** Of one part, which is all that comes of one step. */
  concatRows: ([part]) => part!,

  splitColumns: (a, widths) => {
    const rows = a.shape[0]!;
    let column = 0;
    return widths.map((width) => {
      const data = new Float32Array(rows * width);
      for (let row = 0; row < rows; row++)
        data.set(rowOf(a, row).subarray(column, column + width), row * width);
      column += width;
      return { shape: [rows, width], data };
    });
  },

  concatColumns: (parts) => {
    const rows = parts[0]!.shape[0]!;
    const width = parts.reduce((sum, { shape }) => sum + shape[1]!, 0);
    const data = new Float32Array(rows * width);
    let column = 0;
    for (const part of parts) {
      for (let row = 0; row < rows; row++) data.set(rowOf(part, row), row * width + column);
      column += part.shape[1]!;
    }
    return { shape: [rows, width], data };
  },
};

/** `b` may be a row, which then goes with every row of `a`. */
const zip = (
  { shape, data: a }: PlainTensor,
  { data: b }: PlainTensor,
  of: (x: number, y: number) => number,
): PlainTensor => ({
  shape,
  data: a.map((element, place) => of(element, b[place % b.length]!)),
});

/** a · b, along the rows of b, as they lie in memory. */
function times(a: PlainTensor, b: PlainTensor): PlainTensor {
  const [rows, columns] = [a.shape[0]!, b.shape[1]!];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const sums = new Float64Array(columns);
    rowOf(a, row).forEach((factor, k) => {
      const summands = rowOf(b, k);
      for (let column = 0; column < columns; column++) sums[column]! += factor * summands[column]!;
    });
    data.set(sums, row * columns);
  }
  return { shape: [rows, columns], data };
}

/** a · bᵀ: rows times rows. */
function timesTransposed(a: PlainTensor, b: PlainTensor): PlainTensor {
  const [rows, columns] = [a.shape[0]!, b.shape[0]!];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const left = rowOf(a, row);
    for (let column = 0; column < columns; column++) {
      const right = rowOf(b, column);
      let sum = 0;
      for (let k = 0; k < left.length; k++) sum += left[k]! * right[k]!;
      data[row * columns + column] = sum;
    }
  }
  return { shape: [rows, columns], data };
}

function rowOf({ shape, data }: PlainTensor, row: number): Float32Array | Int32Array {
  const columns = shape[1]!;
  return data.subarray(row * columns, (row + 1) * columns);
}
