/** What happened in a run, by epochs: where it was gone on with, where its settings changed, where it wrote and where it was saved. */
import type { EpochReport, Sample } from '../../../src-main/contract/training.ts';
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
}

export function momentsOf({ epochs, samples, checkpoints, goneOnAt }: History): Moments {
  const named: { epoch: number; label: string }[] = [];
  if (goneOnAt > 0)
    named.push({ epoch: goneOnAt, label: t('train.goneOn', { epoch: count(goneOnAt) }) });
  for (let at = 1; at < epochs.length && named.length < MOST_NAMED; at++) {
    const label = changeOf(epochs[at - 1]!, epochs[at]!);
    if (label !== '') named.push({ epoch: epochs[at - 1]!.epoch, label });
  }
  const written: number[] = [];
  for (const { epoch } of samples) if (written.at(-1) !== epoch) written.push(epoch);
  return { samples: written, checkpoints, named };
}

/** @returns what of an epoch's settings is other than before; empty for nothing */
const changeOf = (before: EpochReport, after: EpochReport): string =>
  listed(
    before.learningRate === after.learningRate ? '' : `η = ${exact(after.learningRate)}`,
    before.clippingThreshold === after.clippingThreshold
      ? ''
      : `θ = ${exact(after.clippingThreshold)}`,
  );
