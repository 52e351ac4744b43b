/** What the bench prints: a row for each figure, with what is to be reached and whether it is. */

/** Columns on a terminal; Chinese characters and marks take two. */
const width = (text: string): number =>
  [...text].reduce((sum, c) => sum + (c > '\u2e7f' ? 2 : 1), 0);
const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)));

export interface Target {
  /** In words, e.g. `≥ 65 %`. */
  readonly words: string;
  readonly reached: boolean;
}

let missed = 0;

export function heading(text: string): void {
  console.log(`\n${text}`);
}

export function row(figure: string, value: string, target?: Target): void {
  if (target && !target.reached) missed += 1;
  const verdict = target ? `${target.reached ? '✓' : '✗'} ${target.words}` : '';
  console.log(`  ${pad(figure, 58)} ${pad(value, 26)} ${verdict}`.trimEnd());
}

export const atLeast = (value: number, bound: number, words: string): Target => ({
  words: `≥ ${words}`,
  reached: value >= bound,
});
export const atMost = (value: number, bound: number, words: string): Target => ({
  words: `≤ ${words}`,
  reached: value <= bound,
});

/** @returns how many targets were not reached */
export const missedTargets = (): number => missed;
