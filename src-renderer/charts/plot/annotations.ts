/** A chart.js plugin that draws what stands in a chart beside its curves: shades, levels and moments with their names where no line passes, and marks along its foot. */
import type { Chart, Plugin } from 'chart.js';
import type { Colours } from './colours.ts';
import { drawLabel, curvesOf, labelSize } from './label.ts';
import { freePlace, type Box, type Segment } from './label-place.ts';
import { drawLevel, levelPlaces, levelSegment } from './level.ts';
import { drawMoment, momentPlaces, momentSegment } from './moment.ts';
import type { Named, Plot } from './plot.ts';

const SHADE = 0.13; // of the ink, where all steps were clipped
const FOOT = 5; // px; of a mark along the lower axis

interface Placed {
  readonly label: string;
  readonly line: Segment;
}

const placed = (
  chart: Chart,
  all: readonly Named[],
  lineOf: (chart: Chart, one: Named) => Segment | null,
): Placed[] =>
  all.flatMap((one) => {
    const line = lineOf(chart, one);
    return line ? [{ label: one.label, line }] : [];
  });

export function annotationsPlugin(read: () => { plot: Plot; colours: Colours }): Plugin<'line'> {
  return {
    id: 'annotations',
    beforeDatasetsDraw(chart) {
      const { plot, colours } = read();
      drawBands(chart, plot, colours);
      for (const { line } of placed(chart, plot.levels, levelSegment))
        drawLevel(chart, line, colours);
      for (const { line } of placed(chart, plot.moments, momentSegment))
        drawMoment(chart, line, colours);
    },
    afterDatasetsDraw(chart) {
      const { plot, colours } = read();
      drawTicks(chart, plot, colours);
      const levels = placed(chart, plot.levels, levelSegment);
      const moments = placed(chart, plot.moments, momentSegment);
      if (levels.length + moments.length === 0) return;
      const curves = curvesOf(chart);
      const drawn: Box[] = [];
      const write = (label: string, places: Box[], lines: Segment[], colour: string): void => {
        const place = freePlace(places, lines, drawn);
        drawLabel(chart.ctx, label, place, colour, colours);
        drawn.push(place);
      };
      const upright = moments.map(({ line }) => line);
      const level = levels.map(({ line }) => line);
      for (const { label, line } of levels) {
        if (label === '') continue;
        const size = labelSize(chart, label, colours);
        write(label, levelPlaces(chart, line, size), [...curves, ...upright], colours.baseline);
      }
      for (const { label, line } of moments) {
        if (label === '') continue;
        const size = labelSize(chart, label, colours);
        const places = momentPlaces(chart, line, size, level[0]?.[0].y ?? Number.NaN);
        write(label, places, [...curves, ...level, ...upright], colours.ticks);
      }
    },
  };
}

function drawBands({ ctx, chartArea, scales }: Chart, { bands }: Plot, colours: Colours): void {
  const { x } = scales;
  if (!x || bands.length === 0) return;
  const { left, right, top, bottom } = chartArea;
  ctx.save();
  ctx.fillStyle = colours.line;
  for (const { from, to, share } of bands) {
    const start = Math.max(left, x.getPixelForValue(from));
    const end = Math.min(right, x.getPixelForValue(to));
    ctx.globalAlpha = SHADE * share;
    if (end > start) ctx.fillRect(start, top, end - start, bottom - top);
  }
  ctx.restore();
}

/** A stroke for a sample; a diamond for a save, which stands above those. */
function drawTicks({ ctx, chartArea, scales }: Chart, { ticks }: Plot, colours: Colours): void {
  const { x } = scales;
  if (!x || ticks.length === 0) return;
  const { bottom } = chartArea;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colours.ticks;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const { at, kind } of ticks) {
    const px = x.getPixelForValue(at);
    if (kind !== 'sample') continue;
    ctx.moveTo(px, bottom);
    ctx.lineTo(px, bottom - FOOT);
  }
  ctx.stroke();
  const half = FOOT / 2;
  ctx.beginPath();
  for (const { at, kind } of ticks) {
    if (kind !== 'checkpoint') continue;
    const px = x.getPixelForValue(at);
    const middle = bottom - FOOT - half - 2;
    ctx.moveTo(px, middle - half);
    ctx.lineTo(px + half, middle);
    ctx.lineTo(px, middle + half);
    ctx.lineTo(px - half, middle);
  }
  ctx.fill();
  ctx.restore();
}
