/** A level in a chart, such as that of guessing: a dashed line, and where its name can stand. */
import type { Chart } from 'chart.js';
import type { Size } from './label.ts';
import type { Box, Segment } from './label-place.ts';
import type { Colours } from './colours.ts';
import type { Named } from './plot.ts';

const GAP = 2; // px between the line and the label
const STEP = 12; // px from one place to the next
const EDGE = 3; // px to the end of the chart

/** @returns the line in px; null where it is not within the chart */
export function levelSegment(
  { chartArea, scales }: Chart,
  { at }: Pick<Named, 'at'>,
): Segment | null {
  const { left, right } = chartArea;
  const y = scales['y']?.getPixelForValue(at) ?? Number.NaN;
  if (!(y >= chartArea.top - 1 && y <= chartArea.bottom + 1)) return null;
  return [
    { x: left, y },
    { x: right, y },
  ];
}

export function drawLevel({ ctx }: Chart, [from, to]: Segment, colours: Colours): void {
  ctx.save();
  ctx.strokeStyle = colours.baseline;
  ctx.lineWidth = 1;
  ctx.setLineDash([5, 4]);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
  ctx.restore();
}

/** @returns the places of the name: above the line from the right to the left, then below it */
export function levelPlaces(
  { chartArea }: Chart,
  [{ y }]: Segment,
  { width, height }: Size,
): Box[] {
  const tops = [y - GAP - height, y + GAP].filter(
    (top) => top >= chartArea.top && top + height <= chartArea.bottom,
  );
  const places: Box[] = [];
  const start = Math.max(chartArea.left, chartArea.right - EDGE - width);
  for (const top of tops.length > 0 ? tops : [chartArea.top])
    for (let left = start; left >= chartArea.left; left -= STEP)
      places.push({ left, top, right: left + width, bottom: top + height });
  return places;
}
