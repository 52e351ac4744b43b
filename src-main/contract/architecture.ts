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
  /** H, of every layer */
  readonly hiddenSize: number;
  /** L, recurrent layers on top of each other. */
  readonly layers: number;
  /** E, of the vectors that stand for the characters; 0 for one-hot vectors. */
  readonly embeddingSize: number;
  /** Whether those vectors are the output weights, too; then E = H. */
  readonly tied: boolean;
}

/** @returns the network of a run, which knows so many characters */
export const architectureOf = (
  kind: Omit<Architecture, 'vocabularySize'>,
  vocabularySize: number,
): Architecture => {
  const { cell, activation, hiddenSize, layers, embeddingSize, tied } = kind;
  return { cell, activation, vocabularySize, hiddenSize, layers, embeddingSize, tied };
};

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

/** Of each layer, what the names of its parameters end with; the first has the book's own. */
const SUFFIXES = ['', '_2', '_3', '_4'] as const;
export const MAX_LAYERS = SUFFIXES.length;
type Suffix = (typeof SUFFIXES)[number];

/** A parameter as it is in memory. */
export type ParameterName = 'E' | `${'W_x' | 'W_h' | 'b'}${Suffix}` | 'W_hq' | 'b_q';
/** Of the parameters that a network has, which its architecture says: a tied one has no W_hq, one with one-hot vectors no E. */
export type ParameterMap<T> = Record<ParameterName, T>;

/** @param layer from 0 on. @returns what its parameters are called in memory */
export const layerNames = (layer: number): Readonly<Record<'W_x' | 'W_h' | 'b', ParameterName>> => {
  const suffix = SUFFIXES[layer]!;
  return { W_x: `W_x${suffix}`, W_h: `W_h${suffix}`, b: `b${suffix}` };
};

/** @returns the numbers that a layer, from 0 on, sees of each character: V, of which one is 1; E; or H of the layer below */
const seenBy = (layer: number, { vocabularySize, embeddingSize, hiddenSize }: Architecture) =>
  layer > 0 ? hiddenSize : embeddingSize || vocabularySize;

/** Those of all G gates lie side by side, so that one product serves them all; the output weights are kept as rows. In the order in which they are drawn and kept. */
export function parameterShapes(architecture: Architecture): ParameterMap<readonly number[]> {
  const { cell, vocabularySize: V, hiddenSize: H, embeddingSize: E, tied } = architecture;
  const GH = gateCount(cell) * H;
  const shapes: Partial<ParameterMap<readonly number[]>> = {};
  if (E > 0) shapes.E = [V, E];
  for (let layer = 0; layer < architecture.layers; layer++) {
    const { W_x, W_h, b } = layerNames(layer);
    shapes[W_x] = [seenBy(layer, architecture), GH];
    shapes[W_h] = [H, GH];
    shapes[b] = [GH];
  }
  if (!tied) shapes.W_hq = [V, H];
  shapes.b_q = [V];
  return shapes as ParameterMap<readonly number[]>;
}

/** @returns the parameters that the network has, in their order */
export const parameterNames = (architecture: Architecture): ParameterName[] =>
  Object.keys(parameterShapes(architecture)) as ParameterName[];

/** @returns whether these are the parameters that the network has, by their names */
export const hasParameters = (
  parameters: Readonly<Record<string, unknown>>,
  architecture: Architecture,
): boolean => Object.keys(parameters).sort().join() === parameterNames(architecture).sort().join();

/** A parameter as the book has it, and as every file has it. */
export interface BookParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where it is in memory: of one that belongs to a gate, H columns from `column` on; `W_hq` [H, V] is transposed there. */
  readonly in: ParameterName;
  readonly column: number;
}

/** @returns the parameters in the order of the book, such as W_xh, W_hh, b_h, W_hq, b_q; those of the second layer are W_xh_2, and so on */
export function bookParameters(architecture: Architecture): BookParameter[] {
  const { cell, vocabularySize: V, hiddenSize: H, embeddingSize: E, tied } = architecture;
  const ofLayer = (layer: number): BookParameter[] => {
    const { W_x, W_h, b } = layerNames(layer);
    const suffix = SUFFIXES[layer]!;
    return CELLS[cell].gates.flatMap((gate, place): BookParameter[] => {
      const column = place * H;
      return [
        { name: `W_x${gate}${suffix}`, shape: [seenBy(layer, architecture), H], in: W_x, column },
        { name: `W_h${gate}${suffix}`, shape: [H, H], in: W_h, column },
        { name: `b_${gate}${suffix}`, shape: [H], in: b, column },
      ];
    });
  };
  return [
    ...(E > 0 ? [{ name: 'E', shape: [V, E], in: 'E', column: 0 } as const] : []),
    ...Array.from({ length: architecture.layers }, (_, layer) => ofLayer(layer)).flat(),
    ...(tied ? [] : [{ name: 'W_hq', shape: [H, V], in: 'W_hq', column: 0 } as const]),
    { name: 'b_q', shape: [V], in: 'b_q', column: 0 },
  ];
}

export const gateCount = (cell: CellName): number => CELLS[cell].gates.length;

/** What is handed on from step to step, in the order of the book's tuple. */
export const stateParts = (cell: CellName): readonly StatePart[] => CELLS[cell].state;

/** How many numbers are handed on from step to step, of each text: of each layer H, or H and C side by side. */
export const stateSize = ({
  cell,
  hiddenSize,
  layers,
}: Pick<Architecture, 'cell' | 'hiddenSize' | 'layers'>): number =>
  layers * CELLS[cell].state.length * hiddenSize;

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** @returns with how many weights each prediction has to do: all of the matrices but the one of the characters, of which it looks up a row */
export const weightsMet = (architecture: Architecture): number => {
  const { vocabularySize: V, hiddenSize: H, layers, embeddingSize: E } = architecture;
  const GH = gateCount(architecture.cell) * H;
  return (E + (layers - 1) * H + layers * H) * GH + H * V;
};

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
    parameterNames(architecture).map((name) => [name, next(name)]),
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
