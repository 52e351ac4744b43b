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
  type Scale,
} from 'chart.js';
import { EXPLODED, type EpochReport } from '../../src-main/contract/training.ts';
import { annotationsPlugin } from './annotations.ts';
import { epochMarks, highestMark, lastEpoch, marksWithin } from './axes.ts';
import type { Baseline } from './baseline.ts';
import type { GoneOn } from './gone-on.ts';
import type { Colours } from './colours.ts';

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
  /** Where a saved run was gone on with. */
  goneOn: GoneOn | null;
}

/** The words of the chart, as functions so that they follow the language. */
export interface Wording {
  axis(): string;
  tick(value: number): string;
  point(epoch: number): string;
  /** @param isHeldOut which of two lines it is of; undefined where there is one */
  value(perplexity: number, isHeldOut?: boolean): string;
}

const ROOM_PER_MARK = 22; // px
const LEFT = 52; // px, of the y axis
const ROOM_BETWEEN = 24; // px from the words of one epoch to those of the next
const DOT = 3; // px; of a run with one point
const DASHES = [5, 3]; // px

export class PerplexityChart {
  readonly #chart: Chart<'line', Point[]>;
  readonly #wording: Wording;
  #colours: Colours;
  #total = 1;
  #baseline: Baseline | null = null;
  #goneOn: GoneOn | null = null;

  /** @param still as large as the canvas and with so many pixels to a px, instead of filling what it stands in */
  constructor(canvas: HTMLCanvasElement, colours: Colours, wording: Wording, still?: number) {
    this.#colours = colours;
    this.#wording = wording;
    const configuration = this.#configure(wording);
    const size = still === undefined ? {} : { responsive: false, devicePixelRatio: still };
    this.#chart = new Chart(canvas, {
      ...configuration,
      options: { ...configuration.options, ...size },
    });
    this.paint(colours);
  }

  draw({ epochs, total, baseline, goneOn }: Drawing): void {
    const points = epochs.map(({ epoch, perplexity }) => pointAt(epoch, perplexity));
    const heldOut = epochs.flatMap(({ epoch, validationPerplexity: value }) =>
      value === null ? [] : [pointAt(epoch, value)],
    );
    this.#total = total;
    this.#baseline = baseline;
    this.#goneOn = goneOn;
    const [line, dashed] = this.#chart.data.datasets;
    const { x, y } = this.#chart.options.scales ?? {};
    if (!line || !dashed || !x || !y) return;
    line.data = points;
    dashed.data = heldOut;
    for (const one of [line, dashed]) one.pointRadius = one.data.length > 1 ? 0 : DOT; // a line needs two points to be seen
    x.max = lastEpoch(total, points.at(-1)?.x ?? 0);
    x.min = total > 1 ? 1 : 0; // the one epoch of a run stands in the middle
    // What has exploded leaves the chart at its top; the rest can still be read.
    const most = baseline ? EXPLODED * baseline.value : Infinity;
    const shown = [...highs(points), ...highs(heldOut)].filter((value) => value <= most);
    y.max = highestMark([baseline?.value ?? 1000, ...shown]);
    this.#chart.update('none');
  }

  /** Takes over the colours of another theme, and the words of another language. */
  paint(colours: Colours): void {
    this.#colours = colours;
    const [line, dashed] = this.#chart.data.datasets;
    const { x, y } = this.#chart.options.scales ?? {};
    const font = { family: colours.face, size: 12 };
    if (x && 'title' in x && x.title)
      Object.assign(x.title, { text: this.#wording.axis(), color: colours.ticks, font });
    if (line) Object.assign(line, lineIn(colours.line));
    if (dashed) Object.assign(dashed, lineIn(colours.validation));
    for (const scale of [x, y]) {
      if (!scale) continue;
      if (scale.grid) scale.grid.color = colours.grid;
      if (scale.ticks) Object.assign(scale.ticks, { color: colours.ticks, font });
    }
    const { tooltip } = this.#chart.options.plugins ?? {};
    if (tooltip) {
      tooltip.backgroundColor = colours.surface;
      tooltip.borderColor = colours.grid;
      tooltip.titleColor = colours.ticks;
      tooltip.bodyColor = colours.ink;
      tooltip.titleFont = { ...font, weight: 'normal' };
      tooltip.bodyFont = { ...font, size: 14 };
    }
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }

  /** @returns the epochs that there is room to mark */
  #epochs({ chart, ctx, max }: Scale): number[] {
    const last = this.#total > 1 ? max : 1;
    ctx.save();
    ctx.font = `12px ${this.#colours.face}`;
    const room = ctx.measureText(this.#wording.tick(last)).width + ROOM_BETWEEN;
    ctx.restore();
    return epochMarks(last, (room * (last - 1)) / (chart.width - LEFT));
  }

  #configure(wording: Wording): ChartConfiguration<'line', Point[]> {
    return {
      type: 'line',
      data: {
        datasets: [newLine(2, []), newLine(1.5, DASHES)],
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
            afterBuildTicks: (scale) => {
              scale.ticks = this.#epochs(scale).map((value) => ({ value }));
            },
            ticks: {
              autoSkip: false,
              maxRotation: 0,
              callback: (value) => wording.tick(Number(value)),
            },
          },
          y: {
            type: 'logarithmic',
            min: 1,
            border: { display: false },
            afterBuildTicks: (scale) => {
              const most = Math.floor(scale.chart.height / ROOM_PER_MARK);
              scale.ticks = marksWithin(scale.max, most).map((value) => ({ value }));
            },
            // Of a fixed width, so that the chart keeps its place while the axis grows.
            afterFit: (scale) => {
              scale.width = LEFT;
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
              label: (item) => {
                const value = item.parsed.y ?? Number.NaN;
                const isAlone = this.#chart.data.datasets[1]!.data.length === 0;
                return isAlone
                  ? wording.value(value)
                  : wording.value(value, item.datasetIndex === 1);
              },
            },
          },
        },
      },
      plugins: [
        annotationsPlugin(() => ({
          baseline: this.#baseline,
          goneOn: this.#goneOn,
          colours: this.#colours,
        })),
      ],
    };
  }
}

const pointAt = (epoch: number, perplexity: number): Point => ({
  ...{ x: epoch, y: Math.max(1, Math.min(perplexity, Number.MAX_VALUE)) },
});

const newLine = (width: number, dashes: number[]) => ({
  data: [] as Point[],
  ...{ borderWidth: width, borderJoinStyle: 'round' as const, borderDash: dashes },
  ...{ pointRadius: 0, pointBorderWidth: 0, pointHoverRadius: DOT + 1, pointHoverBorderWidth: 0 },
  clip: DOT + 1, // a point at the edge is round
});

const lineIn = (colour: string) => ({
  ...{ borderColor: colour, pointBackgroundColor: colour, pointHoverBackgroundColor: colour },
});

function* highs(points: readonly Point[]): Generator<number> {
  for (const { y } of points) if (y !== null) yield y;
}
