/** Writing on as one likes, without copying: what would make too long a run of the corpus is no choice. */
import { NO_CHOICE, type Choice } from '../sampling/choice.ts';
import type { VerbatimIndex } from '../text/verbatim.ts';
import type { Constraint } from './constraint.ts';
import { WithoutCopying } from './no-copy.ts';

/**
 * @param most units in a row that may be copied; those of the prefix count among them
 * @param characters of every id
 * @returns the same choice among what copies nothing: where that is nothing, none
 */
export function choosingWithoutCopying(
  choose: Choice,
  { index, most }: { readonly index: VerbatimIndex; readonly most: number },
  characters: readonly string[],
  prefix: Iterable<number>,
): Choice {
  const constraint = freeWithoutCopying({ index, most }, characters, prefix);
  let state = constraint.start;
  return (logits) => {
    const copies = new Set(constraint.banned(state));
    if (copies.size === logits.length) return NO_CHOICE;
    const left = copies.size === 0 ? logits : Float32Array.from(logits);
    for (const id of copies) left[id] = -Infinity;
    const chosen = choose(left);
    state = constraint.after(state, chosen);
    return chosen;
  };
}

/** @returns the constraint under which anything may come that copies nothing, and which has no end */
export function freeWithoutCopying(
  { index, most }: { readonly index: VerbatimIndex; readonly most: number },
  characters: readonly string[],
  prefix: Iterable<number>,
): WithoutCopying<null> {
  const all = new Uint8Array(characters.length).fill(1);
  const free: Constraint<null> = {
    ...{ start: null, allowed: () => all, after: () => null, ended: () => false },
  };
  return new WithoutCopying(free, { index, most }, characters, prefix, () => false);
}
