/** Draws a chart with chart.js: on a page, or once on a canvas of a given size. */
import {
  BasicPlatform,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartArea,
  type ChartConfiguration,
  type ChartDataset,
  type Point,
  type Scale,
} from 'chart.js';
import { epochMarks } from './axes.ts';
import { colourOf, faded, type Colours } from './colours.ts';
import { linearMarks, roundStep, timeStep } from '../series/marks.ts';
import { annotationsPlugin } from './annotations.ts';
import { uprightMarks } from './domains.ts';
import type { Curve, Plot } from './plot.ts';

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

/** The words of a chart, as functions so that they follow the language. */
export interface PlotWording {
  /** What it is drawn over. */
  across(over: Plot['x']['over']): string;
  tick(value: number): string;
  /** @param digits behind the second, where the marks are closer than seconds: all have as many */
  time(seconds: number, digits: number): string;
}

/** Where the curves lie on the canvas, in px. */
export const LEFT = 52;
export const RIGHT = 24; // half of the words at the end of the lower axis
const TOP = 4;
const ROOM_PER_MARK = 22; // px
const ROOM_BETWEEN = 24; // px from the words of one mark to those of the next
const DOT = 3; // px; of a run with one point

const empty: Plot = {
  x: { min: 1, max: 2, over: 'epoch', isWhole: true, isNamed: true },
  y: { min: 1, max: 1000, log: true },
  ...{ curves: [], levels: [], moments: [], shades: [], bands: [], ends: [], ticks: [] },
};

export interface Still {
  /** Pixels to a px. */
  readonly scale: number;
  /** Something like a canvas, which no page has. */
  readonly isDetached?: boolean;
}

export class PlotChart {
  readonly #chart: Chart<'line', Point[]>;
  readonly #wording: PlotWording;
  #colours: Colours;
  readonly #isDetached: boolean;
  #plot = empty;
  /** Behind the second, of the marks of the lower axis. */
  #digits = 0;

  /** @param still as large as the canvas, instead of filling what it stands in */
  constructor(canvas: HTMLCanvasElement, colours: Colours, wording: PlotWording, still?: Still) {
    this.#colours = colours;
    this.#wording = wording;
    this.#isDetached = still?.isDetached ?? false;
    const configuration = this.#configure();
    if (this.#isDetached) configuration.platform = BasicPlatform;
    const size = still === undefined ? {} : { responsive: false, devicePixelRatio: still.scale };
    configuration.options = { ...configuration.options, ...size };
    this.#chart = new Chart(canvas, configuration);
  }

  draw(plot: Plot): void {
    this.#plot = plot;
    const { x, y } = this.#chart.options.scales ?? {};
    if (!x || !y) return;
    this.#chart.data.datasets = plot.curves.map((curve) => this.#datasetOf(curve));
    [x.min, x.max] = [plot.x.min, plot.x.max];
    [y.type, y.min, y.max] = [plot.y.log ? 'logarithmic' : 'linear', plot.y.min, plot.y.max];
    this.#paint();
    this.#chart.update('none');
  }

  /** Takes over the colours of another theme, and the words of another language. */
  paint(colours: Colours): void {
    this.#colours = colours;
    this.draw(this.#plot);
  }

  /** Where the curves lie, in px of the canvas. */
  get area(): ChartArea {
    return this.#chart.chartArea;
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #datasetOf({
    points,
    ink,
    width,
    dash,
    opacity,
    stepped,
    dots,
  }: Curve): ChartDataset<'line', Point[]> {
    const colour = faded(colourOf(this.#colours, ink), opacity);
    return {
      data: points,
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: width,
      borderDash: [...dash],
      borderJoinStyle: 'round',
      pointRadius: dots ? DOT - 0.5 : points.length > 1 ? 0 : DOT, // a line needs two points to be seen
      ...{ pointBorderWidth: 0, pointHitRadius: 0, pointBackgroundColor: colour },
      stepped: stepped ? 'after' : false,
      // What has segments is drawn without a path of the browser's, which nobody else can read.
      ...(this.#isDetached && { segment: {} }),
      clip: points.length > 1 && !this.#plot.x.isWhole ? 0 : DOT + 1, // a point at the edge is round
    };
  }

  #paint(): void {
    const { x, y } = this.#chart.options.scales ?? {};
    const { face, ticks, grid } = this.#colours;
    const font = { family: face, size: 12 };
    for (const scale of [x, y]) {
      if (!scale) continue;
      if (scale.grid) scale.grid.color = grid;
      if (scale.ticks) Object.assign(scale.ticks, { color: ticks, font });
    }
    const text = this.#wording.across(this.#plot.x.over);
    if (x && 'title' in x && x.title)
      Object.assign(x.title, { text, color: ticks, font, display: this.#plot.x.isNamed });
  }

  #wordsAcross(value: number): string {
    const { over } = this.#plot.x;
    return over === 'time' ? this.#wording.time(value, this.#digits) : this.#wording.tick(value);
  }

  /** @returns the marks of the lower axis that there is room for */
  #marksAcross({ chart, ctx, max, min }: Scale): number[] {
    const { over, isWhole } = this.#plot.x;
    ctx.save();
    ctx.font = `12px ${this.#colours.face}`;
    const room = ctx.measureText(this.#wordsAcross(max)).width + ROOM_BETWEEN;
    ctx.restore();
    const apart = (room * (max - min)) / (chart.width - LEFT);
    if (over === 'epoch' && isWhole) return epochMarks(min < 1 ? 1 : max, apart);
    const least = over === 'time' ? timeStep(apart) : roundStep(apart);
    const step = over === 'time' ? least : Math.max(1, least); // there is no half epoch
    this.#digits = step < 1 ? Math.ceil(-Math.log10(step)) : 0;
    return linearMarks({ min, max }, 10, step);
  }

  #configure(): ChartConfiguration<'line', Point[]> {
    return {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        events: [], // what is pointed at is told beside all charts at once
        layout: { padding: { top: TOP, right: RIGHT } },
        scales: {
          x: {
            type: 'linear',
            border: { display: false },
            grid: { display: false },
            title: { display: true, align: 'end', padding: 0 },
            // The curves end at the same place whatever is written there.
            afterFit: (scale) => {
              scale.paddingLeft = scale.paddingRight = 0;
            },
            afterBuildTicks: (scale) => {
              scale.ticks = this.#marksAcross(scale).map((value) => ({ value }));
            },
            ticks: {
              ...{ autoSkip: false, maxRotation: 0, includeBounds: false },
              callback: (value) => this.#wordsAcross(Number(value)),
            },
          },
          y: {
            type: 'logarithmic',
            border: { display: false },
            afterBuildTicks: (scale) => {
              const most = Math.max(2, Math.floor(scale.chart.height / ROOM_PER_MARK));
              scale.ticks = uprightMarks(this.#plot.y, most).map((value) => ({ value }));
            },
            // Of a fixed width, so that the chart keeps its place while the axis grows.
            afterFit: (scale) => {
              scale.width = LEFT;
            },
            ticks: {
              ...{ autoSkip: false, includeBounds: false },
              callback: (value) => this.#wording.tick(Number(value)),
            },
          },
        },
      },
      plugins: [annotationsPlugin(() => ({ plot: this.#plot, colours: this.#colours }))],
    };
  }
}
