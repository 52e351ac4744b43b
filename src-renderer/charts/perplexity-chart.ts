/** The perplexity of a run over its epochs, on a logarithmic axis, drawn with chart.js. */
import {
  Chart,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type Point,
} from 'chart.js';
import type { EpochReport } from '../../src-main/contract/training.ts';
import { highestMark, lastEpoch, marksUpTo } from './axes.ts';
import { baselinePlugin, type Baseline } from './baseline.ts';
import type { Palette } from './palette.ts';

Chart.register(
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
);

export interface Drawing {
  epochs: readonly EpochReport[];
  /** Epochs of the whole run. */
  total: number;
  baseline: Baseline | null;
}

/** The words of the chart, as functions so that they follow the language. */
export interface Wording {
  axis(): string;
  tick(value: number): string;
  point(epoch: number): string;
  value(perplexity: number): string;
}

const ROOM_PER_MARK = 22; // px; with less, only the decades are named

export class PerplexityChart {
  readonly #chart: Chart<'line', Point[]>;
  readonly #wording: Wording;
  #palette: Palette;
  #baseline: Baseline | null = null;

  constructor(canvas: HTMLCanvasElement, palette: Palette, wording: Wording) {
    this.#palette = palette;
    this.#wording = wording;
    this.#chart = new Chart(canvas, this.#configure(wording));
    this.paint(palette);
  }

  draw({ epochs, total, baseline }: Drawing): void {
    const points = epochs
      .filter(({ perplexity }) => Number.isFinite(perplexity))
      .map(({ epoch, perplexity }) => ({ x: epoch, y: Math.max(1, perplexity) }));
    this.#baseline = baseline;
    const [line] = this.#chart.data.datasets;
    const { x, y } = this.#chart.options.scales ?? {};
    if (!line || !x || !y) return;
    line.data = points;
    line.pointRadius = points.length > 1 ? 0 : 3; // a line needs two points to be seen
    x.max = lastEpoch(total, points.at(-1)?.x ?? 0);
    y.max = highestMark([baseline?.value ?? 1000, ...highs(points)]);
    this.#chart.update('none');
  }

  /** Takes over the colours of another theme, and the words of another language. */
  paint(palette: Palette): void {
    this.#palette = palette;
    const [line] = this.#chart.data.datasets;
    const { x, y } = this.#chart.options.scales ?? {};
    const font = { family: palette.face, size: 12 };
    if (x && 'title' in x && x.title)
      Object.assign(x.title, { text: this.#wording.axis(), color: palette.ticks, font });
    if (line) {
      line.borderColor = palette.line;
      line.pointBackgroundColor = palette.line;
      line.pointHoverBackgroundColor = palette.line;
    }
    for (const scale of [x, y]) {
      if (!scale) continue;
      if (scale.grid) scale.grid.color = palette.grid;
      if (scale.ticks) Object.assign(scale.ticks, { color: palette.ticks, font });
    }
    const { tooltip } = this.#chart.options.plugins ?? {};
    if (tooltip) {
      tooltip.backgroundColor = palette.surface;
      tooltip.borderColor = palette.grid;
      tooltip.titleColor = palette.ticks;
      tooltip.bodyColor = palette.ink;
      tooltip.titleFont = { ...font, weight: 'normal' };
      tooltip.bodyFont = { ...font, size: 14 };
    }
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #configure(wording: Wording): ChartConfiguration<'line', Point[]> {
    return {
      type: 'line',
      data: {
        datasets: [
          {
            data: [],
            borderWidth: 2,
            borderJoinStyle: 'round',
            pointRadius: 0,
            pointBorderWidth: 0,
            pointHoverRadius: 4,
            pointHoverBorderWidth: 0,
          },
        ],
      },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        layout: { padding: { top: 4, right: 4 } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        scales: {
          x: {
            type: 'linear',
            min: 1,
            border: { display: false },
            grid: { display: false },
            title: { display: true, align: 'end', padding: 0 },
            ticks: {
              maxRotation: 0,
              autoSkipPadding: 24,
              callback: (value) => wording.tick(Number(value)),
            },
          },
          y: {
            type: 'logarithmic',
            min: 1,
            border: { display: false },
            afterBuildTicks: (scale) => {
              const marks = marksUpTo(scale.max);
              const every = scale.chart.height / marks.length > ROOM_PER_MARK;
              scale.ticks = marks
                .filter((mark) => every || Number.isInteger(Math.log10(mark)))
                .map((value) => ({ value }));
            },
            // Of a fixed width, so that the chart keeps its place while the axis grows.
            afterFit: (scale) => {
              scale.width = 52;
            },
            ticks: { autoSkip: false, callback: (value) => wording.tick(Number(value)) },
          },
        },
        plugins: {
          decimation: { enabled: true, algorithm: 'lttb', samples: 600 },
          tooltip: {
            displayColors: false,
            borderWidth: 1,
            padding: 10,
            callbacks: {
              title: ([item]) => (item ? wording.point(item.parsed.x ?? 0) : ''),
              label: (item) => wording.value(item.parsed.y ?? Number.NaN),
            },
          },
        },
      },
      plugins: [baselinePlugin(() => ({ baseline: this.#baseline, palette: this.#palette }))],
    };
  }
}

function* highs(points: readonly Point[]): Generator<number> {
  for (const { y } of points) if (y !== null) yield y;
}
