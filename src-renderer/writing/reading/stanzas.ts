/** A text of lyrics as one reads it: its stanzas, each with what it is called, and where each line begins. */
import { labelOf } from '../../../src-main/contract/writing/label.ts';

export interface ReadLine {
  readonly text: string;
  /** Its place in the text, in UTF-16 units. */
  readonly from: number;
}

export interface Stanza {
  readonly label: string | undefined;
  /** None is empty. */
  readonly lines: readonly ReadLine[];
}

export function stanzasOf(text: string): Stanza[] {
  const stanzas: { label: string | undefined; lines: ReadLine[] }[] = [];
  let isOpen = false;
  let from = 0;
  for (const line of text.split('\n')) {
    const label = labelOf(line);
    if (label !== undefined) stanzas.push({ label, lines: [] });
    else if (line.trim() !== '') {
      if (!isOpen) stanzas.push({ label: undefined, lines: [] });
      stanzas.at(-1)!.lines.push({ text: line, from });
    }
    // A label stays with what follows, also behind an empty line.
    isOpen = label !== undefined || line.trim() !== '' || stanzas.at(-1)?.lines.length === 0;
    from += line.length + 1;
  }
  return stanzas;
}

/** @returns the line that a place of the text is in, or the last one before it */
export const lineAt = (stanzas: readonly Stanza[], place: number): ReadLine | undefined => {
  const lines = stanzas.flatMap((stanza) => stanza.lines);
  return lines.findLast(({ from }) => from <= place) ?? lines[0];
};
