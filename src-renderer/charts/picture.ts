/** The curve of a model as a picture to keep: on paper, with its title, its axes and what the lines are. */
import type { Palette } from './palette.ts';
import { PerplexityChart, type Drawing, type Wording } from './perplexity-chart.ts';

export interface Caption {
  readonly title: string;
  /** Below the title. */
  readonly facts: string;
  /** Names of the lines. */
  readonly line: string;
  readonly baseline: string;
  /** Name of the upright axis. */
  readonly axis: string;
}

const SCALE = 2; // pixels to a px: sharp on paper and on dense screens
const WIDTH = 960; // px
const HEIGHT = 600;
const MARGIN = 40;
const HEAD = 104; // title, facts and the name of the axis
const FOOT = 36; // what the lines are

/** @returns a PNG in the colours of the palette */
export async function drawPicture(
  drawing: Drawing,
  palette: Palette,
  wording: Wording,
  caption: Caption,
): Promise<Blob> {
  const titleFont = `26px ${palette.lyricsFace}`;
  await document.fonts.load(titleFont, caption.title); // a canvas does not wait for its letters
  const picture = canvasOf(WIDTH * SCALE, HEIGHT * SCALE);
  const curve = canvasOf(WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN); // which it scales itself
  const context = picture.getContext('2d')!;
  context.scale(SCALE, SCALE);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.textBaseline = 'alphabetic';
  const write = (text: string, x: number, y: number, font: string, colour: string): void => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, y, WIDTH - MARGIN - x);
  };
  const small = `13px ${palette.face}`;
  write(fit(context, caption.title, titleFont), MARGIN, 50, titleFont, palette.ink);
  write(caption.facts, MARGIN, 74, small, palette.ticks);
  write(caption.axis, MARGIN, HEAD, small, palette.ticks);

  const chart = new PerplexityChart(curve, palette, wording, SCALE);
  chart.draw(drawing);
  context.drawImage(curve, MARGIN, HEAD + 8, WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN);
  chart.destroy();

  let x = MARGIN;
  for (const [name, colour, dash] of [
    [caption.line, palette.line, []],
    ...(drawing.baseline ? ([[caption.baseline, palette.baseline, [5, 4]]] as const) : []),
  ] as const) {
    const y = HEIGHT - MARGIN;
    context.strokeStyle = colour;
    context.lineWidth = dash.length > 0 ? 1 : 2;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 26, y - 4);
    context.stroke();
    write(name, x + 34, y, small, palette.ink);
    x += 34 + context.measureText(name).width + 28;
  }
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** @returns as much of a title as one line holds */
function fit(context: CanvasRenderingContext2D, title: string, font: string): string {
  context.font = font;
  const characters = [...title];
  const wide = (text: string): boolean => context.measureText(text).width > WIDTH - 2 * MARGIN;
  if (!wide(title)) return title;
  while (characters.length > 0 && wide(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('')}…`;
}
