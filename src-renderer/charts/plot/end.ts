/** A name at the end of a curve: where it can stand. */
import type { Chart } from 'chart.js';
import type { Point } from '../series/decimation.ts';
import type { Size } from './label.ts';
import type { Box } from './label-place.ts';

const GAP = 3; // px between the end and the name
const STEP = 7; // px from one place to the next
const MOST = 20; // steps away

/** @returns the places: right of the end, then above and below it, ever further, then left of it; none where the end is out of sight */
export function endPlaces(
  { chartArea, scales, width: all }: Chart,
  { x, y }: Point,
  { width, height }: Size,
): Box[] {
  const [endX, endY] = [scales['x']!.getPixelForValue(x), scales['y']!.getPixelForValue(y)];
  const { left, right, top, bottom } = chartArea;
  const isSeen = endX >= left - 1 && endX <= right + 1 && endY >= top - 1 && endY <= bottom + 1;
  if (!isSeen) return [];
  const places: Box[] = [];
  const sides = [endX + GAP, endX - width / 2, endX - GAP - width].filter(
    (side) => side >= left && side + width <= all,
  );
  for (let step = 0; step <= MOST; step++)
    for (const side of sides)
      for (const down of step === 0 ? [0] : [-step * STEP, step * STEP]) {
        const from = endY - height / 2 + down;
        if (from >= top - height / 2 && from + height <= bottom)
          places.push({ left: side, top: from, right: side + width, bottom: from + height });
      }
  return places;
}

/** Leads from an end to a name that stands away from it. */
export function drawLeader(
  { ctx, scales }: Chart,
  { x, y }: Point,
  { left, top, right, bottom }: Box,
  colour: string,
): void {
  const [endX, endY] = [scales['x']!.getPixelForValue(x), scales['y']!.getPixelForValue(y)];
  if (endY >= top - GAP && endY <= bottom + GAP) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(endX, endY);
  ctx.lineTo(Math.max(left, Math.min((left + right) / 2, endX)), endY < top ? top : bottom);
  ctx.stroke();
  ctx.restore();
}
