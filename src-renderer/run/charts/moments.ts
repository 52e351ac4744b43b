/** What happened in a run, by epochs: where it was gone on with, where its settings changed, where it wrote and where it was saved. */
import type { EpochReport, Sample, SettingsChange } from '../../../src-main/contract/training.ts';
import type { Moments } from '../../charts/plot/plot-of.ts';
import { count, exact } from '../../text/format.ts';
import { listed, t } from '../../text/messages.svelte.ts';

/** More of them would hide the curve; the settings of each epoch can be read along it. */
const MOST_NAMED = 40;

interface History {
  readonly epochs: readonly EpochReport[];
  readonly samples: readonly Sample[];
  readonly checkpoints: readonly number[];
  /** The last epoch before it was gone on with; 0 for one from its beginning. */
  readonly goneOnAt: number;
  /** As it has them recorded; what its epochs tell is found without them. */
  readonly changes?: readonly SettingsChange[];
}

export function momentsOf(history: History): Moments {
  const { epochs, samples, checkpoints, goneOnAt, changes = [] } = history;
  const named: { epoch: number; label: string }[] = [];
  if (goneOnAt > 0)
    named.push({ epoch: goneOnAt, label: t('train.goneOn', { epoch: count(goneOnAt) }) });
  for (let at = 1; at < epochs.length && named.length < MOST_NAMED; at++) {
    const [before, after] = [epochs[at - 1]!, epochs[at]!];
    if (isChanged(before, after))
      named.push({ epoch: before.epoch, label: changeOf(before, after) });
  }
  for (const [at, { epoch, predPeriod }] of changes.entries())
    if (at > 0 && predPeriod !== changes[at - 1]!.predPeriod)
      addTo(
        named,
        epoch - 1,
        t('charts.periodChanged', { count: predPeriod, period: count(predPeriod) }),
      );
  const written: number[] = [];
  for (const { epoch } of samples) if (written.at(-1) !== epoch) written.push(epoch);
  return { samples: written, checkpoints, named };
}

/** What changed at once has one name. */
function addTo(named: { epoch: number; label: string }[], epoch: number, label: string): void {
  const same = named.find((one) => one.epoch === epoch);
  if (same) same.label = listed(same.label, label);
  else named.push({ epoch, label });
}

/** Of a long run all epochs are looked at whenever some come: words are made of those alone that changed something. */
const isChanged = (before: EpochReport, after: EpochReport): boolean =>
  before.learningRate !== after.learningRate ||
  before.clippingThreshold !== after.clippingThreshold;

/** @returns what of an epoch's settings is other than before */
const changeOf = (before: EpochReport, after: EpochReport): string =>
  listed(
    before.learningRate === after.learningRate ? '' : `η = ${exact(after.learningRate)}`,
    before.clippingThreshold === after.clippingThreshold
      ? ''
      : `θ = ${exact(after.clippingThreshold)}`,
  );
