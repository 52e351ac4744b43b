/** What stands beside the lines of a page: the number of each, and how many characters it has. */
import { gutter, GutterMarker, lineNumbers } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { labelOf } from '../../../src-main/contract/writing/label.ts';
import { lettersIn } from './letters.ts';

class Count extends GutterMarker {
  readonly letters: number;
  constructor(letters: number) {
    super();
    this.letters = letters;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Count && other.letters === this.letters;
  }
  override toDOM(): Text {
    return document.createTextNode(String(this.letters));
  }
}

const MOST = 999; // of a line; beyond, it is prose, and only its beginning would be counted at each key
const NONE = new Count(0);

export const lineFacts: Extension = [
  lineNumbers(),
  gutter({
    class: 'cm-counts',
    side: 'after',
    lineMarker(view, { from, to }) {
      if (to - from > MOST) return null;
      const line = view.state.doc.sliceString(from, to);
      const letters = labelOf(line) === undefined ? lettersIn(line) : 0;
      return letters === 0 ? null : new Count(letters);
    },
    initialSpacer: () => NONE,
  }),
];
