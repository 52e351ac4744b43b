/** As many points of a curve as a screen has room for: of each few pixels the first, the lowest, the highest and the last, so that peaks stay. */

export interface Point {
  x: number;
  y: number;
}

/** An extent along an axis, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** @returns the place, from a first to before a last, of the first of ascending values that is no less than one; the last where none is */
export function firstFrom(
  values: Float64Array,
  least: number,
  low = 0,
  high = values.length,
): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param x [epochs], ascending
 * @param y [epochs]; where it is NaN there is no point
 * @param range of x that is seen; one point beyond either end is kept, so that the curve leaves the picture where it would
 * @param buckets into which the range is cut; at most four points of each
 * @returns points in the order of x
 */
export function decimate(
  x: Float64Array,
  y: Float64Array,
  { min, max }: Range,
  buckets: number,
): Point[] {
  const from = Math.max(0, firstFrom(x, min) - 1);
  const to = Math.min(x.length, firstFrom(x, max + Number.EPSILON * Math.abs(max)) + 1);
  const points: Point[] = [];
  const put = (at: number): void => void points.push({ x: x[at]!, y: y[at]! });
  if (to - from <= 4 * buckets) {
    for (let at = from; at < to; at++) if (!Number.isNaN(y[at]!)) put(at);
    return points;
  }
  const width = (max - min) / buckets;
  for (let at = from; at < to;) {
    const end = endOfBucket(x, at, to, min, width);
    let [first, last] = [at, end - 1];
    at = end;
    while (first < end && Number.isNaN(y[first]!)) first++;
    if (first === end) continue;
    while (Number.isNaN(y[last]!)) last--;
    let [low, high] = [first, first];
    let [lowest, highest] = [y[first]!, y[first]!];
    for (let place = first + 1; place <= last; place++) {
      const value = y[place]!;
      if (value < lowest) [low, lowest] = [place, value];
      else if (value > highest) [high, highest] = [place, value];
    }
    put(first);
    for (const place of low < high ? [low, high] : [high, low])
      if (place !== first && place !== last) put(place);
    if (last !== first) put(last);
  }
  return points;
}

/** @returns the place after the last value, before another place, that lies in the same bucket as the one at a place */
function endOfBucket(x: Float64Array, at: number, to: number, min: number, width: number): number {
  const bucket = Math.floor((x[at]! - min) / width);
  return Math.max(at + 1, firstFrom(x, min + (bucket + 1) * width, at + 1, to));
}

/** @returns the mean of each bucket that holds a value, with where it begins and ends */
export function bucketMeans(
  x: Float64Array,
  y: Float64Array,
  { min, max }: Range,
  buckets: number,
): { from: number; to: number; mean: number }[] {
  const means: { from: number; to: number; mean: number }[] = [];
  const start = firstFrom(x, min);
  const end = Math.min(x.length, firstFrom(x, max + Number.EPSILON * Math.abs(max)));
  const width = (max - min) / buckets;
  for (let at = start; at < end;) {
    const first = at;
    const after = endOfBucket(x, first, end, min, width);
    let sum = 0;
    for (; at < after; at++) sum += y[at]!;
    // An epoch is what lies between the end of the one before and its own.
    const from = first > 0 ? x[first - 1]! : Math.min(min, x[first]!);
    means.push({ from, to: x[after - 1]!, mean: sum / (after - first) });
  }
  return means;
}
