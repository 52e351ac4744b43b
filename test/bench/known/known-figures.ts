/** How known results are told: means of three seeds, how near they are to what is known, and to PyTorch's. */
import { row, type Target } from '../table.ts';
import type { Range } from './known-results.ts';

export const SEEDS = [1, 2, 3];
/** Another text has other perplexities: half an order of magnitude is to both sides of what is known. */
const NEAR = Math.sqrt(10);
/** The same weights and batches come to the same but for the order of sums, and for the masks of dropout. */
const EQUAL = 0.03;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export const figure = (perplexity: number): string => perplexity.toPrecision(4);

/** The range that is known stands beside what is to be reached. */
export const nearTo = (value: number, { low, high }: Range): Target => ({
  words: `known: ${low === high ? low : `${low} to ${high}`}, half an order of magnitude`,
  reached: value >= low / NEAR && value <= high * NEAR,
});

/** The lowest perplexity of a run on what is held out, and its epoch. */
export interface Lowest {
  readonly perplexity: number;
  readonly epoch: number;
}

/** @param found of each seed one */
export const meanOf = (found: readonly Lowest[]): number =>
  mean(found.map(({ perplexity }) => perplexity));

/** Of each seed the perplexity and, in brackets, the epoch. */
export const each = (found: readonly Lowest[]): string =>
  found.map(({ perplexity, epoch }) => `${figure(perplexity)} (${epoch})`).join(', ');

/** Of each seed one. @param beside is added to what PyTorch came to */
export function printPeer(ours: readonly number[], theirs: readonly number[], beside = ''): void {
  const peer = mean(theirs);
  const off = mean(ours) / peer - 1;
  row('  PyTorch, and how far ours is from it', `${figure(peer)}${beside}, ${percent(off)}`, {
    words: `within ${100 * EQUAL} %`,
    reached: Math.abs(off) <= EQUAL,
  });
}
