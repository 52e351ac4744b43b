/** What is pasted or dropped on a page: in lines, whatever ended them where it comes from, and without what nothing shows. */
import { EditorView } from '@codemirror/view';
import { inLines, SONG_GAP } from '../../../src-main/contract/corpus/song-text.ts';

/** A word processor's own line end is a vertical tab; a corpus has a sign between its songs. */
export const asTyped = (text: string): string =>
  inLines(text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n'), SONG_GAP);

export const pasting = EditorView.clipboardInputFilter.of(asTyped);
