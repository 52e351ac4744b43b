/** A chart.js plugin that draws the level of guessing and where a run was gone on with, each with its name where no line passes. */
import type { Chart, Plugin } from 'chart.js';
import { baselinePlaces, baselineSegment, drawBaseline, type Baseline } from './baseline.ts';
import { drawGoneOn, goneOnPlaces, goneOnSegment, type GoneOn } from './gone-on.ts';
import { curvesOf, drawLabel, labelSize } from './label.ts';
import { freePlace, type Box } from './label-place.ts';
import type { Colours } from './colours.ts';

export interface Annotations {
  baseline: Baseline | null;
  goneOn: GoneOn | null;
  colours: Colours;
}

export function annotationsPlugin(read: () => Annotations): Plugin<'line'> {
  const lines = (chart: Chart): Record<'level' | 'moment', ReturnType<typeof baselineSegment>> => {
    const { baseline, goneOn } = read();
    return {
      level: baseline && baselineSegment(chart, baseline),
      moment: goneOn && goneOnSegment(chart, goneOn),
    };
  };
  return {
    id: 'annotations',
    beforeDatasetsDraw(chart) {
      const { colours } = read();
      const { level, moment } = lines(chart);
      if (level) drawBaseline(chart, level, colours);
      if (moment) drawGoneOn(chart, moment, colours);
    },
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const { baseline, goneOn, colours } = read();
      const { level, moment } = lines(chart);
      const curves = curvesOf(chart);
      const drawn: Box[] = [];
      if (baseline?.label && level) {
        const size = labelSize(chart, baseline.label, colours);
        const others = moment ? [...curves, moment] : curves;
        const place = freePlace(baselinePlaces(chart, level, size), others);
        drawLabel(ctx, baseline.label, place, colours.baseline, colours);
        drawn.push(place);
      }
      if (goneOn?.label && moment) {
        const size = labelSize(chart, goneOn.label, colours);
        const places = goneOnPlaces(chart, moment, size, level?.[0].y ?? Number.NaN);
        const others = level ? [...curves, level, moment] : [...curves, moment];
        const place = freePlace(places, others, drawn);
        drawLabel(ctx, goneOn.label, place, colours.ticks, colours);
      }
    },
  };
}
