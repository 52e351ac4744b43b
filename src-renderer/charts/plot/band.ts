/** A band in a chart: what lies between the lowest and the highest of many values, shaded from place to place. */
import type { Chart } from 'chart.js';
import type { Segment } from './label-place.ts';
import type { Band } from './plot.ts';

const SHADE = 0.28; // of the ink
const LEAST = 3; // px; of a band whose values are as good as one

interface Edges {
  readonly x: number; // px, as all of these
  readonly top: number;
  readonly bottom: number;
}

function edgesOf({ scales }: Chart, { points }: Band): Edges[] {
  const [across, up] = [scales['x'], scales['y']];
  if (!across || !up) return [];
  return points.map(({ x, low, high }) => {
    const [top, bottom] = [up.getPixelForValue(high), up.getPixelForValue(low)];
    const more = Math.max(0, LEAST - (bottom - top)) / 2;
    return { x: across.getPixelForValue(x), top: top - more, bottom: bottom + more };
  });
}

export function drawBand(chart: Chart, band: Band, colour: string): void {
  const edges = edgesOf(chart, band);
  if (edges.length === 0) return;
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.globalAlpha = SHADE;
  ctx.beginPath();
  for (const [at, { x, top }] of edges.entries())
    if (at === 0) ctx.moveTo(x, top);
    else ctx.lineTo(x, top);
  for (const { x, bottom } of edges.toReversed()) ctx.lineTo(x, bottom);
  ctx.fill();
  // Where the figures are known; between two of them it is only drawn from one to the other.
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const { x, top, bottom } of edges) {
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
  }
  ctx.stroke();
  ctx.restore();
}

/** @returns its edges, from which names keep clear */
export function bandSegments(chart: Chart, band: Band): Segment[] {
  const edges = edgesOf(chart, band);
  return edges.slice(1).flatMap((edge, at): Segment[] => {
    const before = edges[at]!;
    return [
      [
        { x: before.x, y: before.top },
        { x: edge.x, y: edge.top },
      ],
      [
        { x: before.x, y: before.bottom },
        { x: edge.x, y: edge.bottom },
      ],
    ];
  });
}
