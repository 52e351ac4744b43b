/** What a model has written elsewhere, dragged over the page: a cursor shows where it would go, and it does not come as mere text. */
import type { Extension } from '@codemirror/state';
import { dropCursor, EditorView } from '@codemirror/view';
import { carriesWrit } from '../../state/dragged-writ.ts';

export const drops: Extension = [
  dropCursor(),
  // Whoever has the page puts it there, with whose it is.
  EditorView.domEventHandlers({ drop: carriesWrit }),
];

/** @returns the place of the text at a place of the window; nothing below all of it, where something new begins */
export function droppedAt(view: EditorView, at: { x: number; y: number }): number | undefined {
  const end = view.coordsAtPos(view.state.doc.length);
  return end && at.y > end.bottom ? undefined : view.posAtCoords(at, false);
}
