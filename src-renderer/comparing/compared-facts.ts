/** What runs were made with and what they came to, row by row, with the rows in which they differ. */
import { endingOf } from '../../src-main/contract/model.ts';
import { comparedBy, countedPerplexity } from '../../src-main/contract/training.ts';
import type { Read } from '../library/overlay/drawn-together.ts';
import { settingsFacts } from '../run/settings-facts.ts';
import { clock, count, figure, NOTHING } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';

export interface FactRow {
  readonly name: string;
  /** Of each run; null until its history is read. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** @param all in the order of the columns; null where a history is not read, or cannot be */
export function resultRows(all: readonly (Read | null)[]): FactRow[] {
  const rows: [string, (read: Read) => string][] = [
    [t('compare.final'), ({ history }) => figure(history.curves.last?.perplexity ?? Number.NaN)],
    [t('compare.bestEpoch'), bestOf],
    [
      t('compare.validation'),
      ({ history }) => figure(history.curves.last?.validationPerplexity ?? Number.NaN),
    ],
    [
      t('counting.label'),
      ({ run }) => figure(run.counting ? countedPerplexity(run.counting) : Number.NaN),
    ],
    [t('compare.epochs'), ({ run }) => count(run.epochs)],
    [t('compare.time'), ({ history }) => clock(history.curves.columns.of('time').at(-1) ?? 0)],
    [t('models.outcome'), ({ run }) => t(`models.${endingOf(run)}`)],
    [t('models.tags'), ({ run }) => run.tags.join(' · ') || NOTHING],
    [t('runs.notes'), ({ run }) => run.notes || NOTHING],
    [
      t('models.engine'),
      ({ run, history }) =>
        t('models.engineThreads', {
          engine: `${t(`train.${run.engine.name}`)} ${history.engineVersion}`.trim(),
          count: run.engine.threads,
        }),
    ],
  ];
  return rows.map(([name, of]) =>
    rowOf(
      name,
      all.map((read) => read && of(read)),
    ),
  );
}

export function settingRows(all: readonly (Read | null)[]): FactRow[] {
  const facts = all.map((read) => read && settingsFacts(read.history.settings));
  const names = facts.find((one) => one !== null)?.map(({ name }) => name) ?? [];
  return [
    rowOf(
      t('compare.corpus'),
      all.map((read) => read && read.run.corpusName),
    ),
    ...names.map((name) =>
      rowOf(
        name,
        facts.map((one) => one && (one.find((fact) => fact.name === name)?.value ?? NOTHING)),
      ),
    ),
  ];
}

const rowOf = (name: string, values: readonly (string | null)[]): FactRow => ({
  ...{ name, values },
  differs: new Set(values.filter((value) => value !== null)).size > 1,
});

/** By what is held out, where something is. */
function bestOf({ history: { curves } }: Read): string {
  const best = curves.bestHeldOut ?? curves.lowest;
  if (!best) return NOTHING;
  const facts = { perplexity: figure(comparedBy(best)), epoch: count(best.epoch) };
  return t(curves.bestHeldOut ? 'compare.bestHeldOut' : 'models.bestAt', facts);
}
