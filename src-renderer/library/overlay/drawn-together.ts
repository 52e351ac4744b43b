/** Saved runs as the charts take them. */
import { countedPerplexity } from '../../../src-main/contract/training.ts';
import { settingChanges } from '../../charts/stack/setting-changes.ts';
import type { ShownRun } from '../../charts/stack/shown-run.ts';
import type { Compared, RunHistory } from './run-histories.svelte.ts';
import { differing, type Made } from './differing.ts';

export interface Read {
  readonly run: Compared;
  readonly history: RunHistory;
}

export const madeOf = ({ run, history }: Read): Made => ({
  ...{ settings: history.settings, corpusName: run.corpusName },
  ...{ corpusHash: history.corpusHash, engine: run.engine },
});

const plain = ({ run, history }: Read): Omit<ShownRun, 'differs'> => ({
  ...{ key: run.id, name: run.name, curves: history.curves },
  ...{ stepsPerEpoch: history.stepsPerEpoch, vocabularySize: run.vocabularySize },
  counted: run.counting && countedPerplexity(run.counting),
  clip: history.settings.clip,
  ...{ total: run.epochs, changes: settingChanges(history.curves, history.changes) },
});

/** @param first a run that is drawn before them, and what it was made with */
export function drawnTogether(
  all: readonly Read[],
  first?: { readonly run: ShownRun; readonly made: Made },
): ShownRun[] {
  const made = [...(first ? [first.made] : []), ...all.map(madeOf)];
  const runs = [...(first ? [first.run] : []), ...all.map(plain)];
  const told = differing(made);
  // Where nothing tells two apart, their names have to.
  return runs.map((run, place) => {
    const differs = told[place]!;
    const isOnly = differs !== '' && told.indexOf(differs) === told.lastIndexOf(differs);
    return { ...run, differs: isOnly ? differs : [run.name, differs].filter(Boolean).join(' · ') };
  });
}
