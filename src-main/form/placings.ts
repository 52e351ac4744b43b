/** Where in their lines the words of a form begin that are to come: at another place in each of several searches. */
import type { Form, FormLine } from '../contract/writing/constraint.ts';
import { unitsOf } from '../language/units.ts';
import type { PlacedForm, PlacedLine } from './form-constraint.ts';

/** Of a line of no length, words begin among so many of its first characters or syllables. */
const FIRST = 8;
/** Multiples of it fall evenly, wherever one begins: the golden ratio. */
const RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * What a model writes under a mask goes on without a word for as long as that may still come, since hardly any character begins it: nearly
 * all lines would end with it. Where it begins is therefore decided before, for each island of a search.
 * @returns the form itself where no word is to come; else as many as are asked for, the last one with no place decided, so that whatever
 *   can be written at all is tried
 */
export function placings(form: Form, count: number): readonly PlacedForm[] {
  if (!form.lines.some(hasWords)) return [form];
  return Array.from({ length: count }, (_, turn) =>
    turn === count - 1
      ? form
      : { lines: form.lines.map((line, at) => (hasWords(line) ? placed(line, turn, at) : line)) },
  );
}

const hasWords = ({ text, must }: FormLine): boolean => text === undefined && !!must?.length;

/** @param turn of the search @param at which line it is */
function placed(line: FormLine, turn: number, at: number): PlacedLine {
  const words = line.must!.map((word) => unitsOf(word).length);
  const taken = words.reduce((sum, units) => sum + units, 0);
  const longest = line.length?.max ?? line.pattern?.length ?? FIRST + taken;
  const free = Math.max(0, longest - taken); // places that no word takes
  // How many of these are before each word, in their order.
  const gaps = words
    .map((_, word) =>
      Math.floor((((turn + 1) * RATIO ** (word + 1) + at * RATIO) % 1) * (free + 1)),
    )
    .sort((a, b) => a - b);
  let before = 0;
  const mustFrom = gaps.map((gap, word) => {
    const from = gap + before;
    before += words[word]!;
    return from;
  });
  return { ...line, mustFrom };
}
