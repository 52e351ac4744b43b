/** The stanzas of a song: the lines between blank lines and labels. */
import { labelOf } from '../../../src-main/contract/writing/label.ts';

/** @returns those that have a line */
export function stanzasOf(lines: readonly string[]): string[][] {
  const stanzas: string[][] = [[]];
  for (const line of lines)
    if (line.trim() === '' || labelOf(line) !== undefined) stanzas.push([]);
    else stanzas.at(-1)!.push(line.trim());
  return stanzas.filter((stanza) => stanza.length > 0);
}
