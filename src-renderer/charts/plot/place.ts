/** Where a value stands in a chart that is drawn, in px, and whose curve lies where one points. */
import type { Curve, Plot } from './plot.ts';

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const pxAcross = ({ x }: Plot, { left, right }: Area, value: number): number =>
  left + ((value - x.min) / (x.max - x.min)) * (right - left);

/** @returns NaN of what a logarithmic axis does not have */
export function pxUp({ y }: Plot, { top, bottom }: Area, value: number): number {
  const at = y.log ? Math.log(value) : value;
  const [min, max] = y.log ? [Math.log(y.min), Math.log(y.max)] : [y.min, y.max];
  return bottom - ((at - min) / (max - min)) * (bottom - top);
}

/** What is nearer to a curve is pointed at it: as much as a hand is off by. */
const NEAR = 8; // px

interface Px {
  readonly x: number;
  readonly y: number;
}

/**
 * @param runs whose curves count
 * @returns the run whose curve is nearest to a point, in px; undefined where none is near
 */
export function runNear(
  plot: Plot,
  area: Area,
  at: Px,
  runs: ReadonlySet<string>,
): string | undefined {
  let [nearest, least]: [string | undefined, number] = [undefined, NEAR];
  for (const curve of plot.curves) {
    if (!runs.has(curve.run)) continue;
    const away = awayFrom(curve, plot, area, at, least);
    // Of two that lie on each other, the one that is drawn above.
    if (away > least) continue;
    least = away;
    nearest = curve.run;
  }
  return nearest;
}

/** @returns px from a point to the nearest place of a curve; infinity where that is further than `most` */
function awayFrom(
  { points, stepped }: Curve,
  plot: Plot,
  area: Area,
  at: Px,
  most: number,
): number {
  let least = Infinity;
  let before: Px | undefined;
  for (const point of points) {
    const now = { x: pxAcross(plot, area, point.x), y: pxUp(plot, area, point.y) };
    if (before && before.x <= at.x + most && now.x >= at.x - most) {
      const corner = stepped ? { x: now.x, y: before.y } : before;
      least = Math.min(least, awayFromLine(at, corner, now));
      if (stepped) least = Math.min(least, awayFromLine(at, before, corner));
    }
    before = Number.isFinite(now.y) ? now : undefined;
  }
  return least <= most ? least : Infinity;
}

function awayFromLine(at: Px, from: Px, to: Px): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(at.x - from.x - share * dx, at.y - from.y - share * dy);
}
