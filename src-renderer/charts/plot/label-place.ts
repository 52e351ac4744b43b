/** Where a label stands in a chart: at the first of its places that no line passes. */
export interface Box {
  readonly left: number; // px, as everything here
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
/** From one point to another; what is no number is nowhere. */
export type Segment = readonly [Point, Point];

/** How far a label keeps from a line. */
export const CLEAR = 2; // px; half of a curve's stroke, and what is drawn softly beside it

/**
 * @param places in the order in which they are liked; at least one
 * @returns the first that nothing crosses; where there is none, the first that the fewest cross
 */
export function freePlace(
  places: readonly Box[],
  lines: readonly Segment[],
  labels: readonly Box[] = [],
): Box {
  let best = places[0]!;
  let fewest = Infinity;
  for (const place of places) {
    const crossed =
      lines.filter((line) => crosses(line, around(place))).length +
      labels.filter((label) => overlap(label, place)).length * (lines.length + 1); // the worst of all
    if (crossed >= fewest) continue;
    [best, fewest] = [place, crossed];
    if (crossed === 0) break;
  }
  return best;
}

/** @returns them in the order in which their labels are placed: who can stand in few places chooses first */
export const fewestFirst = <Labelled extends { readonly places: readonly Box[] }>(
  all: readonly Labelled[],
): Labelled[] => all.toSorted((one, other) => one.places.length - other.places.length);

const around = ({ left, top, right, bottom }: Box): Box => ({
  left: left - CLEAR,
  top: top - CLEAR,
  right: right + CLEAR,
  bottom: bottom + CLEAR,
});

/** @returns the segments between the points of a curve */
export const segmentsOf = (points: readonly Point[]): Segment[] =>
  points.slice(1).map((point, index) => [points[index]!, point]);

const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

/** Whether a segment has a point within a box: what is left of it between the box's sides (Liang and Barsky). */
export function crosses([from, to]: Segment, { left, top, right, bottom }: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [begin, end] = [0, 1];
  for (const [towards, room] of [
    [-dx, from.x - left],
    [dx, right - from.x],
    [-dy, from.y - top],
    [dy, bottom - from.y],
  ] as const) {
    if (Number.isNaN(towards) || Number.isNaN(room)) return false;
    if (towards === 0 && room < 0) return false; // beside it, all along
    if (towards < 0) begin = Math.max(begin, room / towards);
    if (towards > 0) end = Math.min(end, room / towards);
  }
  return begin <= end;
}
