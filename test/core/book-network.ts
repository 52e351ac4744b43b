/** The chapters' networks in the chapters' own words: one-hot vectors, one character at a time, plain loops over doubles. */
import {
  bookParameters,
  stateParts,
  type Architecture,
} from '../../src-main/contract/architecture.ts';
import type { ParameterMap } from '../../src-main/core/parameters.ts';

/** Doubles or floats, as they are in memory: the gates side by side, `W_hq` as rows. */
export interface BookModel {
  readonly architecture: Architecture;
  readonly parameters: ParameterMap<ArrayLike<number>>;
}

/** The book's tuple: H, or H and C; of each layer, from the lowest on. */
type State = number[][];

const range = (length: number) => Array.from({ length }, (_, i) => i);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

const oneHot = (id: number, size: number) => range(size).map((i) => (i === id ? 1 : 0));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The element of a parameter of the book at a row and a column. */
function elementOf({ architecture, parameters }: BookModel, name: string) {
  const found = bookParameters(architecture).find((one) => one.name === name)!;
  const values = parameters[found.in];
  const H = architecture.hiddenSize;
  const width = values.length / (found.shape.length === 1 ? 1 : found.shape[0]!);
  return (row: number, column: number): number =>
    found.in === 'W_hq' ? values[column * H + row]! : values[row * width + found.column + column]!;
}

/** A layer of the network; the parameters of the second are W_xh_2, and so on. */
interface Layer {
  readonly model: BookModel;
  readonly suffix: string;
}

/** What goes into a gate: X W_x· + H W_h· + b_· */
function into({ model, suffix }: Layer, gate: string, X: number[], H: number[]): number[] {
  const [W_x, W_h, b] = [`W_x${gate}`, `W_h${gate}`, `b_${gate}`].map((name) =>
    elementOf(model, `${name}${suffix}`),
  );
  return range(model.architecture.hiddenSize).map(
    (j) => sum(X.map((x, i) => x * W_x!(i, j))) + sum(H.map((h, i) => h * W_h!(i, j))) + b!(0, j),
  );
}

/** `rnn`, for one row of a batch and one step: H = tanh(X W_xh + H W_hh + b_h). */
function rnn(layer: Layer, X: number[], [H]: State): State {
  const { activation } = layer.model.architecture;
  const unit = activation === 'tanh' ? Math.tanh : (z: number) => Math.max(z, 0);
  return [into(layer, 'h', X, H!).map(unit)];
}

/** `gru` of 6.7 */
function gru(layer: Layer, X: number[], [H]: State): State {
  const Z = into(layer, 'z', X, H!).map(sigmoid);
  const R = into(layer, 'r', X, H!).map(sigmoid);
  const reset = H!.map((h, j) => R[j]! * h);
  const tilde = into(layer, 'h', X, reset).map(Math.tanh);
  return [H!.map((h, j) => Z[j]! * h + (1 - Z[j]!) * tilde[j]!)];
}

/** `lstm` of 6.8 */
function lstm(layer: Layer, X: number[], [H, C]: State): State {
  const I = into(layer, 'i', X, H!).map(sigmoid);
  const F = into(layer, 'f', X, H!).map(sigmoid);
  const O = into(layer, 'o', X, H!).map(sigmoid);
  const tilde = into(layer, 'c', X, H!).map(Math.tanh);
  const after = C!.map((c, j) => F[j]! * c + I[j]! * tilde[j]!);
  return [O.map((o, j) => o * Math.tanh(after[j]!)), after];
}

const cells = { rnn, gru, lstm };

/** One step: the state after a character, layer by layer, and Y = H W_hq + b_q, or H Eᵀ + b_q where they are tied. */
export function step(model: BookModel, id: number, before: State): { Y: number[]; state: State } {
  const { cell, vocabularySize, embeddingSize, layers, tied } = model.architecture;
  let X: number[] = oneHot(id, vocabularySize);
  if (embeddingSize > 0) {
    const E = elementOf(model, 'E');
    X = range(embeddingSize).map((j) => sum(X.map((x, i) => x * E(i, j))));
  }
  const state: State = [];
  const parts = before.length / layers;
  for (const place of range(layers)) {
    const layer = { model, suffix: place === 0 ? '' : `_${place + 1}` };
    const after = cells[cell](layer, X, before.slice(place * parts, (place + 1) * parts));
    state.push(...after);
    X = after[0]!;
  }
  const b_q = elementOf(model, 'b_q');
  const W = elementOf(model, tied ? 'E' : 'W_hq');
  const weight = (i: number, q: number): number => (tied ? W(q, i) : W(i, q));
  const Y = range(vocabularySize).map((q) => sum(X.map((h, i) => h * weight(i, q))) + b_q(0, q));
  return { Y, state };
}

export const initState = ({ architecture }: BookModel): State =>
  range(architecture.layers * stateParts(architecture.cell).length).map(() =>
    new Array<number>(architecture.hiddenSize).fill(0),
  );

/** −log of the softmax's probability of the label. */
export function crossEntropy(Y: number[], label: number): number {
  const highest = Math.max(...Y);
  return highest + Math.log(sum(Y.map((y) => Math.exp(y - highest)))) - Y[label]!;
}

/** `predict_rnn`: the prefix, and `numChars` characters after it. */
export function predictRnn(model: BookModel, prefix: number[], numChars: number): number[] {
  let state = initState(model);
  const output = [prefix[0]!];
  for (const t of range(numChars + prefix.length - 1)) {
    const { Y, state: after } = step(model, output.at(-1)!, state);
    state = after;
    output.push(t < prefix.length - 1 ? prefix[t + 1]! : Y.indexOf(Math.max(...Y)));
  }
  return output;
}

/** exp of the mean cross-entropy of every character of a text but the first. */
export function perplexityOf(model: BookModel, ids: ArrayLike<number>): number {
  let state = initState(model);
  let total = 0;
  for (const t of range(ids.length - 1)) {
    const { Y, state: after } = step(model, ids[t]!, state);
    state = after;
    total += crossEntropy(Y, ids[t + 1]!);
  }
  return Math.exp(total / (ids.length - 1));
}
