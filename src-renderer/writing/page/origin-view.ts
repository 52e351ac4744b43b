/** Shows by a quiet colour which characters were written by a model, and which were taken from its corpus, each with what is known of it. */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { spansOf } from './origin.ts';

/** What is known of pieces by their ids. */
interface Pieces {
  sayOf(piece: string): string;
  isTaken(piece: string): boolean;
}

export function originMarks(pieces: Pieces): Extension {
  const marksOf = (view: EditorView): DecorationSet => {
    const made = new Map<string, Decoration>(); // a piece may have many spans
    const markOf = (piece: string): Decoration => {
      const mark =
        made.get(piece) ??
        Decoration.mark({
          class: pieces.isTaken(piece) ? 'cm-taken' : 'cm-written',
          attributes: { title: pieces.sayOf(piece) },
        });
      made.set(piece, mark);
      return mark;
    };
    return Decoration.set(
      view.visibleRanges.flatMap((part) =>
        spansOf(view.state, part.from, part.to).map(({ from, to, piece }) =>
          markOf(piece).range(from, to),
        ),
      ),
      true,
    );
  };
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
