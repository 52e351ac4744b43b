/** The stanzas of a song: the lines between blank lines and labels. */
import { labelOf } from '../../../src-main/contract/writing/label.ts';

const isApart = (line: string): boolean => line.trim() === '' || labelOf(line) !== undefined;

/** @returns all lines of a song that are sung */
export const sungLines = (lines: readonly string[]): string[] =>
  lines.filter((line) => !isApart(line)).map((line) => line.trim());

/** @returns those that have a line, each once: a refrain comes again */
export function stanzasOf(lines: readonly string[]): string[][] {
  const stanzas: string[][] = [[]];
  for (const line of lines)
    if (isApart(line)) stanzas.push([]);
    else stanzas.at(-1)!.push(line.trim());
  const seen = new Map(stanzas.map((stanza) => [stanza.join('\n'), stanza]));
  return [...seen.values()].filter((stanza) => stanza.length > 0);
}
