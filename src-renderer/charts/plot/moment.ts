/** A moment of a run in a chart, such as where it was gone on with: a thin line, and where its name can stand. */
import type { Chart } from 'chart.js';
import type { Size } from './label.ts';
import type { Box, Segment } from './label-place.ts';
import type { Named } from './plot.ts';

const GAP = 4; // px between the line and the label
const STEP = 8; // px from one place to the next

/** @returns the line in px; null where it is not within the chart */
export function momentSegment({ chartArea, scales }: Chart, { at }: Named): Segment | null {
  const { top, bottom, left, right } = chartArea;
  const x = scales['x']?.getPixelForValue(at) ?? Number.NaN;
  if (!(x >= left && x <= right)) return null;
  return [
    { x, y: top },
    { x, y: bottom },
  ];
}

export function drawMoment({ ctx }: Chart, [from, to]: Segment, colour: string): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.4;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
  ctx.restore();
}

/**
 * @param level of the baseline, below which the name stands more quietly; NaN without one
 * @returns the places of the name: on the side with more room from below the level downwards, then above it, then on the other side; last across the line
 */
export function momentPlaces(
  { chartArea }: Chart,
  [{ x }]: Segment,
  { width, height }: Size,
  level: number,
): Box[] {
  const { left, right, top, bottom } = chartArea;
  const sides = [x + GAP, x - GAP - width];
  if (x > (left + right) / 2) sides.reverse();
  const within = sides.filter((side) => side >= left && side + width <= right);
  const across = Math.max(left, Math.min(x - width / 2, right - width));
  const first = Number.isFinite(level) ? Math.max(top, level + height) : top;
  const heights: number[] = top + height > bottom ? [top] : [];
  for (let y = first; y + height <= bottom; y += STEP) heights.push(y);
  for (let y = first - STEP; y >= top; y -= STEP) if (y + height <= bottom) heights.push(y);
  return [...within, across].flatMap((side) =>
    heights.map((y) => ({ left: side, top: y, right: side + width, bottom: y + height })),
  );
}
