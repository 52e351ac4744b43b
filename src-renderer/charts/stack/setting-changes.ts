/** What of a run's settings became other on its way, in words. */
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { exact } from '../../text/format.ts';
import { listed } from '../../text/messages.svelte.ts';
import type { NamedEpoch } from '../plot/plot-of.ts';
import type { RunCurves } from '../series/run-curves.ts';

/** More of them would hide the curve; the settings of each epoch can be read along it. */
const MOST = 40;

/** @returns the last epochs before η or θ were others, with what they became */
export const settingChanges = ({ settings }: RunCurves): NamedEpoch[] =>
  settings.slice(1, 1 + MOST).map((after, at) => ({
    ...{ epoch: after.epoch - 1, label: changeOf(settings[at]!, after) },
  }));

const changeOf = (before: EpochReport, after: EpochReport): string =>
  listed(
    before.learningRate === after.learningRate ? '' : `η = ${exact(after.learningRate)}`,
    before.clippingThreshold === after.clippingThreshold
      ? ''
      : `θ = ${exact(after.clippingThreshold)}`,
  );
