/** Writing in turns: characters in pieces that take the engine for about as long as a training step does. */
import type { Turns } from './turns.ts';

const TURN_MS = 15;

/** @returns the characters' ids: the first one by itself, for which somebody waits, and then a turn's worth at a time */
export async function* pieceByPiece(
  turns: Turns,
  characters: AsyncGenerator<number, void>,
): AsyncGenerator<number[], void> {
  try {
    let ms = 0;
    for (let done = false; !done; ms = TURN_MS) {
      const piece: number[] = [];
      done = await turns.take(() => writeFor(ms, characters, piece));
      if (piece.length > 0) yield piece;
    }
  } finally {
    await characters.return();
  }
}

/**
 * Writes a character at least.
 * @returns whether the end has been reached
 */
async function writeFor(
  ms: number,
  characters: AsyncGenerator<number, void>,
  piece: number[],
): Promise<boolean> {
  const until = performance.now() + ms;
  do {
    const next = await characters.next();
    if (next.done) return true;
    piece.push(next.value);
  } while (performance.now() < until);
  return false;
}
