/** The operations of one character of writing, on plain arrays: numbers are kept as floats, sums are made in doubles. */
import type { Ops } from '../../src-main/core/tensors/ops.ts';

/** Elements in row-major order. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** What `decodingStep` asks for; the rest of the algebra is for learning. */
type Operation = 'matmul' | 'add' | 'tanh' | 'gatherRows' | 'splitRows';

export const plainOperations: Pick<Ops<PlainTensor>, Operation> = {
  matmul: (a, b, transpose) => (transpose?.b ? timesTransposed(a, b) : times(a, b)),

  /** `b` may be a row, which is then added to every row of `a`. */
  add: ({ shape, data: a }, { data: b }) => ({
    shape,
    data: a.map((element, place) => element + b[place % b.length]!),
  }),

  tanh: ({ shape, data }) => ({ shape, data: data.map(Math.tanh) }),

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
};

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
