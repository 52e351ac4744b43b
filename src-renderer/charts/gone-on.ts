/** A chart.js plugin that marks, with a thin line and its name, the epoch at which a run was gone on with. */
import type { Plugin } from 'chart.js';
import type { Baseline } from './baseline.ts';
import type { Palette } from './palette.ts';

export interface GoneOn {
  epoch: number;
  label: string;
}

const ROOM = 7; // px between the name and the line
const BELOW_BASELINE = 24; // px; the baseline has its own name above it, or below it where there is no room

export function goneOnPlugin(
  read: () => { goneOn: GoneOn | null; baseline: Baseline | null; palette: Palette },
): Plugin<'line'> {
  return {
    id: 'gone-on',
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const { goneOn, baseline, palette } = read();
      const x = goneOn && scales.x ? scales.x.getPixelForValue(goneOn.epoch) : Number.NaN;
      if (!goneOn || !Number.isFinite(x)) return;
      ctx.save();
      ctx.strokeStyle = palette.baseline;
      ctx.globalAlpha = 0.4;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.fillStyle = palette.ticks;
      ctx.font = `12px ${palette.face}`;
      ctx.textBaseline = 'top';
      const inLeftHalf = x < (chartArea.left + chartArea.right) / 2;
      ctx.textAlign = inLeftHalf ? 'left' : 'right';
      const level = baseline && scales.y ? scales.y.getPixelForValue(baseline.value) : 0;
      const y = Math.max(chartArea.top, level) + BELOW_BASELINE;
      ctx.fillText(goneOn.label, x + (inLeftHalf ? ROOM : -ROOM), y);
      ctx.restore();
    },
  };
}
