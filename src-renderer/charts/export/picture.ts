/** A chart as a picture to keep: on paper, with its title, its axes and what the lines are, in pixels or as SVG. */
import type { Colours } from '../plot/colours.ts';
import { PlotChart, type PlotWording } from '../plot/plot-chart.ts';
import type { Plot } from '../plot/plot.ts';
import { SvgContext } from './svg-context.ts';

/** What one of the lines is. */
export interface Key {
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
}

export interface Caption {
  readonly title: string;
  /** Below the title, as far as a line goes. */
  readonly facts: string;
  /** Name of the upright axis. */
  readonly axis: string;
  readonly keys: readonly Key[];
}

export type PictureKind = 'png' | 'svg';

const SCALE = 2; // pixels to a px: sharp on paper and on dense screens
const WIDTH = 960; // px
const HEIGHT = 600;
const MARGIN = 40;
const HEAD = 104; // title, facts and the name of the axis
const LINE = 20; // of what the lines are
const KEY = 26; // px; of a line that shows what it looks like

type Surface = CanvasRenderingContext2D | SvgContext;

/** @returns the picture in the colours that it is given */
export async function drawPicture(
  make: (width: number) => Plot,
  colours: Colours,
  wording: PlotWording,
  caption: Caption,
  kind: PictureKind,
): Promise<Blob> {
  const titleFont = `26px ${colours.lyricsFace}`;
  await document.fonts.load(titleFont, caption.title); // a canvas does not wait for its letters
  const rows = keyRows(caption.keys, colours);
  const width = WIDTH - 2 * MARGIN;
  const height = HEIGHT - HEAD - MARGIN - 16 - rows.length * LINE;
  const plot = make(width);
  if (kind === 'svg') {
    const sheet = new SvgContext(WIDTH, HEIGHT, measure);
    const curve = new SvgContext(width, height, measure);
    drawOn(sheet, colours, caption, rows);
    const still = { scale: 1, isDetached: true };
    const chart = new PlotChart(curve.canvas as never, colours, wording, still);
    chart.draw(plot);
    chart.destroy();
    sheet.place(curve, MARGIN, HEAD + 8);
    return new Blob([sheet.toString(caption.title)], { type: 'image/svg+xml' });
  }
  const picture = canvasOf(WIDTH * SCALE, HEIGHT * SCALE);
  const curve = canvasOf(width, height); // which it scales itself
  const context = picture.getContext('2d')!;
  context.scale(SCALE, SCALE);
  drawOn(context, colours, caption, rows);
  const chart = new PlotChart(curve, colours, wording, { scale: SCALE });
  chart.draw(plot);
  context.drawImage(curve, MARGIN, HEAD + 8, width, height);
  chart.destroy();
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

function drawOn(
  context: Surface,
  colours: Colours,
  { title, facts, axis }: Caption,
  rows: readonly PlacedKey[][],
): void {
  const small = `13px ${colours.face}`;
  const titleFont = `26px ${colours.lyricsFace}`;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.textBaseline = 'alphabetic';
  const write = (text: string, x: number, y: number, font: string, colour: string): void => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(fit(text, font, WIDTH - MARGIN - x), x, y);
  };
  write(title, MARGIN, 50, titleFont, colours.ink);
  write(facts, MARGIN, 74, small, colours.ticks);
  write(axis, MARGIN, HEAD, small, colours.ticks);
  rows.forEach((row, index) => {
    const y = HEIGHT - MARGIN - (rows.length - 1 - index) * LINE;
    for (const { key, x } of row) {
      context.strokeStyle = key.colour;
      context.lineWidth = key.width;
      context.setLineDash([...key.dash]);
      context.beginPath();
      context.moveTo(x, y - 4);
      context.lineTo(x + KEY, y - 4);
      context.stroke();
      context.setLineDash([]);
      write(key.name, x + KEY + 8, y, small, colours.ink);
    }
  });
}

interface PlacedKey {
  readonly key: Key;
  readonly x: number;
}

/** @returns what the lines are, in rows that fit */
function keyRows(keys: readonly Key[], { face }: Colours): PlacedKey[][] {
  const rows: PlacedKey[][] = [];
  let x = WIDTH;
  for (const key of keys) {
    const room = KEY + 8 + measure(key.name, `13px ${face}`).width + 28;
    if (rows.length === 0 || x + room > WIDTH - MARGIN + 28) {
      rows.push([]);
      x = MARGIN;
    }
    rows.at(-1)!.push({ key, x });
    x += room;
  }
  return rows;
}

let ruler: CanvasRenderingContext2D | undefined;

function measure(text: string, font: string): TextMetrics {
  ruler ??= canvasOf(1, 1).getContext('2d')!;
  ruler.font = font;
  return ruler.measureText(text);
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** @returns as much of a line as there is room for, with “…” for the rest. @param room in px */
function fit(line: string, font: string, room: number): string {
  const characters = [...line];
  const wide = (text: string): boolean => measure(text, font).width > room;
  if (!wide(line)) return line;
  while (characters.length > 0 && wide(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
