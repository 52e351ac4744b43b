/** What the hidden units of a model follow in a text: for each, what it goes with most. */

/** What a unit goes with: the character that was read last, the one before that, how far the line has come, or how surprising the last one was. */
export type Follows =
  | { readonly what: 'character' | 'before'; readonly id: number }
  | { readonly what: 'place' | 'surprise' }
  | { readonly what: 'nothing' };

/** One unit, and by how much it goes with that: r, Pearson's correlation over the characters of the text, −1 to 1. */
export interface Unit {
  readonly unit: number;
  readonly follows: Follows;
  readonly r: number;
}

/** A character says something of a unit where it was read so often, and where it was not so often. */
const OFTEN = 3;
/**
 * What goes with something less than this goes with nothing. By chance, r is spread with a deviation of about 1/√N, and the strongest of
 * many is taken.
 * @param characters N, of the text
 */
export const leastOf = (characters: number): number => Math.min(1, 2.5 / Math.sqrt(characters));

/**
 * @param states the hidden state after each character [N, H]
 * @param ids of the text [N]
 * @param surprises −ln p of each character but the first [N−1]
 * @param lineBreak the id that ends a line; undefined where the vocabulary has none
 * @returns the units, those together that follow the same: what stands first in the text first, and of each what goes with it most first
 */
export function unitsOf(
  states: Float32Array,
  ids: Int32Array,
  surprises: Float32Array,
  lineBreak: number | undefined,
): Unit[] {
  const N = ids.length;
  const H = states.length / N;
  const before = ids.subarray(0, -1);
  const features: Feature[] = [
    ...occurrences(ids, 0).map((one) => ({ ...one, what: 'character' as const })),
    ...occurrences(before, 1).map((one) => ({ ...one, what: 'before' as const })),
    graded('place', placesOf(ids, lineBreak)),
    graded('surprise', [0, ...surprises]),
  ];
  const units = Array.from({ length: H }, (_, unit) => {
    const values = Float64Array.from({ length: N }, (_, n) => states[n * H + unit]!);
    return strongest(unit, standardised(values), features);
  });
  const order = new Map(features.map((feature, i) => [keyOf(feature), i]));
  const rank = ({ follows }: Unit): number => order.get(keyOf(follows)) ?? features.length;
  return units.sort((a, b) => rank(a) - rank(b) || b.r - a.r || a.unit - b.unit);
}

type Feature =
  | { readonly what: 'character' | 'before'; readonly id: number; readonly at: readonly number[] }
  | { readonly what: 'place' | 'surprise'; readonly values: Float64Array | null };

const keyOf = (one: Follows | Feature): string =>
  'id' in one ? `${one.what} ${one.id}` : one.what;

/** @returns where each character stands that stands there often enough, and not nearly everywhere */
function occurrences(ids: Int32Array, shift: number): { id: number; at: number[] }[] {
  const places = new Map<number, number[]>();
  for (const [n, id] of ids.entries()) places.set(id, [...(places.get(id) ?? []), n + shift]);
  return [...places]
    .filter(([, at]) => at.length >= OFTEN && ids.length - at.length >= OFTEN)
    .map(([id, at]) => ({ id, at }));
}

function placesOf(ids: Int32Array, lineBreak: number | undefined): number[] {
  let place = 0;
  return Array.from(ids, (id) => (place = id === lineBreak ? 0 : place + 1));
}

const graded = (what: 'place' | 'surprise', values: readonly number[]): Feature => ({
  what,
  values: standardised(Float64Array.from(values)),
});

/** @returns the values less their mean, over their length as a vector; null where they are all the same */
function standardised(values: Float64Array): Float64Array | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const apart = values.map((value) => value - mean);
  const length = Math.hypot(...apart);
  return length > 1e-6 * Math.sqrt(values.length) ? apart.map((value) => value / length) : null;
}

function strongest(unit: number, values: Float64Array | null, features: readonly Feature[]): Unit {
  let found: Unit = { unit, follows: { what: 'nothing' }, r: 0 };
  if (!values) return found;
  for (const feature of features) {
    const r = correlation(values, feature);
    if (Math.abs(r) < leastOf(values.length) || Math.abs(r) <= Math.abs(found.r)) continue;
    const { what } = feature;
    const follows: Follows =
      'id' in feature ? { what: feature.what, id: feature.id } : { what: what as 'place' };
    found = { unit, follows, r };
  }
  return found;
}

/** Of standardised values with a feature; with one that is there or not, its mean where it is there says it all. */
function correlation(values: Float64Array, feature: Feature): number {
  if ('values' in feature)
    return feature.values?.reduce((sum, value, n) => sum + value * values[n]!, 0) ?? 0;
  const [N, m] = [values.length, feature.at.length];
  const sum = feature.at.reduce((sum, n) => sum + values[n]!, 0);
  return sum / Math.sqrt((m * (N - m)) / N);
}
