/** The hidden states of a text as they came, unit by unit. */
import { stateOfByte, type InsideResult, type StateRange } from '../../src-main/contract/inside.ts';

/** A unit whose states lie between −1 and 1 fires where its activity is beyond this, on either side of zero; one of ReLU above 0. */
export const FIRES = 0.9;

type States = Pick<InsideResult, 'states' | 'hiddenSize' | 'stateRange'>;

/** @returns the state of a unit after the character at a place, within its range */
export const activityOf = (
  { states, hiddenSize, stateRange }: States,
  unit: number,
  place: number,
): number => stateOfByte(states[place * hiddenSize + unit]!, stateRange);

/** @returns how deep its colour is, from −1 to 1 */
export const depthOf = (activity: number, { greatest }: StateRange): number =>
  greatest > 0 ? activity / greatest : 0;

/** @returns the units that fire after the character at a place, those of ReLU by their states, the others in the order of the picture */
export function firingAt(seen: States & Pick<InsideResult, 'units'>, place: number): number[] {
  const at = (unit: number): number => activityOf(seen, unit, place);
  const units = seen.units.map(({ unit }) => unit);
  return seen.stateRange.isSigned
    ? units.filter((unit) => Math.abs(at(unit)) >= FIRES)
    : units.filter((unit) => at(unit) > 0).toSorted((a, b) => at(b) - at(a));
}

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
