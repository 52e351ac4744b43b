/** The hidden states of a text as they came, unit by unit. */
import { stateOfByte, type InsideResult } from '../../src-main/contract/inside.ts';

/** A unit fires where its activity is beyond this, on either side of zero. */
export const FIRES = 0.9;

/** @returns the activity of a unit after the character at a place, from −1 to 1 */
export function activityOf(
  { states, hiddenSize }: Pick<InsideResult, 'states' | 'hiddenSize'>,
  unit: number,
  place: number,
): number {
  return stateOfByte(states[place * hiddenSize + unit]!);
}

/** @returns the units that fire after the character at a place, in the order of the picture */
export const firingAt = (seen: InsideResult, place: number): number[] =>
  seen.units
    .map(({ unit }) => unit)
    .filter((unit) => Math.abs(activityOf(seen, unit, place)) >= FIRES);

/** Units that go with the same, the first of which does so most. */
export interface Group {
  readonly what: InsideResult['units'][number]['what'];
  readonly character: string | null;
  readonly units: InsideResult['units'];
}

/** @returns the units by what they go with, in the order of the picture */
export function groupsOf({ units }: InsideResult): Group[] {
  const groups = Map.groupBy(units, ({ what, character }) => `${what} ${character ?? ''}`);
  return [...groups.values()].map((group) => ({
    ...{ what: group[0]!.what, character: group[0]!.character },
    units: group.toSorted((a, b) => Math.abs(b.r) - Math.abs(a.r)),
  }));
}
