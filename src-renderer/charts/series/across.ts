/** What a run is drawn over: its epochs, its steps, or its time. */
import type { Columns } from './columns.ts';
import { firstFrom, type Range } from './decimation.ts';

export const acrossKinds = ['epoch', 'step', 'time'] as const;
export type Across = (typeof acrossKinds)[number];

/** @returns [epochs], ascending: of each epoch where it ends */
export function placesOf(columns: Columns, across: Across, stepsPerEpoch: number): Float64Array {
  if (across === 'time') return columns.of('time');
  const epochs = columns.of('epoch');
  return across === 'epoch' ? epochs : epochs.map((epoch) => epoch * stepsPerEpoch);
}

/** @returns where an epoch stands, also one between two; by time no further than the run has come */
export function placeOfEpoch(
  columns: Columns,
  across: Across,
  stepsPerEpoch: number,
  epoch: number,
): number {
  if (across === 'epoch') return epoch;
  if (across === 'step') return epoch * stepsPerEpoch;
  const times = columns.of('time');
  if (times.length === 0) return 0;
  const at = Math.max(0, Math.min(times.length, epoch));
  const before = Math.floor(at);
  const start = before === 0 ? 0 : times[before - 1]!;
  const end = before >= times.length ? start : times[before]!;
  return start + (at - before) * (end - start);
}

/** @returns the epoch, which need not be whole, that stands at a place */
export function epochAtPlace(
  columns: Columns,
  across: Across,
  stepsPerEpoch: number,
  place: number,
): number {
  if (across === 'epoch') return place;
  if (across === 'step') return place / stepsPerEpoch;
  const times = columns.of('time');
  const at = firstFrom(times, place);
  if (at >= times.length) return times.length;
  const start = at === 0 ? 0 : times[at - 1]!;
  const span = times[at]! - start;
  return at + (span > 0 ? Math.max(0, (place - start) / span) : 0);
}

/** @returns the place in a column of the epoch that is nearest; −1 where there is none */
export function nearestAt(places: Float64Array, place: number): number {
  const at = firstFrom(places, place);
  if (at === 0) return places.length > 0 ? 0 : -1;
  if (at === places.length) return places.length - 1;
  return place - places[at - 1]! <= places[at]! - place ? at - 1 : at;
}

/** @returns the same stretch of a run over something else */
export function rangeOver(
  columns: Columns,
  stepsPerEpoch: number,
  { min, max }: Range,
  from: Across,
  to: Across,
): Range {
  const move = (place: number): number =>
    placeOfEpoch(
      ...([columns, to, stepsPerEpoch] as const),
      epochAtPlace(columns, from, stepsPerEpoch, place),
    );
  return { min: move(min), max: move(max) };
}
