/** The algebra of tensor operations that the network's mathematics is written in; an engine interprets it. */

/**
 * Every operation makes a new tensor and leaves its arguments alone. `T` is an engine's own kind of tensor.
 * Element-wise operations broadcast a row `[C]` or a scalar `[]` over a matrix `[R, C]`.
 */
export interface Ops<T> {
  scalar(value: number): T; // []
  /** a · b, either of them transposed first where asked. */
  matmul(a: T, b: T, transpose?: { a?: boolean; b?: boolean }): T; // [R, K] · [K, C] → [R, C]
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  minimum(a: T, b: T): T;
  tanh(a: T): T;
  sigmoid(a: T): T;
  relu(a: T): T;
  /** −1, 0 or 1. */
  sign(a: T): T;
  exp(a: T): T;
  sqrt(a: T): T;
  /** log of the softmax of each row, finite wherever `a` is. */
  logSoftmax(a: T): T; // [R, C] → [R, C]
  /** Sum of all elements. */
  sum(a: T): T; // → []
  /** Sum of the rows. */
  sumRows(a: T): T; // [R, C] → [C]
  /** Row `ids[n]` of `table` for every n. */
  gatherRows(table: T, ids: T): T; // [R, C], [N] → [N, C]
  /** Adds up the rows of the same id: row r of the result is the sum of all `rows[n]` with `ids[n] = r`. The same bits every time. */
  sumRowsById(rows: T, ids: T, count: number): T; // [N, C], [N] → [count, C]
  /** Element `(n, ids[n])` for every n. */
  pick(a: T, ids: T): T; // [N, C], [N] → [N]
  /** `a` with the elements `(n, ids[n])` replaced by `values[n]`. */
  put(a: T, ids: T, values: T): T; // [N, C], [N], [N] → [N, C]
  /** Cuts the rows into equal parts, in order. */
  splitRows(a: T, parts: number): T[]; // [P·R, C] → P × [R, C]
  /** Puts matrices on top of each other. */
  concatRows(parts: readonly T[]): T; // P × [R, C] → [P·R, C]
  /** Cuts the columns into parts of these widths, in order. */
  splitColumns(a: T, widths: readonly number[]): T[];
  /** Puts matrices beside each other. */
  concatColumns(parts: readonly T[]): T;
}

/** Sum of the squares of all elements of several tensors. */
export function sumOfSquares<T>(ops: Ops<T>, tensors: readonly T[]): T {
  return tensors.map((tensor) => ops.sum(ops.mul(tensor, tensor))).reduce((a, b) => ops.add(a, b));
}
