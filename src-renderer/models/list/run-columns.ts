/** The columns of the table of runs: those that a person has chosen, or those that there is room for. */
import { z } from 'zod';
import { endingOf } from '../../../src-main/contract/model.ts';
import { isUsed } from '../../../src-main/contract/settings.ts';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { countedPerplexity, verbatimShare } from '../../../src-main/contract/training.ts';
import { clock, count, day, exact, figure, NOTHING, share, size } from '../../text/format.ts';
import { t, type MessageKey } from '../../text/messages.svelte.ts';
import { bestOf, sortKey, type SortKey } from './library-order.ts';

/** All that a run can be sorted by has a column; its name and the mark of a favourite always stand there. */
export const columnKey = sortKey.exclude(['name', 'favourite']);
export type ColumnKey = z.infer<typeof columnKey>;

export interface Column {
  readonly key: ColumnKey;
  /** In rem. */
  readonly width: number;
  /** Width of the table from which on it is shown where nobody has chosen, in rem. */
  readonly from: number;
  readonly isText: boolean;
  /** Unknown of a file that cannot be opened. */
  readonly isInside: boolean;
}

const number = (key: ColumnKey, width: number, from = Infinity): Column => ({
  ...{ key, width, from, isText: false, isInside: true },
});
const text = (key: ColumnKey, width: number, from = Infinity): Column => ({
  ...number(key, width, from),
  isText: true,
});

/**
 * From left to right; the more a column tells of one run against another, the longer it stays. A model's name begins with that of its
 * corpus, and what sets it apart comes after it: the name has the room before the corpus has a column of its own, and no column comes
 * before it leaves the name 18 rem, in which most are told apart.
 */
export const columns: readonly Column[] = [
  text('corpusName', 9, 86),
  number('characters', 6, 69),
  text('cell', 4, 72),
  number('hiddenSize', 4.5, 62),
  number('timeSteps', 5),
  number('batchSize', 5),
  number('learningRate', 5),
  number('clippingThreshold', 5.5),
  text('sampling', 6.5),
  text('heldOut', 8.5),
  number('seed', 5.5),
  number('epochs', 5.5, 52),
  number('perplexity', 5.5, 26),
  number('validationPerplexity', 6.5),
  number('counting', 6.5),
  number('best', 6.5),
  number('verbatim', 6.5),
  number('trainingSeconds', 6),
  text('outcome', 6.5),
  text('engine', 8),
  text('parentName', 10),
  text('tags', 10),
  text('notes', 16),
  { ...number('bytes', 5, 57), isInside: false },
  number('createdAt', 8.75),
  { ...number('savedAt', 8.75, 47), isInside: false },
];

/** Width from which on the small curve stands beside the perplexity, in rem, and what that column takes then. */
export const CURVE_FROM = 38.5;
export const CURVED = 8.75;

/** Width below which a name has two lines in its row, in rem: no column but the perplexity is there, and the name is too long all the same. */
export const ONE_LINE_FROM = CURVE_FROM;

/** @param chosen null where nobody has chosen. @param width of the table, in rem */
export const columnsOf = (chosen: readonly ColumnKey[] | null, width: number): readonly Column[] =>
  chosen
    ? columns.filter(({ key }) => chosen.includes(key))
    : columns.filter(({ from }) => width >= from);

/** What stands above a column. */
export const headings = {
  name: 'models.name',
  favourite: 'models.favourite',
  savedAt: 'models.date',
  createdAt: 'models.created',
  corpusName: 'models.corpus',
  characters: 'models.characters',
  cell: 'models.cell',
  hiddenSize: 'models.hidden',
  timeSteps: 'settings.timeSteps.label',
  batchSize: 'settings.batchSize.label',
  learningRate: 'settings.learningRate.label',
  clippingThreshold: 'settings.clippingThreshold.label',
  sampling: 'settings.sampling.label',
  heldOut: 'settings.heldOut.label',
  seed: 'settings.seed.label',
  epochs: 'models.epochs',
  perplexity: 'models.perplexity',
  validationPerplexity: 'compare.validation',
  counting: 'counting.label',
  best: 'compare.bestEpoch',
  verbatim: 'runs.verbatim',
  trainingSeconds: 'compare.time',
  outcome: 'models.outcome',
  engine: 'models.engine',
  parentName: 'models.parent',
  bytes: 'models.size',
  tags: 'models.tags',
  notes: 'runs.notes',
} as const satisfies Record<SortKey, MessageKey>;

const figureOf = (value: number | null): string => (value === null ? NOTHING : figure(value));

/** @returns what stands in the column of a run that can be opened; of its epochs and its outcome the row says more */
export function cellText(run: RunInfo, key: ColumnKey): string {
  const { settings } = run;
  switch (key) {
    case 'cell':
      return t(`settings.cell.${run.cell}`);
    case 'characters':
    case 'hiddenSize':
    case 'epochs':
      return count(run[key]);
    case 'perplexity':
    case 'validationPerplexity':
      return figureOf(run[key]);
    case 'counting':
      return figureOf(run.counting && countedPerplexity(run.counting));
    case 'best':
      return figureOf(bestOf(run));
    case 'verbatim': {
      const copied = run.verbatim && verbatimShare(run.verbatim);
      return copied === null ? NOTHING : share(copied);
    }
    case 'trainingSeconds':
      return run.trainingSeconds === null ? NOTHING : clock(run.trainingSeconds);
    case 'engine':
      return t(`train.${run.engine.name}`);
    case 'outcome':
      return t(`models.${endingOf(run)}`);
    case 'bytes':
      return size(run.bytes);
    case 'createdAt':
    case 'savedAt':
      return day(run[key]);
    case 'corpusName':
      return run.corpusName;
    case 'parentName':
      return run.parentName ?? NOTHING;
    case 'tags':
      return run.tags.join(' · ');
    case 'notes':
      return run.notes;
    case 'sampling':
      return settings ? t(`settings.sampling.${settings.sampling}`) : NOTHING;
    case 'heldOut':
      return settings ? t(`settings.heldOut.${settings.heldOut.by}`, settings.heldOut) : NOTHING;
    case 'timeSteps':
    case 'batchSize':
    case 'learningRate':
    case 'clippingThreshold':
    case 'seed':
      return settings && isUsed(key, settings) ? exact(settings[key]) : NOTHING;
  }
}
