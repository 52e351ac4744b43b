/** What a page does not take in: a change that would make it longer than a draft can be is refused, and what stands there stays. */
import { EditorState, type Extension } from '@codemirror/state';

/** @param longest in UTF-16 units */
export const atMost = (longest: number, onrefused: () => void): Extension =>
  EditorState.changeFilter.of((transaction) => {
    const { length } = transaction.newDoc;
    if (length <= longest || length <= transaction.startState.doc.length) return true;
    queueMicrotask(onrefused); // not amid the change
    return false;
  });
