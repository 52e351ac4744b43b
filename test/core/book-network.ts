/** The chapter's network in the chapter's own words: one-hot vectors, one character at a time, plain loops over doubles. */
import type { LanguageModel, ParameterName } from '../../src-main/core/parameters.ts';

/** Doubles or floats: `W_hq` is kept as rows, [V, H]. */
export interface BookModel {
  readonly dimensions: LanguageModel['dimensions'];
  readonly parameters: Record<ParameterName, ArrayLike<number>>;
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

const oneHot = (id: number, size: number) => range(size).map((i) => (i === id ? 1 : 0));

/** `rnn`, for one row of a batch and one step: H = tanh(X W_xh + H W_hh + b_h), Y = H W_hq + b_q. */
export function rnn(
  { dimensions, parameters }: BookModel,
  id: number,
  before: number[],
): { Y: number[]; H: number[] } {
  const { vocabularySize, hiddenSize } = dimensions;
  const { W_xh, W_hh, b_h, W_hq, b_q } = parameters;
  const X = oneHot(id, vocabularySize);
  const H = range(hiddenSize).map((j) =>
    Math.tanh(
      sum(X.map((x, i) => x * W_xh[i * hiddenSize + j]!)) +
        sum(before.map((h, i) => h * W_hh[i * hiddenSize + j]!)) +
        b_h[j]!,
    ),
  );
  const Y = range(vocabularySize).map(
    (q) => sum(H.map((h, i) => h * W_hq[q * hiddenSize + i]!)) + b_q[q]!,
  );
  return { Y, H };
}

export const initRnnState = ({ dimensions }: BookModel): number[] =>
  new Array<number>(dimensions.hiddenSize).fill(0);

/** −log of the softmax's probability of the label. */
export function crossEntropy(Y: number[], label: number): number {
  const highest = Math.max(...Y);
  return highest + Math.log(sum(Y.map((y) => Math.exp(y - highest)))) - Y[label]!;
}

/** `predict_rnn`: the prefix, and `numChars` characters after it. */
export function predictRnn(model: BookModel, prefix: number[], numChars: number): number[] {
  let state = initRnnState(model);
  const output = [prefix[0]!];
  for (const t of range(numChars + prefix.length - 1)) {
    const { Y, H } = rnn(model, output.at(-1)!, state);
    state = H;
    output.push(t < prefix.length - 1 ? prefix[t + 1]! : Y.indexOf(Math.max(...Y)));
  }
  return output;
}

/** exp of the mean cross-entropy of every character of a text but the first. */
export function perplexityOf(model: BookModel, ids: ArrayLike<number>): number {
  let state = initRnnState(model);
  let total = 0;
  for (const t of range(ids.length - 1)) {
    const { Y, H } = rnn(model, ids[t]!, state);
    state = H;
    total += crossEntropy(Y, ids[t + 1]!);
  }
  return Math.exp(total / (ids.length - 1));
}
