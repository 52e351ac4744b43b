/** Shows what is offered as grey text behind the cursor, and obeys the keys that take it. */
import { Prec, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, WidgetType, type ViewUpdate } from '@codemirror/view';
import { isPressed, type ShortcutName } from '../../text/shortcuts.ts';
import { offered, restOf, settling, taking, type Part } from './offer.ts';

class Grey extends WidgetType {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override eq({ text }: Grey): boolean {
    return text === this.text;
  }
  override toDOM(): HTMLElement {
    const grey = document.createElement('span');
    grey.className = 'cm-offer';
    grey.ariaHidden = 'true'; // it is read out beside the page
    grey.textContent = this.text;
    return grey;
  }
  override updateDOM(grey: HTMLElement): boolean {
    grey.textContent = this.text;
    return true;
  }
}

const shown = EditorView.decorations.compute([offered], (state) => {
  const rest = restOf(state);
  const at = state.field(offered)?.at ?? 0;
  return rest === ''
    ? Decoration.none
    : Decoration.set([Decoration.widget({ widget: new Grey(rest), side: 1 }).range(at)]);
});

const waits = (state: EditorState): boolean =>
  typeof state.field(offered)?.composedFrom === 'number';

/** Compares what an input method has written with the offer once the editor knows of it. */
const composition = ViewPlugin.define((view) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    if (!view.compositionStarted && waits(view.state)) view.dispatch(settling());
  };
  return {
    update({ state }: ViewUpdate): void {
      if (waits(state) && !view.compositionStarted) timer ??= setTimeout(look);
    },
    destroy: () => clearTimeout(timer),
  };
});

const settleAfter = EditorView.domEventHandlers({
  compositionend: (_event, view) => {
    // Its last change is told after the event.
    setTimeout(() => {
      if (!view.compositionStarted && view.state.field(offered)) view.dispatch(settling());
    });
  },
});

export interface OfferKeys {
  /** Asks for one, where none is there. */
  readonly send: () => void;
  /** Shows another one. @returns whether there is one at all */
  readonly turn: (by: 1 | -1) => boolean;
  /** Takes it away. @returns whether there was one */
  readonly drop: () => boolean;
}

/** Takes a part of what is offered. @returns whether there was any */
export function take(view: EditorView, part: Part): boolean {
  const spec = taking(view.state, part);
  if (spec) view.dispatch(spec);
  return spec !== undefined;
}

const takes: readonly (readonly [ShortcutName, Part])[] = [
  ['takeAll', 'all'],
  ['takeLine', 'line'],
  ['takeCharacter', 'character'],
];

/** A key that means nothing at the moment means what it always does. */
const keys = ({ send, turn, drop }: OfferKeys): Extension =>
  Prec.highest(
    EditorView.domEventHandlers({
      keydown(event, view) {
        const is = (name: ShortcutName): boolean => isPressed(event, name);
        const plain = !event.shiftKey;
        const part = takes.find(([name]) => is(name))?.[1];
        if (part !== undefined && plain) return take(view, part);
        if (is('nextOffer')) return turn(1);
        if (is('lastOffer')) return turn(-1);
        if (is('noOffer')) return drop();
        if (!is('send')) return false;
        send();
        return true;
      },
    }),
  );

export const offers = (obeys: OfferKeys): Extension => [
  offered,
  shown,
  composition,
  settleAfter,
  keys(obeys),
];
