/** What is dragged over the page: a cursor shows where it would go, and what a model has written elsewhere does not come as mere text. */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';
import { carriesWrit } from '../../state/dragged-writ.ts';

/** A place of the text; `below` all of it, where a stanza of its own begins. */
type Place = number | 'below' | null;

class Cursor extends WidgetType {
  readonly #isBelow: boolean;
  constructor(isBelow: boolean) {
    super();
    this.#isBelow = isBelow;
  }
  override eq(other: Cursor): boolean {
    return other.#isBelow === this.#isBelow;
  }
  override toDOM(): HTMLElement {
    const cursor = document.createElement(this.#isBelow ? 'div' : 'span');
    cursor.className = 'cm-goesHere';
    cursor.ariaHidden = 'true';
    return cursor;
  }
}

const goesTo = StateEffect.define<Place>();

const place = StateField.define<Place>({
  create: () => null,
  update: (before, { changes, effects }) =>
    effects.reduce<Place>(
      (now, effect) => (effect.is(goesTo) ? effect.value : now),
      typeof before === 'number' ? changes.mapPos(before) : before,
    ),
});

const shown = EditorView.decorations.compute([place], (state) => {
  const at = state.field(place);
  if (at === null) return Decoration.none;
  const isBelow = at === 'below';
  const widget = Decoration.widget({ widget: new Cursor(isBelow), block: isBelow, side: 1 });
  return Decoration.set([widget.range(isBelow ? state.doc.length : at)]);
});

function show(view: EditorView, now: Place): void {
  if (view.state.field(place) !== now) view.dispatch({ effects: goesTo.of(now) });
}

export const drops: Extension = [
  place,
  shown,
  EditorView.domEventObservers({
    dragover(event, view) {
      const at = { x: event.clientX, y: event.clientY };
      // The editor puts mere text at the nearest place.
      const to = carriesWrit(event) ? droppedAt(view, at) : view.posAtCoords(at, false);
      show(view, to ?? 'below');
    },
    dragleave({ target, relatedTarget }, view) {
      const isWithin = relatedTarget instanceof Node && view.contentDOM.contains(relatedTarget);
      if (target === view.contentDOM || !isWithin) show(view, null);
    },
    dragend: (_, view) => show(view, null),
    drop: (_, view) => show(view, null),
  }),
  // Whoever has the page puts it there, with whose it is.
  EditorView.domEventHandlers({ drop: carriesWrit }),
];

/** @returns the place of the text at a place of the window; nothing below all of it, where something new begins */
export function droppedAt(view: EditorView, at: { x: number; y: number }): number | undefined {
  const { length } = view.state.doc;
  const end = view.coordsAtPos(length, -1);
  const isBelow = length > 0 && end !== null && at.y > end.bottom;
  return isBelow ? undefined : view.posAtCoords(at, false);
}
