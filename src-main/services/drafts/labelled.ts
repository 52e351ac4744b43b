/** The headings of a document as what they are in a draft: its name, and labels of the parts of a song. */
import { labelOf } from '../../contract/writing/label.ts';
import type { Line } from '../../corpus/song.ts';

type HeadedLine = Pick<Line, 'text'> & { readonly heading?: number | undefined };

/**
 * @returns the text with a label for each heading, and without its title: the topmost heading, if the text begins with it and no other
 *   is as high
 */
export function labelled(lines: readonly HeadedLine[]): {
  text: string;
  title: string | undefined;
} {
  const begin = lines.findIndex(({ text }) => text.trim() !== '');
  const depth = lines[begin]?.heading ?? Infinity;
  const asHigh = lines.filter(({ heading = Infinity }) => heading <= depth);
  const isTitled = depth <= 1 && asHigh.length === 1;
  const title = isTitled ? lines[begin]!.text.trim() : undefined;
  const rest = isTitled ? withoutBlankHead(lines.slice(begin + 1)) : lines;
  return { text: rest.map(textOf).join('\n'), title };
}

function withoutBlankHead(lines: readonly HeadedLine[]): readonly HeadedLine[] {
  const begin = lines.findIndex(({ text }) => text.trim() !== '');
  return lines.slice(Math.max(0, begin));
}

/** A heading that is too long for a label, or has brackets, is a line as it stands. */
function textOf({ text, heading }: HeadedLine): string {
  const label = `[${text.trim()}]`;
  return heading !== undefined && labelOf(label) !== undefined ? label : text;
}
