/** Draws charts between two frames of the page, one after the other: those that there is no time for come in the next. */

const BUDGET = 2; // ms of a frame that drawing may begin in; what else the page does needs the rest

const waiting = new Map<object, () => void>();
let asked = false;

/** @param owner of the drawing; the newest of each replaces the one that waits */
export function inNextFrame(owner: object, draw: () => void): void {
  waiting.set(owner, draw);
  if (asked) return;
  asked = true;
  requestAnimationFrame(drawSome);
}

/** @param owner that is gone */
export const notInFrame = (owner: object): void => void waiting.delete(owner);

function drawSome(): void {
  const begun = performance.now();
  for (const [owner, draw] of waiting) {
    waiting.delete(owner);
    draw();
    if (performance.now() - begun > BUDGET) break;
  }
  asked = waiting.size > 0;
  if (asked) requestAnimationFrame(drawSome);
}
