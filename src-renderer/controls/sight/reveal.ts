/** Brings into sight what has come below the edge of what one sees. */

/** Of the window's height: as much of it as shows that it is there, and what it is. */
const ENOUGH = 1 / 3;
/** Where the buttons of a screen may lie upon it. */
const AT_THE_EDGE = '-72px 0px'; // `--in-sight`

/**
 * Where enough of it is seen already, nothing moves.
 * @param head with which what is seen begins then
 */
export function reveal(come: Element, head: Element): void {
  const watching = new IntersectionObserver(
    ([seen]) => {
      watching.disconnect();
      const { intersectionRect, boundingClientRect, rootBounds } = seen!;
      const enough = Math.min(boundingClientRect.height, ENOUGH * (rootBounds?.height ?? 0));
      if (intersectionRect.height >= enough - 1) return;
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      head.scrollIntoView({ block: 'start', behavior: isStill ? 'instant' : 'smooth' });
    },
    { rootMargin: AT_THE_EDGE },
  );
  watching.observe(come);
}
