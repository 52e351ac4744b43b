/** What a model goes on from at a place of a draft: what stands before it, without what is not sung. */
import type { Text } from '@codemirror/state';
import { labelOf } from '../../src-main/contract/writing/label.ts';

/** In UTF-16 units: a model remembers no more, and reading takes time before the first character. */
export const CONTEXT = 1000;

export function contextBefore(doc: Text, place: number): string {
  const before = doc.sliceString(Math.max(0, place - CONTEXT), place);
  return before
    .replace(/^[\uDC00-\uDFFF]/, '') // the second half of a character
    .split('\n')
    .filter((line) => labelOf(line) === undefined)
    .join('\n');
}
