/** Which of all that was written and offered a draft keeps. */
import {
  KEPT_PIECES,
  type DraftPiece,
  type DraftSpan,
} from '../../src-main/contract/writing/draft.ts';

/** @returns the last ones, and those that stand in the text */
export function keptPieces(
  pieces: readonly DraftPiece[],
  spans: readonly DraftSpan[],
): DraftPiece[] {
  const named = new Set(spans.map(({ piece }) => piece));
  const last = pieces.length - KEPT_PIECES;
  return pieces.filter(({ id }, at) => at >= last || named.has(id));
}
