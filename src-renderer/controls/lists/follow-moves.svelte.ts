/** Brings the focus to where one is in a list. */
import { tick, untrack } from 'svelte';

/**
 * Brings the focus to the thing under the cursor whenever that is asked for. To be called while a component is made.
 * @param moves rises when it is asked for
 * @param find finds the element of the thing, once it is drawn
 * @param before what is to be done before it is drawn
 */
export function followMoves(
  moves: () => number,
  find: () => HTMLElement | null | undefined,
  before: () => void = () => {},
): void {
  let moved = moves();
  $effect(() => {
    if (moves() === moved) return;
    moved = moves();
    untrack(before);
    void tick().then(() => find()?.focus({ preventScroll: true }));
  });
}
