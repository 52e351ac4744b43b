/** How much each character of a page surprises a model, as colour; what stands before a change holds on, what stands behind it waits. */
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { stepOf } from '../../paper/surprise-steps.ts';

export interface Surprises {
  /** −ln p by the UTF-16 unit at which a character begins; not a number where there is none. */
  readonly values: Float32Array;
  /** They hold up to here. */
  readonly until: number;
}

/** Null: nothing is known any more. */
export const surprisesFound = StateEffect.define<Surprises | null>();

const kept = StateField.define<Surprises | null>({
  create: () => null,
  update(before, { changes, docChanged, effects }) {
    let now = before;
    if (now && docChanged) {
      let { until } = now;
      changes.iterChangedRanges((from) => (until = Math.min(until, from)));
      now = { ...now, until };
    }
    for (const effect of effects) if (effect.is(surprisesFound)) now = effect.value;
    return now;
  },
});

export const surprisesKept: Extension = kept;
export const surprisesOf = (state: EditorState): Surprises | null => state.field(kept);

/** Marks that are remembered: more than one sees. */
const REMEMBERED = 10_000;

/** @param sayOf what is said of a surprise */
export function surpriseMarks(sayOf: (surprise: number) => string): Extension {
  // Each is said in a sentence, which takes longer to make than a key may for all that one sees.
  const made = new Map<number, Decoration>();
  const markOf = (surprise: number): Decoration => {
    const known = made.get(surprise);
    if (known) return known;
    if (made.size > REMEMBERED) made.clear();
    const mark = Decoration.mark({
      class: `cm-surprise-${stepOf(surprise)}`,
      attributes: { title: sayOf(surprise) },
    });
    made.set(surprise, mark);
    return mark;
  };
  const marksOf = ({ state, visibleRanges }: EditorView): DecorationSet => {
    const found = surprisesOf(state);
    if (!found) return Decoration.none;
    const marks = visibleRanges.flatMap(({ from, to }) => {
      const part = [];
      const text = state.doc.sliceString(from, to);
      for (let at = from; at < Math.min(to, found.until); at++) {
        const surprise = found.values[at]!;
        const character = String.fromCodePoint(text.codePointAt(at - from) ?? 0);
        if (Number.isNaN(surprise) || character === '\n') continue;
        part.push(markOf(surprise).range(at, at + character.length));
      }
      return part;
    });
    return Decoration.set(marks, true);
  };
  return ViewPlugin.define(
    (view) => {
      const shown = {
        decorations: marksOf(view),
        update({ view, startState, state, docChanged, viewportChanged }: ViewUpdate): void {
          if (docChanged || viewportChanged || surprisesOf(startState) !== surprisesOf(state))
            shown.decorations = marksOf(view);
        },
      };
      return shown;
    },
    { decorations: ({ decorations }) => decorations },
  );
}
