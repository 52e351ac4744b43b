/**
 * How rows of the same id are added up in a graph: what belongs together is known before the graph runs, so that no operation has to look for
 * it. The rows of an id that repeats are taken eight at a time, the last eight filled up with rows of zeros, and each eight is one sum; the
 * few ids that have more than one eight have these sums added up by a product with zeros and ones; and every row of the result is then looked
 * up among the rows, the sums of eight and the sums of those. A scatter that adds would be a race, since ids repeat (onnxruntime issue 18048).
 */
import type { TensorSpec, Values } from '../../core/tensors/engine.ts';

/** Rows in a sum: ids come once, twice, or a hundred times, and fewer would make more sums, more would be filled up with more zeros. */
const EIGHT = 8;

/**
 * What a graph is told of the ids. Places are those of the N rows, then one of the zeros, the M sums of eight and the Q sums of those.
 *
 * - `eights`: places of the rows of each sum of eight. [M, 8]
 * - `parts`: those of the M that are only a part of what an id has. [P]
 * - `isOf`: 1 where a part is one of the id's, for the ids that have several. [Q, P]
 * - `places`: of each row of the result, its place. [count]
 */
export type RowsById<Of> = readonly [eights: Of, parts: Of, isOf: Of, places: Of];

/** Their kinds and shapes before the ids are known: letters stand for what depends on them. @param name of the ids, since of others other letters have to stand */
export const kindsById = (
  count: number,
  name: string,
): RowsById<{
  readonly type: TensorSpec['type'];
  readonly shape: readonly (number | string)[];
}> => [
  { type: 'int32', shape: [`M of ${name}`, EIGHT] },
  { type: 'int32', shape: [`P of ${name}`] },
  { type: 'float32', shape: [`Q of ${name}`, `P of ${name}`] },
  { type: 'int32', shape: [count] },
];

/** @param ids of N rows, each below `count` */
export function rowsById(
  ids: Int32Array,
  count: number,
): RowsById<{ readonly values: Values; readonly shape: readonly number[] }> {
  const N = ids.length;
  const { order, ends } = sortedById(ids, count);
  const places = new Int32Array(count).fill(N); // zeros, unless an id comes
  const eights: number[] = [];
  const parts: number[] = [];
  const owners: number[] = []; // of each part, which of the Q
  const several: number[] = []; // the ids of the Q
  let M = 0;
  for (let id = 0, from = 0; id < count; id++) {
    const to = ends[id]!;
    if (to - from === 1) places[id] = order[from]!;
    if (to - from > 1) {
      const pieces = Math.ceil((to - from) / EIGHT);
      for (let i = 0; i < pieces * EIGHT; i++) eights.push(from + i < to ? order[from + i]! : N);
      if (pieces === 1) places[id] = N + 1 + M;
      else {
        for (let piece = 0; piece < pieces; piece++) {
          parts.push(M + piece);
          owners.push(several.length);
        }
        several.push(id);
      }
      M += pieces;
    }
    from = to;
  }
  const isOf = new Float32Array(several.length * parts.length);
  owners.forEach((owner, part) => (isOf[owner * parts.length + part] = 1));
  several.forEach((id, at) => (places[id] = N + 1 + M + at));
  return [
    { values: Int32Array.from(eights), shape: [M, EIGHT] },
    { values: Int32Array.from(parts), shape: [parts.length] },
    { values: isOf, shape: [several.length, parts.length] },
    { values: places, shape: [count] },
  ];
}

/** @returns the places of the rows by their ids, those of one id in their order [N], and where those of each id end in it [count] */
function sortedById(ids: Int32Array, count: number): { order: Int32Array; ends: Int32Array } {
  const ends = new Int32Array(count); // at first, where the next of an id goes
  for (const id of ids) if (id + 1 < count) ends[id + 1]! += 1;
  for (let id = 1; id < count; id++) ends[id]! += ends[id - 1]!;
  const order = new Int32Array(ids.length);
  ids.forEach((id, place) => (order[ends[id]!++] = place));
  return { order, ends };
}
