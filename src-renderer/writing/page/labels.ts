/** Shows the lines that say which part of a song follows as what they are: they are not sung. */
import type { EditorState, Extension, TransactionSpec } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { labelOf } from '../../../src-main/contract/writing/label.ts';

const label = Decoration.line({ class: 'cm-label' });

const LONGEST = 60; // UTF-16 units of a line that may be one

/** @returns the labels of what one sees */
function labelsOf({ state, visibleRanges }: EditorView): DecorationSet {
  const found = [];
  for (const { from, to } of visibleRanges) {
    for (let place = from; place <= to;) {
      const line = state.doc.lineAt(place);
      if (line.length <= LONGEST && labelOf(line.text) !== undefined)
        found.push(label.range(line.from));
      place = line.to + 1;
    }
  }
  return Decoration.set(found);
}

export const labels: Extension = ViewPlugin.define(
  (view) => {
    const shown = {
      decorations: labelsOf(view),
      update({ view, docChanged, viewportChanged }: ViewUpdate): void {
        if (docChanged || viewportChanged) shown.decorations = labelsOf(view);
      },
    };
    return shown;
  },
  { decorations: ({ decorations }) => decorations },
);

/** @returns what puts a label before the line in which the cursor is */
export function labelling({ doc, selection }: EditorState, name: string): TransactionSpec {
  const { from } = doc.lineAt(selection.main.head);
  return {
    changes: { from, insert: `[${name}]\n` },
    userEvent: 'input.label',
    scrollIntoView: true,
  };
}
