/** What is wished of the line in which the cursor stands: the lines of its stanza above it are those with which the form begins. */
import type { EditorState } from '@codemirror/state';
import type { Form } from '../../../src-main/contract/writing/constraint.ts';
import { labelOf } from '../../../src-main/contract/writing/label.ts';

/** @returns the form with the lines above that belong to it; one that has come to its end begins anew */
export function formAt({ doc, selection }: EditorState, form: Form): Form {
  const above: string[] = [];
  for (let at = doc.lineAt(selection.main.from).number - 1; at > 0; at--) {
    const { text } = doc.line(at);
    if (text.trim() === '' || labelOf(text) !== undefined) break;
    above.unshift(text);
  }
  const begun = above.length % form.lines.length;
  const locked = begun === 0 ? [] : above.slice(-begun);
  return {
    ...form,
    lines: form.lines.map((line, at) => (at < begun ? { ...line, text: locked[at]! } : line)),
  };
}
