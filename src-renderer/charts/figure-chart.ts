/** A picture of one series of figures, drawn with chart.js: points on two logarithmic axes, or bars. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type Scale,
} from 'chart.js';
import { marksUpTo, marksWithin } from './plot/axes.ts';
import type { Colours } from './plot/colours.ts';

Chart.register(
  ...[BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement],
  ...[LogarithmicScale, PointElement, Tooltip],
);

export interface FigurePoint {
  readonly x: number;
  readonly y: number;
}

/** The words of the picture, as functions so that they follow the language. */
export interface FigureWording {
  xAxis(): string;
  yAxis(): string;
  tick(value: number): string;
  /** What is said of a point that is pointed at. */
  title(point: FigurePoint, place: number): string;
  value(point: FigurePoint): string;
}

export type FigureKind = 'log-log' | 'bars';

const ROOM_ACROSS = 48; // px for a mark of the lower axis
const ROOM_UP = 22; // px for one of the upright axis
const DOT = 2; // px

export class FigureChart {
  readonly #chart: Chart<'line' | 'bar', { x: number; y: number }[]>;
  readonly #wording: FigureWording;
  readonly #kind: FigureKind;
  #colours: Colours;

  constructor(
    canvas: HTMLCanvasElement,
    kind: FigureKind,
    colours: Colours,
    wording: FigureWording,
  ) {
    this.#kind = kind;
    this.#wording = wording;
    this.#colours = colours;
    this.#chart = new Chart(canvas, this.#configure());
    this.paint(colours);
  }

  draw(points: readonly FigurePoint[]): void {
    const [series] = this.#chart.data.datasets;
    const { x, y } = this.#chart.options.scales ?? {};
    if (!series || !x || !y) return;
    series.data = points.map((point) => ({ ...point }));
    if (this.#kind === 'log-log') {
      x.max = Math.max(2, points.at(-1)?.x ?? 2);
      y.max = highest(points) * 1.2;
    } else {
      x.min = 0;
      x.max = Math.max(2, points.at(-1)?.x ?? 0) + 0.5;
    }
    this.#chart.update('none');
  }

  /** Takes over the colours of another theme, and the words of another language. */
  paint(colours: Colours): void {
    this.#colours = colours;
    const { x, y } = this.#chart.options.scales ?? {};
    const font = { family: colours.face, size: 12 };
    for (const [scale, text] of [
      [x, this.#wording.xAxis()],
      [y, this.#wording.yAxis()],
    ] as const) {
      if (!scale) continue;
      if (scale.grid) scale.grid.color = colours.grid;
      if (scale.ticks) Object.assign(scale.ticks, { color: colours.ticks, font });
      if ('title' in scale && scale.title)
        Object.assign(scale.title, { text, color: colours.ticks, font });
    }
    const { tooltip } = this.#chart.options.plugins ?? {};
    if (tooltip)
      Object.assign(tooltip, {
        ...{ backgroundColor: colours.surface, borderColor: colours.grid },
        ...{ titleColor: colours.ticks, bodyColor: colours.ink },
        ...{ titleFont: { ...font, weight: 'normal' }, bodyFont: { ...font, size: 14 } },
      });
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #configure(): ChartConfiguration<'line' | 'bar', { x: number; y: number }[]> {
    const isLog = this.#kind === 'log-log';
    const wording = this.#wording;
    const line = (): string => this.#colours.line; // asked for whenever one is drawn: chart.js keeps a plain colour of the points
    const logarithmic = (room: number, size: (scale: Scale) => number) => ({
      type: 'logarithmic' as const,
      min: 1,
      afterBuildTicks: (scale: Scale) => {
        const most = Math.max(2, Math.floor(size(scale) / room));
        scale.ticks = marksWithin(scale.max, most).map((value) => ({ value }));
      },
    });
    const linear = { type: 'linear' as const, min: 0 };
    const common = {
      border: { display: false },
      title: { display: true, align: 'end' as const, padding: 0 },
      ticks: {
        maxRotation: 0,
        precision: 0,
        includeBounds: false,
        autoSkip: !isLog,
        callback: (value: number | string) => wording.tick(Number(value)),
      },
    };
    return {
      type: isLog ? 'line' : 'bar',
      data: {
        datasets: [
          {
            data: [],
            clip: DOT + 2, // a point at the edge is round
            ...{ borderColor: line, backgroundColor: line },
            ...{ pointBackgroundColor: line, pointBorderColor: line },
            borderWidth: isLog ? 1.5 : 0,
            ...(isLog
              ? { pointRadius: DOT, pointHoverRadius: DOT + 2 }
              : { barPercentage: 0.9, categoryPercentage: 1 }),
          },
        ],
      },
      options: {
        animation: false,
        parsing: false,
        maintainAspectRatio: false,
        layout: { padding: { top: 4, right: 8 } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        scales: {
          x: {
            ...(isLog ? logarithmic(ROOM_ACROSS, ({ chart }) => chart.width) : linear),
            ...common,
            grid: { display: false },
            offset: false,
          },
          y: {
            ...(isLog ? logarithmic(ROOM_UP, ({ chart }) => chart.height) : linear),
            ...common,
          },
        },
        plugins: {
          tooltip: {
            displayColors: false,
            borderWidth: 1,
            padding: 10,
            callbacks: {
              title: ([item]) =>
                item ? wording.title(item.raw as FigurePoint, item.dataIndex) : '',
              label: (item) => wording.value(item.raw as FigurePoint),
            },
          },
        },
      },
    };
  }
}

const highest = (points: readonly FigurePoint[]): number =>
  points.reduce((most, { y }) => Math.max(most, y), marksUpTo(10).at(-1) ?? 10);
