/** Labels of a draft: lines that say which part of a song follows, such as [副歌], and are not sung. */

const LABEL = /^\s*(?:\[([^[\]]{1,40})\]|【([^【】]{1,40})】)\s*$/u;

/** @returns what a line that is a label says; undefined for a line that is sung */
export function labelOf(line: string): string | undefined {
  const [, square, lenticular] = LABEL.exec(line) ?? [];
  return (square ?? lenticular)?.trim();
}
