/** Which files of an import one message can carry. */
import type { Incoming } from '../state/files.ts';

/** What a file takes of a message besides its bytes: its name in UTF-8 at most, and what frames both. */
const bytesAround = ({ path }: Incoming): number => 3 * path.length + 32;

export interface Sendable {
  readonly files: readonly Incoming[];
  /** Those that are too large by themselves, and those that are too much together with the others: the largest. */
  readonly tooLarge: readonly Incoming[];
  readonly tooMuch: readonly Incoming[];
}

/** Of a folder with music in it the songs' words go, and the music stays. @param limit in bytes */
export function sendable(all: readonly Incoming[], limit: number): Sendable {
  const tooLarge = all.filter(({ file }) => file.size > limit);
  const left = new Set(all.filter(({ file }) => file.size <= limit));
  const tooMuch: Incoming[] = [];
  const sizeOf = (one: Incoming): number => one.file.size + bytesAround(one);
  let sum = 0;
  for (const one of left) sum += sizeOf(one);
  const largestFirst = [...left].sort((a, b) => sizeOf(b) - sizeOf(a));
  for (const one of largestFirst) {
    if (sum <= limit) break;
    left.delete(one);
    tooMuch.push(one);
    sum -= sizeOf(one);
  }
  return { files: [...left], tooLarge, tooMuch };
}
