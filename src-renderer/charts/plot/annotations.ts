/** A chart.js plugin that draws what stands in a chart beside its curves: shades, levels and moments with their names where no line passes, and marks along its foot. */
import type { Chart, Plugin } from 'chart.js';
import { bandSegments, drawBand } from './band.ts';
import { colourOf, faded, type Colours } from './colours.ts';
import { drawLeader, endPlaces } from './end.ts';
import { drawLabel, curvesOf, labelSize } from './label.ts';
import { CLEAR, fewestFirst, freePlace, type Box, type Segment } from './label-place.ts';
import { drawLevel, levelPlaces, levelSegment } from './level.ts';
import { drawMoment, momentPlaces, momentSegment } from './moment.ts';
import type { Point } from '../series/decimation.ts';
import type { Named, Plot } from './plot.ts';

const SHADE = 0.13; // of the ink, where all steps were clipped
const FOOT = 5; // px; of a mark along the lower axis

interface Placed {
  readonly one: Named;
  readonly line: Segment;
}

const placed = (
  chart: Chart,
  all: readonly Named[],
  lineOf: (chart: Chart, one: Named) => Segment | null,
): Placed[] =>
  all.flatMap((one) => {
    const line = lineOf(chart, one);
    return line ? [{ one, line }] : [];
  });

export function annotationsPlugin(read: () => { plot: Plot; colours: Colours }): Plugin<'line'> {
  return {
    id: 'annotations',
    beforeDatasetsDraw(chart) {
      const { plot, colours } = read();
      drawShades(chart, plot, colours);
      for (const band of plot.bands) drawBand(chart, band, colours.baseline);
      for (const { line } of placed(chart, plot.levels, levelSegment))
        drawLevel(chart, line, colours);
      for (const { one, line } of placed(chart, plot.moments, momentSegment))
        drawMoment(chart, line, inkOf(one, colours));
    },
    afterDatasetsDraw(chart) {
      const { plot, colours } = read();
      drawTicks(chart, plot, colours);
      writeNames(chart, plot, colours);
    },
  };
}

/** What runs through a chart is named first; each name keeps clear of the lines, and of the names before it. */
function writeNames(chart: Chart, plot: Plot, colours: Colours): void {
  const levels = placed(chart, plot.levels, levelSegment).filter(({ one }) => one.label !== '');
  const moments = placed(chart, plot.moments, momentSegment).filter(({ one }) => one.label !== '');
  if (levels.length + moments.length + plot.ends.length === 0) return;
  const curves = [...curvesOf(chart), ...plot.bands.flatMap((band) => bandSegments(chart, band))];
  const level = placed(chart, plot.levels, levelSegment).map(({ line }) => line);
  const upright = placed(chart, plot.moments, momentSegment).map(({ line }) => line);
  const drawn: Box[] = [];
  const write = (
    label: string,
    places: Box[],
    lines: Segment[],
    colour: string,
    end?: Point,
  ): void => {
    if (places.length === 0) return;
    const place = freePlace(places, lines, drawn);
    if (end) drawLeader(chart, end, place, colour);
    drawLabel(chart.ctx, label, place, colour, colours);
    drawn.push(place);
  };
  const ofLevels = levels.map(({ one, line }) => ({
    label: one.label,
    places: levelPlaces(chart, line, labelSize(chart, one.label, colours)),
  }));
  for (const { label, places } of fewestFirst(ofLevels))
    write(label, places, [...curves, ...upright], colours.baseline);
  for (const { one, line } of moments) {
    const size = labelSize(chart, one.label, colours);
    const places = momentPlaces(chart, line, size, level[0]?.[0].y ?? Number.NaN);
    const colour = one.ink === undefined ? colours.ticks : inkOf(one, colours);
    write(one.label, places, [...curves, ...level, ...upright], colour);
  }
  for (const { label, ink, opacity, ...point } of plot.ends) {
    const size = labelSize(chart, label, colours);
    const colour = faded(colourOf(colours, ink), opacity);
    const places = endPlaces(chart, point, size);
    const [first, last] = [
      Math.min(...places.map(({ left }) => left)) - CLEAR,
      Math.max(...places.map(({ right }) => right)) + CLEAR,
    ];
    const near = curves.filter(([from, to]) => to.x >= first && from.x <= last);
    write(label, places, [...near, ...level], colour, point);
  }
}

const inkOf = ({ ink = 'quiet', opacity = 1 }: Named, colours: Colours): string =>
  faded(colourOf(colours, ink), opacity);

function drawShades({ ctx, chartArea, scales }: Chart, { shades }: Plot, colours: Colours): void {
  const { x } = scales;
  if (!x || shades.length === 0) return;
  const { left, right, top, bottom } = chartArea;
  ctx.save();
  for (const { from, to, share, ink } of shades) {
    const start = Math.max(left, x.getPixelForValue(from));
    const end = Math.min(right, x.getPixelForValue(to));
    ctx.fillStyle = colourOf(colours, ink);
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
