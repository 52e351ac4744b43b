/** Streams of a network so small that every text it can write is known: what comes next is worked out once for each text. */
import type { Rows, Streams } from '../../../src-main/core/search/streams.ts';
import { initState, step, type BookModel } from '../book-network.ts';

/** A text that was read, and what the chapter's network says of what comes next. */
export interface Read {
  readonly state: number[][];
  readonly probabilities: readonly number[];
  readonly after: (Read | undefined)[];
}

export function readOn(model: BookModel, { state: before, after }: Read, id: number): Read {
  return (after[id] ??= readFrom(model, before, id));
}

function readFrom(model: BookModel, before: number[][], id: number): Read {
  const { Y, state } = step(model, id, before);
  const weights = Y.map((y) => Math.exp(y - Math.max(...Y)));
  const total = weights.reduce((a, b) => a + b, 0);
  return { state, probabilities: weights.map((weight) => weight / total), after: [] };
}

export const nothingRead = (model: BookModel): Read => ({
  ...{ state: initState(model), probabilities: [], after: [] },
});

export function knownStreams(
  model: BookModel,
  count: number,
  from: Read,
  temperature = 1,
): Streams {
  let texts: Read[] = new Array<Read>(count).fill(from);
  return {
    count,
    first: rowsOf([from], temperature),
    step: (ids, parents) => {
      texts = Array.from(parents, (parent, b) => readOn(model, texts[parent]!, ids[b]!));
      return Promise.resolve(rowsOf(texts, temperature));
    },
  };
}

function rowsOf(texts: readonly Read[], temperature: number): Rows {
  const V = texts[0]!.probabilities.length;
  const rows: Rows = {
    logProbabilities: new Float32Array(texts.length * V),
    probabilities: new Float32Array(texts.length * V),
  };
  for (const [b, { probabilities }] of texts.entries()) {
    let sum = 0;
    for (let id = 0; id < V; id++) {
      const p = probabilities[id]!;
      rows.logProbabilities[b * V + id] = Math.log(p);
      sum += rows.probabilities[b * V + id] = temperature === 1 ? p : p ** (1 / temperature);
    }
    if (temperature !== 1) for (let id = 0; id < V; id++) rows.probabilities[b * V + id]! /= sum;
  }
  return rows;
}
