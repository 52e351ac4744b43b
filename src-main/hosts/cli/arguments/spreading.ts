/** On which line each of the words comes that a text is to have somewhere. */
import { MAX_MUST } from '../../../contract/writing/constraint.ts';

/** A line as far as words have been put on it. */
interface Place {
  readonly words: string[];
  /** The character that it begins with, where that is wished. */
  readonly first: string | undefined;
  /** Characters that are spoken for. */
  taken: number;
}

/**
 * Where a word goes is left to us, and lines are short: the longest comes first, to the line that has most room left for it, which it also
 * has more of where it begins as the line is to. Of lines with as much room, it is the one after that of the word before.
 * @param firsts what each line is to begin with, if anything
 * @param begun words that every line has already
 * @param from the line that is looked at first, so that other seeds may put the words elsewhere
 * @returns the words of each line, in the order in which they were given; undefined where there are more than lines can have
 */
export function spread(
  words: readonly string[],
  firsts: readonly (string | undefined)[],
  begun: number,
  from: number,
): readonly (readonly string[])[] | undefined {
  const count = firsts.length;
  const places = firsts.map((first): Place => ({ words: [], first, taken: first ? 1 : 0 }));
  let next = from % count;
  for (const word of words.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const inOrder = [...places.slice(next), ...places.slice(0, next)];
    const open = inOrder.filter((place) => place.words.length + begun < MAX_MUST);
    const best = open.toSorted((a, b) => takenWith(a, word) - takenWith(b, word))[0];
    if (!best) return undefined;
    best.taken = takenWith(best, word);
    best.words.push(word);
    next = (places.indexOf(best) + 1) % count;
  }
  return places.map((place) => words.filter((word) => place.words.includes(word)));
}

const lengthOf = (word: string): number => [...word].length;

/** The first of a line's words that begins as the line does may stand there. */
function takenWith({ words, first, taken }: Place, word: string): number {
  const stands = (one: string): boolean => first !== undefined && one.startsWith(first);
  return taken + lengthOf(word) - (stands(word) && !words.some(stands) ? 1 : 0);
}
