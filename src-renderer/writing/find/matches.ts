/** Where what one looks for stands in a text, and which of these places is selected. */
import type { SearchQuery } from '@codemirror/search';
import type { EditorState } from '@codemirror/state';

export interface Matches {
  /** UTF-16 units, in the order of the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** @param query that is valid */
export function matchesOf(state: EditorState, query: SearchQuery): Matches {
  const [starts, ends]: [number[], number[]] = [[], []];
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); !next.done; next = cursor.next()) {
    starts.push(next.value.from);
    ends.push(next.value.to);
  }
  return { starts, ends };
}

/** @returns which one is selected, from 1; undefined where none is */
export function placeIn({ starts, ends }: Matches, state: EditorState): number | undefined {
  const { from, to } = state.selection.main;
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return starts[low] === from && ends[low] === to ? low + 1 : undefined;
}
