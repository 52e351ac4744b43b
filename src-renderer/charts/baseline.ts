/** A chart.js plugin that marks a level with a dashed line and its name. */
import type { Plugin } from 'chart.js';
import type { Palette } from './palette.ts';

export interface Baseline {
  value: number;
  label: string;
}

export function baselinePlugin(
  read: () => { baseline: Baseline | null; palette: Palette },
): Plugin<'line'> {
  return {
    id: 'baseline',
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const { baseline, palette } = read();
      const y = baseline && scales.y ? scales.y.getPixelForValue(baseline.value) : Number.NaN;
      if (!baseline || !Number.isFinite(y)) return;
      ctx.save();
      ctx.strokeStyle = palette.baseline;
      ctx.lineWidth = 1;
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, y);
      ctx.lineTo(chartArea.right, y);
      ctx.stroke();
      ctx.fillStyle = palette.baseline;
      ctx.font = `12px ${palette.face}`;
      ctx.textAlign = 'right';
      const above = y - chartArea.top > 18;
      ctx.textBaseline = above ? 'bottom' : 'top';
      ctx.fillText(baseline.label, chartArea.right - 6, y + (above ? -4 : 5));
      ctx.restore();
    },
  };
}
