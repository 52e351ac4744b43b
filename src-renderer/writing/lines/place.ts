/** Where lines go that are looked for, and what stands around them. */
import type { EditorState } from '@codemirror/state';
import { labelOf } from '../../../src-main/contract/writing/label.ts';
import { contextBefore } from '../context.ts';

export interface LinesPlace {
  /** What they take the place of, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** What comes before their first character, and is not of them: the end of the line that they go behind. */
  readonly start: string;
  /** What a model goes on from: up to where a line begins. */
  readonly before: string;
  /** The line that comes next, where one is there in the same stanza. */
  readonly after: string | undefined;
}

/** @returns the lines that are selected; else the empty line at the cursor, or the place behind its line */
export function linesPlace({ doc, selection }: EditorState): LinesPlace {
  const { from, to, empty, head } = selection.main;
  const first = doc.lineAt(empty ? head : from);
  const touched = doc.lineAt(empty ? head : to);
  // A selection that ends where a line begins has nothing of it.
  const last =
    touched.from === to && touched.number > first.number ? doc.line(touched.number - 1) : touched;
  const next = last.number < doc.lines ? doc.line(last.number + 1).text : '';
  const after = next.trim() === '' || labelOf(next) !== undefined ? undefined : next;
  if (!empty || first.text.trim() === '')
    return {
      from: first.from,
      to: last.to,
      start: '',
      before: contextBefore(doc, first.from),
      after,
    };
  const before = `${contextBefore(doc, first.to)}\n`;
  return { from: first.to, to: first.to, start: '\n', before, after };
}

/** @returns the lines at the cursor, or those that are selected */
export function linesAt({ doc, selection }: EditorState): string[] {
  const { from, to } = selection.main;
  const lines: string[] = [];
  for (let at = doc.lineAt(from).number; at <= doc.lineAt(to).number; at++) {
    const { text } = doc.line(at);
    if (labelOf(text) === undefined) lines.push(text);
  }
  return lines;
}
