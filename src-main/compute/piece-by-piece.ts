/** Writing in turns: characters in pieces that take the engine for about as long as a training step does. */
import type { Turns } from './turns.ts';

const TURN_MS = 15;

/** @returns the characters' ids, a turn's worth at a time */
export async function* pieceByPiece(
  turns: Turns,
  characters: AsyncGenerator<number, void>,
): AsyncGenerator<number[], void> {
  try {
    for (let done = false; !done;) {
      const piece: number[] = [];
      done = await turns.take(() => writeForAWhile(characters, piece));
      if (piece.length > 0) yield piece;
    }
  } finally {
    await characters.return();
  }
}

/** @returns whether the end has been reached */
async function writeForAWhile(
  characters: AsyncGenerator<number, void>,
  piece: number[],
): Promise<boolean> {
  const until = performance.now() + TURN_MS;
  while (performance.now() < until) {
    const next = await characters.next();
    if (next.done) return true;
    piece.push(next.value);
  }
  return false;
}
