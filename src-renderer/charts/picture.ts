/** The curve of a model as a picture to keep: on paper, with its title, its axes and what the lines are. */
import type { Colours } from './colours.ts';
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

/** @returns a PNG in the colours that it is given */
export async function drawPicture(
  drawing: Drawing,
  colours: Colours,
  wording: Wording,
  caption: Caption,
): Promise<Blob> {
  const titleFont = `26px ${colours.lyricsFace}`;
  await document.fonts.load(titleFont, caption.title); // a canvas does not wait for its letters
  const picture = canvasOf(WIDTH * SCALE, HEIGHT * SCALE);
  const curve = canvasOf(WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN); // which it scales itself
  const context = picture.getContext('2d')!;
  context.scale(SCALE, SCALE);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.textBaseline = 'alphabetic';
  const write = (text: string, x: number, y: number, font: string, colour: string): void => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, y, WIDTH - MARGIN - x);
  };
  const small = `13px ${colours.face}`;
  write(fit(context, caption.title, titleFont), MARGIN, 50, titleFont, colours.ink);
  write(caption.facts, MARGIN, 74, small, colours.ticks);
  write(caption.axis, MARGIN, HEAD, small, colours.ticks);

  const chart = new PerplexityChart(curve, colours, wording, SCALE);
  chart.draw(drawing);
  context.drawImage(curve, MARGIN, HEAD + 8, WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN);
  chart.destroy();

  let x = MARGIN;
  for (const [name, colour, dash] of [
    [caption.line, colours.line, []],
    ...(drawing.baseline ? ([[caption.baseline, colours.baseline, [5, 4]]] as const) : []),
  ] as const) {
    const y = HEIGHT - MARGIN;
    context.strokeStyle = colour;
    context.lineWidth = dash.length > 0 ? 1 : 2;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 26, y - 4);
    context.stroke();
    write(name, x + 34, y, small, colours.ink);
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
