/** Drawing a label in a chart, with what lies behind it taken away, so that no line strikes its letters through. */
import type { Chart } from 'chart.js';
import { segmentsOf, type Box, type Segment } from './label-place.ts';
import type { Colours } from './colours.ts';

const SIZE = 12; // px
const LEADING = 18; // px, with some room above and below the letters
const EDGE = 3; // px, beside them

export interface Size {
  readonly width: number;
  readonly height: number;
}

const fontOf = ({ face }: Colours): string => `${SIZE}px ${face}`;

/** @returns the room that a label takes, with its edge; no more than the chart has across, where its letters stand closer */
export function labelSize({ ctx, chartArea }: Chart, text: string, colours: Colours): Size {
  ctx.save();
  ctx.font = fontOf(colours);
  const { width } = ctx.measureText(text);
  ctx.restore();
  return { width: Math.min(width + 2 * EDGE, chartArea.width), height: LEADING };
}

export function drawLabel(
  ctx: CanvasRenderingContext2D,
  text: string,
  { left, top, right, bottom }: Box,
  colour: string,
  colours: Colours,
): void {
  ctx.save();
  ctx.fillStyle = colours.surface;
  ctx.fillRect(left, top, right - left, bottom - top);
  ctx.fillStyle = colour;
  ctx.font = fontOf(colours);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left + EDGE, (top + bottom) / 2, right - left - 2 * EDGE);
  ctx.restore();
}

/** @returns the curves as they stand in px, such as are drawn */
export const curvesOf = (chart: Chart): Segment[] =>
  chart.getSortedVisibleDatasetMetas().flatMap(({ data }) => segmentsOf(data));
