/** The columns of the table of models, and which of them there is room for. */
import type { SortKey } from './library-order.ts';
import type { MessageKey } from '../../text/messages.svelte.ts';

export interface Column {
  readonly key: SortKey;
  readonly label: MessageKey;
  /** Width of the table from which on it is shown, in rem. */
  readonly from: number;
  /** Unknown of a file that cannot be opened. */
  readonly inside: boolean;
}

/**
 * From left to right; the more a column tells of one model against another, the longer it stays. A model's name begins with that of
 * its corpus, and what sets it apart comes after it: the name has the room before the corpus has a column of its own.
 */
const columns: readonly Column[] = [
  { key: 'corpusName', label: 'models.corpus', from: 84, inside: true },
  { key: 'characters', label: 'models.characters', from: 67, inside: true },
  { key: 'cell', label: 'models.cell', from: 70, inside: true },
  { key: 'hiddenSize', label: 'models.hidden', from: 53, inside: true },
  { key: 'epochs', label: 'models.epochs', from: 43, inside: true },
  { key: 'perplexity', label: 'models.perplexity', from: 24, inside: true },
  { key: 'bytes', label: 'models.size', from: 48, inside: false },
  { key: 'savedAt', label: 'models.date', from: 38, inside: false },
];

/** Width from which on the small curve stands beside the perplexity, in rem. */
export const CURVE_FROM = 32;

/** @param width of the table, in rem */
export const columnsWithin = (width: number): readonly Column[] =>
  columns.filter(({ from }) => width >= from);
