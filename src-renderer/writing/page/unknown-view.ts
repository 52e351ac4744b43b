/** Marks the characters that a model does not know as one types, each with what it sees in their place. */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { labelOf } from '../../../src-main/contract/writing/label.ts';

export interface Unknown {
  readonly knows: (character: string) => boolean;
  /** `seen` is the line as the model reads it; empty where it knows nothing of it. */
  readonly say: (character: string, seen: string) => string;
}

/** Of a line, what is looked at around the part that one sees. */
const MOST_SEEN = 40; // UTF-16 units on each side
/** Marks that are remembered: more than one sees. */
const REMEMBERED = 10_000;

export function unknownMarks({ knows, say }: Unknown): Extension {
  const readAs = (text: string): string => [...text].filter(knows).join('').trim();
  // Each is said in a sentence, which takes longer to make than a key may for all that one sees.
  const made = new Map<string, Decoration>();
  const markOf = (character: string, near: string): Decoration => {
    const key = `${character}\n${near}`;
    const known = made.get(key);
    if (known) return known;
    if (made.size > REMEMBERED) made.clear();
    const attributes = { title: say(character, readAs(near)) };
    const mark = Decoration.mark({ class: 'cm-unknown', attributes });
    made.set(key, mark);
    return mark;
  };
  const marksOf = ({ state: { doc }, visibleRanges }: EditorView): DecorationSet => {
    const marks = [];
    for (const { from, to } of visibleRanges) {
      for (let at = from; at <= to;) {
        const line = doc.lineAt(at);
        const start = Math.max(at, line.from);
        const text = doc.sliceString(start, Math.min(line.to, to));
        let place = start;
        if (labelOf(line.text) === undefined)
          for (const character of text) {
            const end = place + character.length;
            if (!knows(character)) {
              const near = doc.sliceString(
                Math.max(line.from, place - MOST_SEEN),
                Math.min(line.to, end + MOST_SEEN),
              );
              marks.push(markOf(character, near).range(place, end));
            }
            place = end;
          }
        at = line.to + 1;
      }
    }
    return Decoration.set(marks);
  };
  return ViewPlugin.define(
    (view) => {
      const shown = {
        decorations: marksOf(view),
        update({ view, docChanged, viewportChanged }: ViewUpdate): void {
          if (docChanged || viewportChanged) shown.decorations = marksOf(view);
        },
      };
      return shown;
    },
    { decorations: ({ decorations }) => decorations },
  );
}
