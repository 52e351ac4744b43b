/** What a text begins with several times over. */

/**
 * As `^(?:piece)+` would find it; but a regular expression keeps where each of its repetitions began, and has 64 MB of room for that: a
 * million of them in one line are too many.
 *
 * @param piece sticky, and matches a character at least
 * @returns where the last of the pieces ends that follow one another from the beginning; 0 where there is none
 */
export function endOfRepeated(text: string, piece: RegExp): number {
  let end = 0;
  piece.lastIndex = 0;
  while (piece.test(text)) end = piece.lastIndex;
  return end;
}
