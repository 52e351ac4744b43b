/** Shows by a quiet colour which characters were written by a model, each with what is known of it. */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { spansOf } from './origin.ts';

/** @param sayOf what is said of a piece by its id */
export function originMarks(sayOf: (piece: string) => string): Extension {
  const marksOf = (view: EditorView): DecorationSet =>
    Decoration.set(
      view.visibleRanges.flatMap((part) =>
        spansOf(view.state, part.from, part.to).map(({ from, to, piece }) =>
          Decoration.mark({ class: 'cm-written', attributes: { title: sayOf(piece) } }).range(
            from,
            to,
          ),
        ),
      ),
      true,
    );
  return ViewPlugin.define(
    (view) => {
      const marks = {
        decorations: marksOf(view),
        update({ docChanged, viewportChanged }: ViewUpdate): void {
          if (docChanged || viewportChanged) marks.decorations = marksOf(view);
        },
      };
      return marks;
    },
    { decorations: ({ decorations }) => decorations },
  );
}
