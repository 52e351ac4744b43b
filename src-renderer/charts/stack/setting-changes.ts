/** What of a run's settings became other on its way, in words. */
import type { SettingsChange } from '../../../src-main/contract/training.ts';
import { exact } from '../../text/format.ts';
import { listed } from '../../text/messages.svelte.ts';
import type { NamedEpoch } from '../plot/plot-of.ts';
import type { RunCurves } from '../series/run-curves.ts';

/** More of them would hide the curve; the settings of each epoch can be read along it. */
const MOST = 40;

/**
 * What a schedule does to η is no change of a setting: it has a curve of its own.
 * @param changes as the run has them recorded, the first of them what it was begun with
 * @returns the last epochs before η or θ were others, with what they became
 */
export const settingChanges = (
  { last }: RunCurves,
  changes: readonly SettingsChange[],
): NamedEpoch[] =>
  changes
    .slice(1)
    .map((after, at) => ({ epoch: after.epoch - 1, label: changeOf(changes[at]!, after) }))
    .filter(({ epoch, label }) => label !== '' && epoch < (last?.epoch ?? 0))
    .slice(0, MOST);

const changeOf = (before: SettingsChange, after: SettingsChange): string =>
  listed(
    before.learningRate === after.learningRate ? '' : `η = ${exact(after.learningRate)}`,
    before.clippingThreshold === after.clippingThreshold
      ? ''
      : `θ = ${exact(after.clippingThreshold)}`,
  );
