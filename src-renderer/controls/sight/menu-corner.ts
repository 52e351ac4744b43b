/** Where a menu opens that is asked for by a button or by a key: below its button, or below the thing itself; in px of the window. */
export function menuCorner(opener: HTMLElement): { x: number; y: number } {
  const { left, bottom } = opener.getBoundingClientRect();
  return { x: left, y: bottom };
}
