/** What is said of a piece of writing besides its text. */
import type { LineBreaks } from '../../src-main/contract/settings.ts';
import { inARow } from '../text/facts.ts';
import { count } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';

export interface Piece {
  /** What it began with. */
  readonly prefix: string;
  /** All that was written since. */
  readonly text: string;
  /** As the model that writes it has learnt them. */
  readonly lineBreaks: LineBreaks;
  /** Characters of the prefix that the model does not know. */
  readonly leftOut: readonly string[];
  /** 0 while it is not known. */
  readonly charactersPerSecond: number;
  readonly state: 'writing' | 'done' | 'cancelled' | 'broken';
}

/** How long a piece is, how fast it was written, and whether it was broken off. */
export function pieceLine({
  text,
  charactersPerSecond,
  state,
}: Omit<Piece, 'prefix' | 'leftOut' | 'lineBreaks'>): string {
  const length = t('write.rate', { count: [...text].length });
  if (state === 'writing') return passage(t('write.writing'), length);
  const parts = [length];
  if (charactersPerSecond > 0)
    parts.push(t('write.perSecond', { rate: count(charactersPerSecond) }));
  if (state === 'cancelled') parts.push(t('write.cancelled'));
  if (state === 'broken') parts.push(t('write.failedMidway'));
  return inARow(parts);
}
