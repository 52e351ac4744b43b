/** What a sweep goes through: settings with several values each, as a person writes them, and the runs that they make. */
import { readSwept } from '../../../contract/runs/swept-text.ts';
import { withOwnActivation, type SweptCells } from '../../../contract/runs/swept-cells.ts';
import { withOwnRate, type SweptRates } from '../../../contract/runs/swept-rates.ts';
import { alone, parseSettings } from '../../../contract/settings.ts';
import type { Axis, SweptRun } from '../../../services/sweeps/swept-run.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { settingFlags, settingsOf, writtenAs, type SettingField } from '../arguments/flags.ts';

/** Runs of one sweep. */
export const MAX_SWEEP = 10_000;

/** Greek letters of the book, beside the names of the flags. */
const LETTERS: Readonly<Record<string, SettingField>> = {
  eta: 'learningRate',
  theta: 'clippingThreshold',
  beta: 'momentum',
  lambda: 'weightDecay',
};
/** What is a list itself, or is only switched on. */
const NOT_SWEPT: readonly SettingField[] = ['prefixes', 'letExplode', 'tied', 'detach'];

const fieldsByName: ReadonlyMap<string, SettingField> = new Map([
  ...(Object.entries(settingFlags) as [SettingField, string][])
    .filter(([field]) => !NOT_SWEPT.includes(field))
    .map(([field, flag]): [string, SettingField] => [flag.slice(2), field]),
  ...Object.entries(LETTERS),
]);

/**
 * @param sets `name=values` each: a list `10,100`, a range `0.1..0.5:0.1`, or one by factors `1..1000*10`
 * @param seeds how many seeds each combination is run with, from `firstSeed` on; undefined for the one of the settings
 * @throws UsageError for what is not understood, for a setting that is there twice, and for more than ten thousand runs
 */
export function axesOf(
  sets: readonly string[],
  seeds: number | undefined,
  firstSeed: number,
): Axis[] {
  const axes = sets.map(axisOf);
  if (seeds !== undefined)
    axes.push({
      ...{ name: 'seed', field: 'seed' },
      values: Array.from({ length: seeds }, (_, i) => firstSeed + i),
    });
  for (const [i, { field, name }] of axes.entries())
    if (axes.slice(0, i).some((other) => other.field === field))
      throw new UsageError('sweepTwice', { name });
  if (axes.length === 0) throw new UsageError('sweepNothing', {});
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_SWEEP)
    throw new UsageError('sweepTooMany', { runs: String(count), max: String(MAX_SWEEP) });
  return axes;
}

function axisOf(set: string): Axis {
  const [, name, text] = /^([\w-]+)=(.+)$/.exec(set) ?? [];
  const field = name === undefined ? undefined : fieldsByName.get(name);
  if (name === undefined || text === undefined) throw new UsageError('sweepSet', { text: set });
  if (!field)
    throw new UsageError('sweepName', { name, choices: [...fieldsByName.keys()].join(', ') });
  const words = readSwept(text, MAX_SWEEP);
  if (words === 'range') throw new UsageError('sweepRange', { text: set });
  if (words === 'tooMany')
    throw new UsageError('sweepTooMany', { runs: `> ${MAX_SWEEP}`, max: String(MAX_SWEEP) });
  const key = writtenAs(settingFlags[field]);
  const values = words.map((word) => {
    const value = settingsOf({ [key]: word })[field];
    parseSettings(alone(field, value)); // which says what is wrong with it
    return typeof value === 'number' ? value : word;
  });
  if (new Set(values).size < values.length) throw new UsageError('sweepSame', { text: set });
  return { name, field, values };
}

/**
 * @param base what all of them have
 * @returns the runs, the first setting changing least often; of other cells than the RNN, each with the activation of its own, and of each optimiser with a learning rate that suits it
 * @throws VerseloomError `settings.*` of the first that cannot be
 */
export function runsOf(
  axes: readonly Axis[],
  base: Readonly<Record<string, unknown>>,
): SweptCells<SweptRun> & SweptRates<SweptRun> {
  let runs: SweptRun[] = [{ values: {}, settings: base }];
  for (const { name, field, values } of axes) {
    const key = writtenAs(settingFlags[field as SettingField]);
    runs = runs.flatMap((run) =>
      values.map((value) => ({
        values: { ...run.values, [name]: value },
        settings: { ...run.settings, ...settingsOf({ [key]: String(value) }) },
      })),
    );
  }
  const own = withOwnRate(runs, base);
  const swept = withOwnActivation(own.runs, base);
  for (const { settings } of swept.runs) parseSettings(settings);
  return { ...own, ...swept };
}
