/** What happened in a run, by epochs: where it was gone on with, where its settings changed, where it wrote and where it was saved. */
import type { Sample, SettingsChange } from '../../../src-main/contract/training.ts';
import type { Moments, NamedEpoch } from '../../charts/plot/plot-of.ts';
import type { RunCurves } from '../../charts/series/run-curves.ts';
import { settingChanges } from '../../charts/stack/setting-changes.ts';
import { count } from '../../text/format.ts';
import { listed, t } from '../../text/messages.svelte.ts';

interface History {
  readonly curves: RunCurves;
  readonly samples: readonly Sample[];
  readonly checkpoints: readonly number[];
  /** The last epoch before it was gone on with; 0 for one from its beginning. */
  readonly goneOnAt: number;
  /** As it has them recorded, the first of them what it was begun with. */
  readonly changes: readonly SettingsChange[];
}

export function momentsOf(history: History): Moments & { readonly changes: readonly NamedEpoch[] } {
  const { curves, samples, checkpoints, goneOnAt, changes } = history;
  const named: { epoch: number; label: string }[] = [];
  if (goneOnAt > 0)
    named.push({ epoch: goneOnAt, label: t('train.goneOn', { epoch: count(goneOnAt) }) });
  named.push(...settingChanges(curves, changes));
  for (const [at, { epoch, predPeriod }] of changes.entries())
    if (at > 0 && predPeriod !== changes[at - 1]!.predPeriod)
      addTo(
        named,
        epoch - 1,
        t('charts.periodChanged', { count: predPeriod, period: count(predPeriod) }),
      );
  const written: number[] = [];
  for (const { epoch } of samples) if (written.at(-1) !== epoch) written.push(epoch);
  return { samples: written, checkpoints, changes: named };
}

/** What changed at once has one name. */
function addTo(named: { epoch: number; label: string }[], epoch: number, label: string): void {
  const same = named.find((one) => one.epoch === epoch);
  if (same) same.label = listed(same.label, label);
  else named.push({ epoch, label });
}
