/** What a network is made of: its cell and its sizes, and the parameters and the state that come of these, by the book's names. */

export const cellNames = ['rnn', 'gru', 'lstm'] as const;
export type CellName = (typeof cellNames)[number];
/** Of the units of an `rnn`; the other cells have their own. */
export const activations = ['tanh', 'relu'] as const;
export type Activation = (typeof activations)[number];

/** The hidden state, and the memory cell of the LSTM. */
export type StatePart = 'H' | 'C';

export interface Architecture {
  readonly cell: CellName;
  /** `tanh` for every cell but the `rnn`. */
  readonly activation: Activation;
  /** V */
  readonly vocabularySize: number;
  /** H */
  readonly hiddenSize: number;
}

/** @returns the network of a run, which knows so many characters */
export const architectureOf = (
  { cell, activation, hiddenSize }: Omit<Architecture, 'vocabularySize'>,
  vocabularySize: number,
): Architecture => ({ cell, activation, vocabularySize, hiddenSize });

/**
 * Of each cell, its gates by the letters that the book has for their parameters (6.4, 6.7, 6.8), in the order in which they lie side by
 * side in memory; and what is handed on from step to step.
 */
const CELLS: Readonly<Record<CellName, { gates: readonly string[]; state: readonly StatePart[] }>> =
  {
    rnn: { gates: ['h'], state: ['H'] },
    gru: { gates: ['z', 'r', 'h'], state: ['H'] },
    lstm: { gates: ['i', 'f', 'o', 'c'], state: ['H', 'C'] },
  };

/** The parameters as they are in memory. */
export const parameterNames = ['W_x', 'W_h', 'b', 'W_hq', 'b_q'] as const;
export type ParameterName = (typeof parameterNames)[number];
export type ParameterMap<T> = Record<ParameterName, T>;

/** Those of all G gates lie side by side, so that one product serves them all; the output weights are kept as rows. */
export function parameterShapes({
  cell,
  vocabularySize: V,
  hiddenSize: H,
}: Architecture): ParameterMap<readonly number[]> {
  const GH = gateCount(cell) * H;
  return { W_x: [V, GH], W_h: [H, GH], b: [GH], W_hq: [V, H], b_q: [V] };
}

/** A parameter as the book has it, and as every file has it. */
export interface BookParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where it is in memory: of one that belongs to a gate, H columns from `column` on; `W_hq` [H, V] is transposed there. */
  readonly in: ParameterName;
  readonly column: number;
}

/** @returns the parameters in the order of the book, such as W_xh, W_hh, b_h, W_hq, b_q */
export function bookParameters({
  cell,
  vocabularySize: V,
  hiddenSize: H,
}: Architecture): BookParameter[] {
  const ofGates = CELLS[cell].gates.flatMap((gate, place): BookParameter[] => {
    const column = place * H;
    return [
      { name: `W_x${gate}`, shape: [V, H], in: 'W_x', column },
      { name: `W_h${gate}`, shape: [H, H], in: 'W_h', column },
      { name: `b_${gate}`, shape: [H], in: 'b', column },
    ];
  });
  return [
    ...ofGates,
    { name: 'W_hq', shape: [H, V], in: 'W_hq', column: 0 },
    { name: 'b_q', shape: [V], in: 'b_q', column: 0 },
  ];
}

export const gateCount = (cell: CellName): number => CELLS[cell].gates.length;

/** What is handed on from step to step, in the order of the book's tuple. */
export const stateParts = (cell: CellName): readonly StatePart[] => CELLS[cell].state;

/** How many numbers are handed on from step to step, of each text: H, or H and C side by side. */
export const stateSize = ({
  cell,
  hiddenSize,
}: Pick<Architecture, 'cell' | 'hiddenSize'>): number => CELLS[cell].state.length * hiddenSize;

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** @returns with how many weights each prediction has to do: all of the matrices but the input's, of which it looks up a row */
export const weightsMet = ({ cell, vocabularySize: V, hiddenSize: H }: Architecture): number =>
  H * (gateCount(cell) * H + V);

/** @returns how many elements there are */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** @returns the parameters that lie in `bytes` end to end, in the order of their names: views, and no copies */
export function parametersIn(
  bytes: ArrayBuffer,
  architecture: Architecture,
): ParameterMap<Float32Array> {
  const shapes = parameterShapes(architecture);
  let at = 0;
  const next = (name: ParameterName): Float32Array => {
    const values = new Float32Array(bytes, at, sizeOf(shapes[name]));
    at += values.byteLength;
    return values;
  };
  return Object.fromEntries(
    parameterNames.map((name) => [name, next(name)]),
  ) as ParameterMap<Float32Array>;
}

/** @returns those of the parameters that belong to a gate, as one array of the book; a copy but where there is one gate alone */
export function gateOf(values: Float32Array, { shape, column }: BookParameter): Float32Array {
  const H = shape.at(-1)!;
  const rows = sizeOf(shape) / H;
  if (values.length === rows * H) return values;
  const gate = new Float32Array(rows * H);
  const width = values.length / rows;
  for (let row = 0; row < rows; row++)
    gate.set(values.subarray(row * width + column, row * width + column + H), row * H);
  return gate;
}
