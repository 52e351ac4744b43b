/** The place of a draft whose next character is looked at: behind the cursor, or instead of a character that stands there. */
import type { EditorState } from '@codemirror/state';
import { labelOf } from '../../../src-main/contract/writing/label.ts';
import { contextBefore } from '../context.ts';

export interface NextPlace {
  /** What a character that is chosen takes the place of, in UTF-16 units; nothing where both are the same. */
  readonly from: number;
  readonly to: number;
  /** The character that stands there: the one that is selected, or the one behind the cursor on its line. */
  readonly stands: string | undefined;
  /** What a model goes on from. */
  readonly before: string;
}

/**
 * @param isInstead whether what is chosen takes the place of the character behind the cursor, and does not go before it
 * @returns nothing where nothing is sung: in a label
 */
export function nextPlace(
  { doc, selection }: EditorState,
  isInstead: boolean,
): NextPlace | undefined {
  const { from, empty } = selection.main;
  const line = doc.lineAt(from);
  if (labelOf(line.text) !== undefined) return undefined;
  const end = empty ? line.to : selection.main.to;
  const stands = from < end ? firstOf(doc.sliceString(from, Math.min(from + 2, end))) : undefined;
  const isReplaced = stands !== undefined && (isInstead || !empty);
  return {
    ...{ from, to: from + (isReplaced ? stands.length : 0), stands },
    before: contextBefore(doc, from),
  };
}

const firstOf = (text: string): string => String.fromCodePoint(text.codePointAt(0)!);
